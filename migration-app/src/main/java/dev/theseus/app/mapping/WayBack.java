package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How the columns of an old table are made from rows of new: as the plan says under {@code back}, else by the inverse
 * of the rules that made columns of new from them.
 *
 * @param main the pair whose image on the way back this is
 * @param family all pairs of the old table, the main one first
 * @param assignments which rule fills which column, by target
 * @param key of the main pair
 * @param lookups how keys that became others are found
 */
record WayBack(
        MappedPair main,
        List<MappedPair> family,
        Map<TableName, Assignment> assignments,
        Keys key,
        KeyLookups lookups) {

    Optional<Expression> of(Column column) {
        return said(column.name())
                .or(() -> inverse(column))
                .or(() -> object(column))
                .or(() -> keyBeside(column));
    }

    private Optional<Expression> said(String column) {
        return family.stream()
                .flatMap(p -> Optional.ofNullable(p.says().back().get(column)).stream())
                .findFirst()
                .map(Expression.Sql::new);
    }

    private RuleSql over(MappedPair pair) {
        return new RuleSql(
                alias(pair), pair.target(), lookups.losing(pair.says().loses()));
    }

    private String alias(MappedPair pair) {
        return Weaving.alias(pair, pair.equals(main), pair.targetName());
    }

    private Assignment assignment(MappedPair pair) {
        return Objects.requireNonNull(assignments.get(pair.targetName()));
    }

    private Optional<Expression> inverse(Column column) {
        return holding(column.name()).map(held -> {
            ColumnRule rule =
                    assignment(held.pair()).of(held.column()).orElseThrow().rule();
            return over(held.pair()).back(rule, held.column(), column, main.oldName());
        });
    }

    /** @param column of the pair's target */
    record Held(MappedPair pair, String column) {}

    /** The column of new from which one of old is told back by the inverse of a rule. */
    Optional<Held> holding(String column) {
        return family.stream()
                .flatMap(p -> assignment(p).holding(p, column).stream().map(c -> new Held(p, c)))
                .findFirst();
    }

    /** A JSON object from what is left of it and the columns that took its fields. */
    private Optional<Expression> object(Column column) {
        Optional<String> rest = Optional.empty();
        Map<String, String> fields = new LinkedHashMap<>();
        for (MappedPair pair : family) {
            for (Map.Entry<String, Assignment.Filled> e : assignment(pair).all().entrySet()) {
                String reference = RuleSql.reference(alias(pair), e.getKey());
                if (!e.getValue().from().equals(pair)
                        || !e.getValue().rule().source().equals(Optional.of(column.name()))) {
                    continue;
                }
                if (e.getValue().rule() instanceof ColumnRule.JsonField field) {
                    fields.put(field.field(), reference);
                } else if (e.getValue().rule() instanceof ColumnRule.JsonRest) {
                    rest = Optional.of(reference);
                }
            }
        }
        return rest.isEmpty() && fields.isEmpty()
                ? Optional.empty()
                : Optional.of(RuleSql.object(rest, fields, column));
    }

    /** Of a table whose rows complete those of another, which has the key in its own columns. */
    private Optional<Expression> keyBeside(Column column) {
        int place = key.old().indexOf(column.name());
        if (place < 0 || place >= key.target().size()) {
            return Optional.empty();
        }
        String held = key.target().get(place);
        return assignment(main)
                .of(held)
                .map(Assignment.Filled::rule)
                .filter(rule -> !assignment(main).of(held).orElseThrow().from().equals(main))
                .filter(Assignment::tellsBack)
                .map(rule -> new RuleSql(
                                Image.SOURCE,
                                main.target(),
                                lookups.losing(main.says().loses()))
                        .back(rule, held, column, main.oldName()));
    }
}
