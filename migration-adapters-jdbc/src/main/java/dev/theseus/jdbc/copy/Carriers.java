package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.backfill.CopyProgress.State;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The table plans that bring the rows of one table of old over: several if it is split, that of another table if it is
 * joined to that one.
 *
 * @param numbers of the plans
 * @param share how the table has part in them
 */
record Carriers(List<Integer> numbers, Share share) {

    enum Share {
        /** The rows that are copied are its own. */
        OWN,
        /** They are another table's, which are counted there. */
        JOINED
    }

    Carriers {
        numbers = List.copyOf(numbers);
    }

    static Carriers of(TableName old, Collection<TablePlan> tables) {
        List<TablePlan> carrying = tables.stream()
                .filter(t -> t.image(Direction.FORWARD).isPresent())
                .toList();
        List<Integer> own = carrying.stream()
                .filter(t -> t.old().equals(old))
                .map(TablePlan::number)
                .toList();
        return own.isEmpty() ? new Carriers(joining(old, carrying), Share.JOINED) : new Carriers(own, Share.OWN);
    }

    private static List<Integer> joining(TableName old, List<TablePlan> carrying) {
        return carrying.stream()
                .filter(t -> t.image(Direction.FORWARD).orElseThrow().joins().stream()
                        .anyMatch(join -> join.table().equals(old)))
                .map(TablePlan::number)
                .toList();
    }

    /** A table is as far as the plan that is least far. */
    CopyProgress progress(IntFunction<CopyProgress> ofPlan) {
        List<CopyProgress> each = numbers.stream().map(ofPlan::apply).toList();
        if (share == Share.OWN && each.size() == 1) {
            return each.getFirst();
        }
        boolean counts = share == Share.OWN;
        return new CopyProgress(
                counts ? each.stream().mapToLong(CopyProgress::rows).sum() : 0,
                counts ? each.stream().mapToLong(CopyProgress::bytes).sum() : 0,
                counts ? each.stream().mapToLong(CopyProgress::chunks).sum() : 0,
                each.stream().mapToDouble(CopyProgress::fraction).average().orElse(1),
                state(each));
    }

    private static State state(List<CopyProgress> each) {
        List<State> states = each.stream().map(CopyProgress::state).distinct().toList();
        if (states.isEmpty() || states.equals(List.of(State.COMPLETE))) {
            return State.COMPLETE;
        }
        return states.equals(List.of(State.NOT_OPEN)) ? State.NOT_OPEN : State.COPYING;
    }
}
