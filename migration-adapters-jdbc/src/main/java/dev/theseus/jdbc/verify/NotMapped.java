package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.Sql;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of the source on which an expression of the mapping fails. One of them would fail the reading of all, so the
 * others are read without computing anything of these.
 *
 * @param rows their keys in the source, and the columns that can't be computed as far as that was looked at
 */
record NotMapped(Map<RowKey, List<String>> rows) {

    static final NotMapped NONE = new NotMapped(Map.of());

    NotMapped {
        rows = Map.copyOf(rows);
    }

    NotMapped and(NotMapped more) {
        Map<RowKey, List<String>> all = new HashMap<>(rows);
        all.putAll(more.rows);
        return new NotMapped(all);
    }

    Set<RowKey> keys() {
        return rows.keySet();
    }

    /** A plan by which the source has no such row. It is for reading only: whoever applies by it would delete them. */
    TablePlan leftOutOf(TablePlan plan, Direction direction) {
        if (rows.isEmpty()) {
            return plan;
        }
        Optional<Image> image = plan.image(direction).map(this::leftOutOf);
        Mapping before = plan.mapping();
        return plan.with(
                direction == Direction.FORWARD
                        ? new Mapping(before.version(), image, before.reverse())
                        : new Mapping(before.version(), before.forward(), image));
    }

    private Image leftOutOf(Image image) {
        String isOne = isOne(image.sourceKey());
        List<MappedColumn> columns = image.columns().stream()
                .map(c -> switch (c.from()) {
                    case Expression.Same same -> c;
                    case Expression.Java java ->
                        throw new IllegalArgumentException("Rows of a mapping in Java are not left out");
                    // conditions are computed in any order, so the filter alone does not keep expressions from failing
                    case Expression.Sql sql ->
                        new MappedColumn(
                                c.name(),
                                new Expression.Sql(
                                        "CASE WHEN " + isOne + " THEN NULL ELSE (" + sql.text() + "\n) END"));
                })
                .toList();
        String filter =
                "CASE WHEN " + isOne + " THEN false ELSE (" + image.filter().orElse("true") + "\n) END";
        return new Image(
                image.sourceKey(), image.targetKey(), columns, image.joins(), Optional.of(filter), image.losses());
    }

    /** By one text for each key, which the server looks up by its hash. */
    private String isOne(List<String> sourceKey) {
        String all = keys().stream()
                .map(NotMapped::text)
                .map(text -> "'" + text.replace("'", "''") + "'")
                .sorted()
                .collect(Collectors.joining(", "));
        String own = sourceKey.stream()
                .map(c -> Image.SOURCE + "." + Sql.quoted(c) + "::pg_catalog.text")
                .map(c -> sourceKey.size() == 1 ? c : "pg_catalog.length(" + c + ") || ':' || " + c)
                .collect(Collectors.joining(" || "));
        return "(" + own + ") COLLATE pg_catalog.\"C\" = ANY (ARRAY[" + all + "]::pg_catalog.text[])";
    }

    private static String text(RowKey key) {
        return key.parts().size() == 1
                ? key.parts().getFirst()
                : key.parts().stream()
                        .map(p -> p.codePointCount(0, p.length()) + ":" + p)
                        .collect(Collectors.joining());
    }
}
