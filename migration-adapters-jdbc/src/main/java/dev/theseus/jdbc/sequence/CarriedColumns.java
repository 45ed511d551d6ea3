package dev.theseus.jdbc.sequence;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.sequence.PgColumnSequences.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which columns of two tables draw from sequences that belong together: those whose values are carried as they are,
 * whatever they are called. A number that an expression makes of another is no number of that sequence.
 */
final class CarriedColumns {

    private CarriedColumns() {}

    /**
     * Two sequences that belong together.
     *
     * @param column as the target calls it
     */
    record Pair(TablePlan table, String column, Drawn from, Drawn into) {}

    static List<Pair> pairs(PgDatabase from, PgDatabase into, TablePlan table) {
        return table.image(Direction.from(from.side()))
                .map(image -> pairs(from, into, table, image))
                .orElse(List.of());
    }

    private static List<Pair> pairs(PgDatabase from, PgDatabase into, TablePlan table, Image image) {
        List<MappedColumn> carried = image.columns().stream()
                .filter(c -> c.from() instanceof Expression.Same)
                .toList();
        Map<String, Drawn> drawnFrom = PgColumnSequences.drawn(
                from,
                table.on(from.side()),
                carried.stream().map(CarriedColumns::source).toList());
        Map<String, Drawn> drawnInto = PgColumnSequences.drawn(
                into,
                table.on(into.side()),
                carried.stream().map(MappedColumn::name).toList());
        List<Pair> pairs = new ArrayList<>();
        for (MappedColumn column : carried) {
            Drawn one = drawnFrom.get(source(column));
            Drawn other = drawnInto.get(column.name());
            if (one != null && other != null) {
                pairs.add(new Pair(table, column.name(), one, other));
            }
        }
        return pairs;
    }

    private static String source(MappedColumn column) {
        return switch (column.from()) {
            case Expression.Same same -> same.column();
            case Expression.Sql sql -> throw new IllegalArgumentException(column.name() + " is computed");
            case Expression.Java java -> throw new IllegalArgumentException(column.name() + " is computed");
        };
    }
}
