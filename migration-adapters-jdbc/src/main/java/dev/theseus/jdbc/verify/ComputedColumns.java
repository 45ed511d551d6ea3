package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Stored generated columns. They are not carried, but where both sides compute them by the same expression from the
 * same columns they must come out the same; a difference shows that the two servers do not mean the same by it.
 */
final class ComputedColumns {

    private static final String QUERY = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod) || ' ' || pg_get_expr(d.adbin, d.adrelid) AS definition,
              ARRAY(SELECT DISTINCT s.attname::text FROM pg_depend p
                JOIN pg_attribute s ON s.attrelid = p.refobjid AND s.attnum = p.refobjsubid
                WHERE p.refclassid = 'pg_class'::regclass AND p.refobjid = a.attrelid AND p.refobjsubid NOT IN (0, a.attnum)
                  AND (p.classid = 'pg_attrdef'::regclass AND p.objid = d.oid OR
                    p.classid = 'pg_class'::regclass AND p.objid = a.attrelid AND p.objsubid = a.attnum)) AS sources
            FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = ?::regclass AND a.attgenerated = 's' AND NOT a.attisdropped""";

    private ComputedColumns() {}

    /**
     * One of them.
     *
     * @param text of its definition, with its type
     * @param sources columns that it is made of
     */
    private record Definition(String text, Set<String> sources) {}

    /** The plan as it is compared: with the generated columns that both sides define alike, without declared losses. */
    static TablePlan added(TablePlan plan, TablePair.Ground ground, Attempts attempts) throws InterruptedException {
        Image image = plan.image(ground.direction())
                .orElseThrow(() -> new IllegalArgumentException("Table plan " + plan.number() + " of " + plan.old()
                        + " and " + plan.target() + " carries no rows " + ground.direction()));
        Map<String, Definition> onOld = definitions(plan, ground.old(), attempts);
        Map<String, Definition> onNew = definitions(plan, ground.target(), attempts);
        Set<String> kept = kept(image);
        List<MappedColumn> columns = new ArrayList<>(image.comparedColumns());
        onOld.forEach((name, definition) -> {
            if (definition.equals(onNew.get(name))
                    && !image.targetColumns().contains(name)
                    && kept.containsAll(definition.sources())) {
                columns.add(MappedColumn.same(name));
            }
        });
        return columns.equals(image.columns()) ? plan : with(plan, ground.direction(), columns);
    }

    /** Columns that have the same name and value on both sides. */
    private static Set<String> kept(Image image) {
        return image.comparedColumns().stream()
                .filter(c -> c.isSame(c.name()))
                .map(MappedColumn::name)
                .collect(Collectors.toSet());
    }

    private static TablePlan with(TablePlan plan, Direction direction, List<MappedColumn> columns) {
        Mapping mapping = plan.mapping();
        Optional<Image> changed = mapping.image(direction)
                .map(image -> new Image(
                        image.sourceKey(), image.targetKey(), columns, image.joins(), image.filter(), List.of()));
        return new TablePlan(
                plan.number(),
                plan.old(),
                plan.target(),
                switch (direction) {
                    case FORWARD -> new Mapping(mapping.version(), changed, mapping.reverse());
                    case REVERSE -> new Mapping(mapping.version(), mapping.forward(), changed);
                },
                plan.existingRows(),
                plan.capture());
    }

    private static Map<String, Definition> definitions(TablePlan plan, PgDatabase database, Attempts attempts)
            throws InterruptedException {
        Side side = database.side();
        return attempts.inTransaction(database, "read the generated columns of " + plan.on(side), connection -> {
            try (PreparedStatement query = connection.prepareStatement(QUERY)) {
                query.setString(1, Sql.quoted(plan.on(side)));
                try (ResultSet rows = query.executeQuery()) {
                    Map<String, Definition> definitions = new TreeMap<>();
                    while (rows.next()) {
                        definitions.put(rows.getString(1), new Definition(rows.getString(2), Set.of((String[])
                                rows.getArray(3).getArray())));
                    }
                    return definitions;
                }
            }
        });
    }
}
