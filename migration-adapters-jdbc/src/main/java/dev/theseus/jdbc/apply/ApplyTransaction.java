package dev.theseus.jdbc.apply;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.jdbc.postgres.Opening;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import dev.theseus.jdbc.postgres.Run;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One transaction on the target that makes it say of some keys what the source says. The order of its steps is the
 * protocol: fence, locks, then the source, then the target.
 */
final class ApplyTransaction {

    /** Keys in the way are looked for up to this many of each constraint. */
    private static final int IN_THE_WAY = 10_000;

    private final Ground ground;
    private final TableShape shape;
    private final Optional<FewRows> few;
    private final ApplySql sql;
    private final RowObjects objects;

    /**
     * What all applies have in common.
     *
     * @param source the side that has authority
     * @param target the side that is written to
     * @param fence of the tables that are applied to
     * @param role whether triggers and foreign keys of the target can be kept from firing
     * @param seams where tests take hold
     * @param limits of waiting
     * @param covered told of entries of the log that need not be applied any more; empty if nobody wants to know
     */
    record Ground(
            ApplySource source,
            PgDatabase target,
            PgFence fence,
            PgReplicaRole role,
            Seams seams,
            ApplyLimits limits,
            Optional<CoveredEntries> covered) {

        FewRows.Entries entries() {
            return covered.isPresent() ? FewRows.Entries.WANTED : FewRows.Entries.NOT_WANTED;
        }

        boolean isOnDisk(long transaction) {
            return covered.isPresent() && covered.get().isOnDisk(transaction);
        }
    }

    /** @param few for rows of this table, if they can travel so */
    ApplyTransaction(Ground ground, TableShape shape, Optional<FewRows> few, RowObjects objects) {
        this.ground = ground;
        this.shape = shape;
        this.few = few;
        this.objects = objects;
        this.sql = new ApplySql(shape);
    }

    Attempt run(Opening target, Collection<RowKey> asked, Set<RowKey> pulled, Manner manner, Patience patience)
            throws SQLException {
        Set<RowKey> wanted = new HashSet<>(asked);
        wanted.addAll(pulled);
        Entrance entrance = Entrance.enter(target, ground, shape.stripes(), wanted, patience);
        if (entrance.epoch().direction().source() != ground.source().side()) {
            return new Attempt.NotInForce(entrance.epoch());
        }
        TargetSession session = entrance.session();
        Set<RowKey> held = entrance.held();
        if (held.isEmpty() || !held.containsAll(pulled)) {
            return new Attempt.GaveWay();
        }
        ground.seams().steps().accept(ApplyStep.LOCKED);
        Optional<Attempt> quick = manner == Manner.UPSERT ? quick(session, held) : Optional.empty();
        return quick.isPresent() ? quick.get() : byCopy(session, held, manner);
    }

    private Attempt byCopy(TargetSession session, Set<RowKey> held, Manner manner) throws SQLException {
        long staged = stage(session, held);
        ground.seams().steps().accept(ApplyStep.READ);
        objects.bring(session.connection(), sql, held);
        Attempt attempt = write(session, held, staged, manner);
        ground.seams().steps().accept(ApplyStep.WRITTEN);
        if (attempt instanceof Attempt.Done) {
            session.connection().commit();
        }
        return attempt;
    }

    /** Where there are few rows and small ones, in fewer round trips. */
    private Optional<Attempt> quick(TargetSession session, Set<RowKey> held) throws SQLException {
        if (few.isEmpty() || !few.get().areFew(held.size()) || !objects.isNothing()) {
            return Optional.empty();
        }
        Optional<FewRows.Found> found = ground.source().few(few.get(), held, ground::isOnDisk);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        ground.seams().steps().accept(ApplyStep.READ);
        Optional<Attempt> attempt = write(session, held, few.get(), found.get());
        if (attempt.orElse(null) instanceof Attempt.Done
                && !found.get().entries().isEmpty()) {
            ground.covered().ifPresent(told -> told.covered(found.get().entries()));
        }
        return attempt;
    }

    private static Optional<Attempt> write(TargetSession session, Set<RowKey> held, FewRows rows, FewRows.Found found)
            throws SQLException {
        try {
            return rows.write(session, found, held);
        } catch (SQLException e) {
            if (isCollision(e)) {
                return Optional.of(new Attempt.Collided(Set.of(), Reasons.of(e)));
            }
            throw e;
        }
    }

    /** Reads the source: a transaction of its own, so a snapshot that is younger than the locks. */
    private long stage(TargetSession session, Set<RowKey> keys) throws SQLException {
        Optional<ApplySql.AskedKeys> asked = sql.askedKeys();
        session.ensureTemporary(sql.stageName(), sql.createStage());
        if (asked.isPresent()) {
            session.ensureTemporary(asked.get().name(), asked.get().create());
        }
        return ground.source().stage(shape, keys, session.connection());
    }

    /** The keys, if the target can tell by them what is asked for. */
    private Optional<Collection<RowKey>> bound(Set<RowKey> keys) {
        return sql.bindsKeys() ? Optional.of(keys) : Optional.empty();
    }

    private Attempt write(TargetSession session, Set<RowKey> held, long staged, Manner manner) throws SQLException {
        Manner needed = shape.rules().isDeferred() ? Manner.REPLACE : manner;
        return switch (needed) {
            case UPSERT -> upsert(session, held, staged);
            case REPLACE -> replace(session, held);
        };
    }

    private Attempt upsert(TargetSession session, Set<RowKey> held, long staged) throws SQLException {
        try {
            if (!shape.isCanonical() || staged < held.size()) {
                Optional<SetAside.Reason> depended = session.delete(sql.deleteVanished(), shape, bound(held));
                if (depended.isPresent()) {
                    return new Attempt.Refused(depended.get());
                }
            }
            if (!shape.fixed().isEmpty()) {
                Optional<SetAside.Reason> depended =
                        session.delete(sql.deleteFixedThatDiffer(), shape, Optional.empty());
                if (depended.isPresent()) {
                    return new Attempt.Refused(depended.get());
                }
            }
            if (staged > 0) {
                Run.all(session.connection(), sql.upsert());
            }
            return new Attempt.Done(held);
        } catch (SQLException e) {
            if (isCollision(e)) {
                return new Attempt.Collided(Set.of(), Reasons.of(e));
            }
            throw e;
        }
    }

    private Attempt replace(TargetSession session, Set<RowKey> held) throws SQLException {
        Collisions collisions = new Collisions(shape);
        Set<RowKey> inTheWay = collisions.inTheWay(session.connection(), held, IN_THE_WAY);
        if (!inTheWay.isEmpty()) {
            // under keys of the target's own there is no telling which rows of the source they are
            Set<RowKey> ofSource = sql.bindsKeys() ? inTheWay : Set.of();
            return new Attempt.Collided(ofSource, Reasons.unique("rows that stand in the way", shape));
        }
        if (sql.keepsSomething()) {
            Run.sql(session.connection(), sql.createKept());
            session.run(sql.keep(), bound(held));
        }
        Optional<SetAside.Reason> depended = session.delete(sql.deleteAsked(), shape, bound(held));
        if (depended.isPresent()) {
            return new Attempt.Refused(depended.get());
        }
        Run.all(session.connection(), sql.keepsSomething() ? sql.insertWithKept() : List.of(sql.insert()));
        return collisions
                .broken(session.connection())
                .<Attempt>map(rule -> new Attempt.Refused(Reasons.unique("constraint " + rule.name(), shape)))
                .orElseGet(() -> new Attempt.Done(held));
    }

    private static boolean isCollision(SQLException error) {
        String state = PgErrors.state(error);
        return state.equals(PgErrors.UNIQUE_VIOLATION) || state.equals(PgErrors.EXCLUSION_VIOLATION);
    }
}
