package dev.theseus.domain.migration;

import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.Plan;
import java.util.List;

/**
 * What a migration is, as far as decisions need it. One type for each kind of state: what it can't do has no place in
 * it.
 */
public sealed interface MigrationState {

    /** Nothing is known of it. */
    record Unplanned() implements MigrationState {}

    /** On its way from plan to all reads on new. */
    record Underway(Plan plan, Phase phase, Facts facts, Traffic traffic, List<Checkpoint> checkpoints)
            implements MigrationState {
        public Underway {
            checkpoints = List.copyOf(checkpoints);
        }

        Underway with(Facts newFacts) {
            return new Underway(plan, phase, newFacts, traffic, checkpoints);
        }

        Underway in(Phase newPhase) {
            return new Underway(plan, newPhase, facts, traffic, checkpoints);
        }

        Underway with(Traffic newTraffic) {
            return new Underway(plan, phase, facts, newTraffic, checkpoints);
        }

        Underway with(Plan newPlan) {
            return new Underway(newPlan, phase, facts, traffic, checkpoints);
        }

        Underway taken(List<Checkpoint> newCheckpoints) {
            return new Underway(plan, phase, facts, traffic, newCheckpoints);
        }
    }

    /** Held, to go on exactly where it was. */
    record Paused(Underway held) implements MigrationState {}

    /** Being taken back. */
    record RollingBack(Plan plan, RowDisposition rows, List<Checkpoint> checkpoints) implements MigrationState {
        public RollingBack {
            checkpoints = List.copyOf(checkpoints);
        }
    }

    /** Taken back; the plan may be changed or prepared again. */
    record RolledBack(Plan plan, Facts facts, List<Checkpoint> checkpoints) implements MigrationState {
        public RolledBack {
            checkpoints = List.copyOf(checkpoints);
        }
    }
}
