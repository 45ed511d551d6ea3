package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.jdbc.gateway.Touched;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** What the board says, looked at for each write: a critical write goes by no decision that is out of date. */
final class Plans {

    private final RoutingBoard old;
    private final RoutingBoard target;
    private final AtomicReference<Known> known = new AtomicReference<>(new Known(-1, List.of()));

    /** @param version of the decision that the tables were published with */
    private record Known(long version, List<TablePlan> tables) {}

    Plans(RoutingBoard old, RoutingBoard target) {
        this.old = old;
        this.target = target;
    }

    /**
     * What a write goes by.
     *
     * @param tables all that are migrated; none if the migration keeps nothing in step
     * @param side that has authority
     */
    record Standing(boolean inStep, List<TablePlan> tables, Side side) {

        /** The rows as the side with authority knows them. */
        RowsOf rows(List<Touched> touched) {
            RowsOf rows = RowsOf.none();
            for (Touched each : touched) {
                OnePlan plan = OnePlan.of(each.table(), tables);
                rows = rows.with(plan.table(), plan.keys(each.keys(), side));
            }
            if (rows.tables().isEmpty() || rows.tables().values().stream().anyMatch(java.util.Set::isEmpty)) {
                throw new IllegalArgumentException("A critical write names its rows, each by its key");
            }
            return rows;
        }
    }

    /** @param side that has authority, as far as it is known */
    Standing at(Side side) {
        Rollout rollout = board(side).look().rollout();
        boolean inStep = rollout.phase() != Phase.COMPLETED && (side == Side.NEW || isDualWriting(rollout));
        return new Standing(inStep, tables(side, rollout.version()), side);
    }

    /** With authority on new, both are kept in step whatever the switch says: the way back depends on it. */
    private static boolean isDualWriting(Rollout rollout) {
        return rollout.policy().dualWrites() == Switch.ON && PhaseTable.hasReached(rollout.phase(), Phase.DUAL_WRITING);
    }

    private List<TablePlan> tables(Side side, long version) {
        Known last = known.get();
        if (last.version() == version) {
            return last.tables();
        }
        List<TablePlan> tables = board(side).tables();
        known.set(new Known(version, tables));
        return tables;
    }

    Map<Integer, TablePlan> byNumber() {
        List<TablePlan> tables = old.tables();
        Map<Integer, TablePlan> numbered = new HashMap<>();
        (tables.isEmpty() ? target.tables() : tables).forEach(t -> numbered.put(t.number(), t));
        return numbered;
    }

    private RoutingBoard board(Side side) {
        return side == Side.OLD ? old : target;
    }
}
