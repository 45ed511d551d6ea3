package dev.theseus.domain.process;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.Facts.Bookkeeping;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.GateSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What the backfill process remembers between events.
 *
 * @param position where the migration stands
 * @param aim what is planned
 * @param left what is still to be reported
 * @param run the run in progress, if any
 * @param takeBack what a rollback in progress does with the rows
 */
public record BackfillState(
        Position position, Aim aim, Left left, Optional<Run> run, Optional<RowDisposition> takeBack) {

    /** Before any plan. */
    public static final BackfillState INITIAL = planned(new Aim(List.of(), GateSettings.DEFAULT));

    /** Whether orders are given. */
    public enum Pace {
        WORKING,
        HELD
    }

    /**
     * @param phase that the migration is in
     * @param pace whether it is held
     */
    public record Position(Phase phase, Pace pace) {}

    /**
     * What of the plan matters here.
     *
     * @param tables all that are to be moved
     * @param gates what a comparison may find
     */
    public record Aim(List<TableName> tables, GateSettings gates) {
        public Aim {
            tables = List.copyOf(tables);
        }
    }

    /**
     * What is still to be reported. It decides what a run that begins has to do: what was reported is not reported
     * again, so work that is done already would be waited for in vain.
     *
     * @param bookkeeping whether it stands
     * @param uncaptured tables without capture
     * @param uncopied tables whose copy is not complete
     * @param unindexed tables whose indexes are not built
     */
    public record Left(
            Bookkeeping bookkeeping, Set<TableName> uncaptured, Set<TableName> uncopied, Set<TableName> unindexed) {
        public Left {
            uncaptured = Set.copyOf(uncaptured);
            uncopied = Set.copyOf(uncopied);
            unindexed = Set.copyOf(unindexed);
        }

        boolean isCopied() {
            return uncopied.isEmpty() && unindexed.isEmpty();
        }
    }

    /**
     * A run of the tool.
     *
     * @param id its name
     * @param until the phase after which it ends
     */
    public record Run(RunId id, Optional<Phase> until) {}

    static BackfillState planned(Aim aim) {
        Set<TableName> all = Set.copyOf(aim.tables());
        return new BackfillState(
                new Position(Phase.PLANNED, Pace.WORKING),
                aim,
                new Left(Bookkeeping.ABSENT, all, all, all),
                Optional.empty(),
                Optional.empty());
    }

    public Phase phase() {
        return position.phase();
    }

    public Pace pace() {
        return position.pace();
    }

    BackfillState with(Optional<Run> newRun) {
        return new BackfillState(position, aim, left, newRun, takeBack);
    }

    BackfillState in(Phase newPhase) {
        return new BackfillState(new Position(newPhase, pace()), aim, left, run, takeBack);
    }

    BackfillState at(Pace newPace) {
        return new BackfillState(new Position(phase(), newPace), aim, left, run, takeBack);
    }

    BackfillState under(GateSettings gates) {
        return new BackfillState(position, new Aim(aim.tables(), gates), left, run, takeBack);
    }

    BackfillState leaving(UnaryOperator<Left> reported) {
        return new BackfillState(position, aim, reported.apply(left), run, takeBack);
    }

    BackfillState takingBack(RowDisposition rows) {
        return new BackfillState(position, aim, left, run, Optional.of(rows));
    }

    BackfillState rolledBack() {
        return planned(aim).with(run).in(Phase.ROLLED_BACK);
    }
}
