package dev.theseus.jdbc.critical;

import dev.theseus.domain.critical.CriticalNews;
import dev.theseus.domain.critical.CriticalProcess;
import dev.theseus.domain.critical.CriticalRecovery;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.relay.Applier;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.guard.GuardedSource;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.storedvalue.StoredValues;
import dev.theseus.jdbc.verify.PgVerifications;
import dev.theseus.jdbc.verify.RowCheck;
import java.time.Duration;
import javax.sql.DataSource;

/** Makes critical writes between two PostgreSQL databases, and their recovery. */
public final class PgCriticals {

    private PgCriticals() {}

    /** What critical writes keep: a journal in either database, used on the side that has authority. */
    @SuppressWarnings("unused") // every package of adapters has this form
    public static String ddl(Side side) {
        return CriticalTables.DDL;
    }

    /**
     * Critical writes over the service's own pools, which stay the service's to close. A write needs one session at a
     * time on the side that has authority while its work runs, and one on either side afterwards.
     *
     * @param node its name, for people
     */
    public static Builder writes(String node, DataSource old, DataSource target) {
        return new Builder(node, old, target);
    }

    /** The recovery alone, for a process that makes no critical writes itself. */
    public static CriticalRecovery recovery(
            PgDatabase old, PgDatabase target, CriticalLimits limits, CriticalNews news) {
        return new JournalRecovery(ways(old, target, limits, Seams.NONE), parts(limits, news, Seams.NONE));
    }

    private static Ways ways(PgDatabase old, PgDatabase target, CriticalLimits limits, Seams seams) {
        ApplyLimits waiting = new ApplyLimits(limits.apply(), limits.apply());
        Applier forward = seams.applier().apply(StoredValues.leaving(PgAppliers.applier(old, target, waiting)));
        Applier reverse = seams.applier().apply(PgAppliers.applier(target, old, waiting));
        return new Ways(
                Way.of(old, target, forward, rowCheck(old, target, Direction.FORWARD, old)),
                Way.of(target, old, reverse, rowCheck(old, target, Direction.REVERSE, target)),
                new Plans(PgBoards.board(old), PgBoards.board(target)));
    }

    private static RowCheck rowCheck(PgDatabase old, PgDatabase target, Direction direction, PgDatabase source) {
        return PgVerifications.rowCheck(old, target, direction, PgCapture.log(source));
    }

    private static Settlement.Parts parts(CriticalLimits limits, CriticalNews news, Seams seams) {
        return new Settlement.Parts(new CriticalProcess(limits.persistence()), limits, news, seams);
    }

    /** Collects what critical writes are made of; used by one thread. */
    public static final class Builder {

        private final String node;
        private final DataSource old;
        private final DataSource target;
        private CriticalLimits limits = CriticalLimits.DEFAULT;
        private CriticalNews news = CriticalNews.NONE;
        private Seams seams = Seams.NONE;

        private Builder(String node, DataSource old, DataSource target) {
            this.node = node;
            this.old = old;
            this.target = target;
        }

        public Builder limits(CriticalLimits changed) {
            this.limits = changed;
            return this;
        }

        /** Who hears of writes that are open; nobody if not given, so they stand in the journal and nowhere else. */
        public Builder news(CriticalNews changed) {
            this.news = changed;
            return this;
        }

        /** Where tests take hold. */
        Builder seams(Seams changed) {
            this.seams = changed;
            return this;
        }

        /** Connects to nothing. Call {@link CriticalRecovery#recover} at the start of the node and now and then. */
        public CriticalWrites build() {
            // the server ends a statement only after the caller has given it up
            Duration late = limits.apply().plus(limits.lock()).multipliedBy(2);
            PgDatabase ofOld = PgDatabase.over(Side.OLD, GuardedSource.of(old), late);
            PgDatabase ofNew = PgDatabase.over(Side.NEW, GuardedSource.of(target), late);
            return new NodeCriticalWrites(
                    node,
                    new NodeCriticalWrites.Pools(old, target),
                    ways(ofOld, ofNew, limits, seams),
                    parts(limits, news, seams));
        }
    }
}
