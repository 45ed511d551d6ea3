package dev.theseus.domain.migration;

import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.Plan;
import java.util.List;
import java.util.Optional;

/**
 * What a migration is, as far as decisions need it. One type for each kind of state: what it can't do has no place in
 * it.
 */
public sealed interface MigrationState {

    /** Nothing is known of it. */
    record Unplanned() implements MigrationState {}

    /** On its way from plan to a new database with authority. */
    record Underway(Plan plan, Phase phase, Facts facts, Conduct conduct, List<Checkpoint> checkpoints)
            implements MigrationState {
        public Underway {
            checkpoints = List.copyOf(checkpoints);
        }

        Underway with(Facts newFacts) {
            return new Underway(plan, phase, newFacts, conduct, checkpoints);
        }

        Underway in(Phase newPhase) {
            return new Underway(plan, newPhase, facts, conduct, checkpoints);
        }

        Underway with(Conduct newConduct) {
            return new Underway(plan, phase, facts, newConduct, checkpoints);
        }

        Underway with(Traffic newTraffic) {
            return with(conduct.with(newTraffic));
        }

        Underway with(KnownAuthority newAuthority) {
            return with(conduct.with(newAuthority));
        }

        public Traffic traffic() {
            return conduct.traffic();
        }

        public KnownAuthority authority() {
            return conduct.authority();
        }

        public Course course() {
            return conduct.course();
        }

        /** What is in progress between the last phases. */
        public Optional<Transfer> transfer() {
            return authority().transfer();
        }

        Underway with(Plan newPlan) {
            return new Underway(newPlan, phase, facts, conduct, checkpoints);
        }

        Underway taken(List<Checkpoint> newCheckpoints) {
            return new Underway(plan, phase, facts, conduct, newCheckpoints);
        }
    }

    /** Held, to go on exactly where it was. */
    record Paused(Underway held) implements MigrationState {}

    /**
     * Being taken back.
     *
     * @param epoch in force; old has authority, but may have got it back from new before
     */
    record RollingBack(Plan plan, RowDisposition rows, Epoch epoch, List<Checkpoint> checkpoints)
            implements MigrationState {
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

    /**
     * The new database stands alone.
     *
     * @param epoch in force, for ever
     */
    record Completed(Plan plan, Epoch epoch, List<Checkpoint> checkpoints) implements MigrationState {
        public Completed {
            checkpoints = List.copyOf(checkpoints);
        }
    }
}
