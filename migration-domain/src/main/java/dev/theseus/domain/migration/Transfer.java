package dev.theseus.domain.migration;

import java.time.Instant;

/**
 * What moves a migration between its last phases, in several steps. There is at most one at a time, so that nothing can
 * move authority while something else does.
 */
public sealed interface Transfer {

    /** What has to be agreed to before authority moves to new, where the plan asks for it. */
    String APPROVAL = "cutover";

    Instant began();

    /**
     * Authority moves to new.
     *
     * @param reason why it is to be given up; empty unless the stage is {@link CutoverStage#SETTLING}
     */
    record Cutover(Instant began, CutoverStage stage, String reason) implements Transfer {

        Cutover at(CutoverStage next) {
            return new Cutover(began, next, "");
        }
    }

    /**
     * A checkpoint is restored.
     *
     * @param reads who reads from new afterwards
     */
    record Restore(Instant began, String checkpoint, RestoreCause cause, RestoredReads reads, RestoreStage stage)
            implements Transfer {

        Restore at(RestoreStage next) {
            return new Restore(began, checkpoint, cause, reads, next);
        }
    }

    /** Everything that leads back is taken away. From here on there is no way back. */
    record Completion(Instant began) implements Transfer {}

    /** The steps of a cutover, in order. */
    enum CutoverStage {
        /** Fence and capture of new are installed. */
        FENCING,
        /** The way there and back is tried on a table of our own. */
        REHEARSING,
        /** Waits for a person. After that the way is tried once more: the person may have taken long. */
        APPROVING,
        /** The gate is asked for. */
        CHECKING,
        /** Authority is being moved; whether it has moved only the databases know. */
        HANDING_OVER,
        /** Somebody gave it up while authority was being moved: the databases are asked where it is. */
        SETTLING,
        /** New has authority; both databases are compared. */
        VERIFYING
    }

    /** The steps of a rollback to a checkpoint, in order. Nobody reads from new from the beginning on. */
    enum RestoreStage {
        /** A cutover was moving authority when the rollback was asked for: the databases are asked where it is. */
        SETTLING,
        /** Old has to be able to carry the service. */
        CHECKING_OLD,
        /** Authority is being moved back; left out where old has it. */
        HANDING_BACK,
        /** Caches hold what the other database said. */
        CLEARING_CACHES
    }
}
