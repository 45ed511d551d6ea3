package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.RoutedTable;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of which critical writes can be taken back: each of its rows is one row of one table on the other side. What
 * is to be taken back is a whole row on the side with authority, so a row that is split over several tables, or made of
 * several tables' rows, is refused before anything is done.
 *
 * @param table its only plan
 */
record OnePlan(TablePlan table) {

    /** @throws IllegalArgumentException that says why not */
    static OnePlan of(TableName name, List<TablePlan> plans) {
        RoutedTable routed = RoutedTable.of(plans).get(name);
        if (routed == null) {
            throw new IllegalArgumentException("Table " + name
                    + " is not migrated, so it has no row in the other database: write to it by itself");
        }
        TablePlan own = plans.stream()
                .filter(plan -> plan.old().equals(name))
                .findFirst()
                .orElseThrow(() -> severalTables(name));
        if (routed.numbers().size() > 1 || isShared(own, plans)) {
            throw severalTables(name);
        }
        return new OnePlan(own);
    }

    private static boolean isShared(TablePlan own, List<TablePlan> plans) {
        return plans.stream()
                        .anyMatch(plan ->
                                plan.number() != own.number() && plan.target().equals(own.target()))
                || plans.stream()
                        .anyMatch(plan -> plan.image(Direction.REVERSE).stream()
                                .flatMap(image -> image.joins().stream())
                                .anyMatch(join -> join.table().equals(own.target())))
                || Stream.of(Direction.values())
                        .flatMap(direction -> own.image(direction).stream())
                        .anyMatch(image -> !image.joins().isEmpty());
    }

    private static IllegalArgumentException severalTables(TableName name) {
        return new IllegalArgumentException("Critical writes of " + name
                + " are not possible: its rows are split over several tables of the other database, or merged with those"
                + " of another one, and could not be taken back as a whole. Write to it as to any other table");
    }

    /**
     * Keys as the side with authority has them.
     *
     * @param keys in old's terms
     * @throws IllegalArgumentException if that side has no way to tell
     */
    List<RowKey> keys(Collection<RowKey> keys, Side side) {
        Image image = table.image(Direction.from(side)).orElseThrow(() -> oneWay(side));
        if (side == Side.OLD) {
            return List.copyOf(keys);
        }
        if (!image.keepsKey() || !image.targetKey().containsAll(table.key())) {
            throw new IllegalArgumentException("Critical writes of " + table.old()
                    + " are not possible while new has authority: its key has other values there");
        }
        List<Integer> places =
                image.targetKey().stream().map(table.key()::indexOf).toList();
        return keys.stream()
                .map(key -> new RowKey(places.stream().map(key.parts()::get).toList()))
                .toList();
    }

    private IllegalArgumentException oneWay(Side side) {
        return new IllegalArgumentException("Critical writes of " + table.old() + " are not possible while " + side
                + " has authority: the mapping carries no rows from there");
    }
}
