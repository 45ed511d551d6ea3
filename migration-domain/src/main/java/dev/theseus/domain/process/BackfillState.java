package dev.theseus.domain.process;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.phase.Phase;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the backfill process remembers between events.
 *
 * @param phase that the migration is in
 * @param tables all that are planned
 * @param uncaptured tables without capture
 * @param uncopied tables whose copy is not complete
 * @param unindexed tables whose indexes are not built
 * @param pace whether it is held
 * @param run the run in progress, if any
 * @param takeBack what a rollback in progress does with the rows
 */
public record BackfillState(
        Phase phase,
        List<TableName> tables,
        Set<TableName> uncaptured,
        Set<TableName> uncopied,
        Set<TableName> unindexed,
        Pace pace,
        Optional<Run> run,
        Optional<RowDisposition> takeBack) {

    /** Whether orders are given. */
    public enum Pace {
        WORKING,
        HELD
    }

    /**
     * A run of the tool.
     *
     * @param id its name
     * @param until the phase after which it ends
     */
    public record Run(RunId id, Optional<Phase> until) {}

    public BackfillState {
        tables = List.copyOf(tables);
        uncaptured = Set.copyOf(uncaptured);
        uncopied = Set.copyOf(uncopied);
        unindexed = Set.copyOf(unindexed);
    }

    /** Before any plan. */
    public static final BackfillState INITIAL = planned(List.of());

    static BackfillState planned(List<TableName> tables) {
        Set<TableName> all = Set.copyOf(tables);
        return new BackfillState(
                Phase.PLANNED, tables, all, all, all, Pace.WORKING, Optional.empty(), Optional.empty());
    }

    boolean isCopied() {
        return uncopied.isEmpty() && unindexed.isEmpty();
    }

    BackfillState with(Optional<Run> newRun) {
        return new BackfillState(phase, tables, uncaptured, uncopied, unindexed, pace, newRun, takeBack);
    }

    BackfillState in(Phase newPhase) {
        return new BackfillState(newPhase, tables, uncaptured, uncopied, unindexed, pace, run, takeBack);
    }

    BackfillState at(Pace newPace) {
        return new BackfillState(phase, tables, uncaptured, uncopied, unindexed, newPace, run, takeBack);
    }

    BackfillState uncaptured(Set<TableName> left) {
        return new BackfillState(phase, tables, left, uncopied, unindexed, pace, run, takeBack);
    }

    BackfillState uncopied(Set<TableName> left) {
        return new BackfillState(phase, tables, uncaptured, left, unindexed, pace, run, takeBack);
    }

    BackfillState unindexed(Set<TableName> left) {
        return new BackfillState(phase, tables, uncaptured, uncopied, left, pace, run, takeBack);
    }

    BackfillState takingBack(RowDisposition rows) {
        return new BackfillState(phase, tables, uncaptured, uncopied, unindexed, pace, run, Optional.of(rows));
    }

    BackfillState rolledBack() {
        return planned(tables).with(run).in(Phase.ROLLED_BACK);
    }
}
