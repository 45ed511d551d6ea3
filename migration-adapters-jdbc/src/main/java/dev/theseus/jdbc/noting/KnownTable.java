package dev.theseus.jdbc.noting;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What follows from a change of a table's rows: for itself, and for others by what foreign keys make the server do.
 *
 * @param itself empty where only others matter
 * @param vanishing numbers of captured tables whose rows go with rows of this one
 * @param moving captured tables whose rows are changed when columns of this one are
 */
record KnownTable(Optional<CapturedTable> itself, Set<Integer> vanishing, List<Moving> moving) {

    static final KnownTable NOTHING = new KnownTable(Optional.empty(), Set.of(), List.of());

    /**
     * @param columns of the table referred to
     * @param number of the table that refers to it
     */
    record Moving(Set<String> columns, int number) {
        Moving {
            columns = Set.copyOf(columns);
        }
    }

    KnownTable {
        vanishing = Set.copyOf(vanishing);
        moving = List.copyOf(moving);
    }

    KnownTable with(CapturedTable captured) {
        return new KnownTable(Optional.of(captured), vanishing, moving);
    }

    KnownTable withVanishing(int number) {
        Set<Integer> more = new TreeSet<>(vanishing);
        more.add(number);
        return new KnownTable(itself, more, moving);
    }

    KnownTable with(Moving more) {
        return new KnownTable(
                itself,
                vanishing,
                java.util.stream.Stream.concat(moving.stream(), java.util.stream.Stream.of(more))
                        .toList());
    }

    /** Numbers of the tables that the server changes when these columns are set. */
    Set<Integer> movedBy(Set<String> assigned) {
        Set<Integer> numbers = new TreeSet<>();
        for (Moving each : moving) {
            if (!Collections.disjoint(each.columns(), assigned)) {
                numbers.add(each.number());
            }
        }
        return numbers;
    }
}
