package dev.theseus.jdbc.apply;

import dev.theseus.domain.relay.Applier;
import dev.theseus.jdbc.apply.ApplyTransaction.Ground;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import java.util.Optional;

/** Makes appliers to a PostgreSQL database. */
public final class PgAppliers {

    private PgAppliers() {}

    /** An applier that reads from one database and writes to the other; the direction follows from their sides. */
    public static Applier applier(PgDatabase source, PgDatabase target, ApplyLimits limits) {
        return new PgApplier(source, target, limits, Seams.NONE);
    }

    /**
     * The same for requests, which apply few keys at a time: the source has a change log, and what they make obsolete
     * in it is told.
     */
    public static Applier applier(PgDatabase source, PgDatabase target, ApplyLimits limits, CoveredEntries told) {
        return new PgApplier(ground(new PgSource(source, limits), target, limits, Optional.of(told)));
    }

    private static Ground ground(
            ApplySource source, PgDatabase target, ApplyLimits limits, Optional<CoveredEntries> told) {
        return new Ground(source, target, PgFence.MIGRATION, new PgReplicaRole(), Seams.NONE, limits, told);
    }

    /** The same for tables that have a fence of their own. */
    public static Applier applier(PgDatabase source, PgDatabase target, PgFence fence, ApplyLimits limits) {
        return new PgApplier(source, target, fence, limits, Seams.NONE);
    }

    /** The locks that serialise applies; whoever holds those of a key sees its row stand still in the target. */
    public static KeyLocks locks() {
        return new AdvisoryKeyLocks();
    }

    /** An applier that reads from a database of another kind. */
    public static Applier applier(RowSource source, PgDatabase target, ApplyLimits limits) {
        return new PgApplier(ground(new ForeignSource(source), target, limits, Optional.empty()));
    }
}
