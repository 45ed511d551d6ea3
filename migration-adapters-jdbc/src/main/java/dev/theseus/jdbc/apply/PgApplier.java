package dev.theseus.jdbc.apply;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.jdbc.apply.ApplyTransaction.Ground;
import dev.theseus.jdbc.postgres.Opening;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Applies to a PostgreSQL database. Safe for several threads and processes. */
final class PgApplier implements Applier {

    /** Each round brings in the rows that stand in the way of those brought in before. */
    private static final int ROUNDS = 16;

    private static final int MOST_KEYS = 20_000;

    private static final Set<String> GIVE_WAY =
            Set.of(PgErrors.LOCK_NOT_AVAILABLE, PgErrors.DEADLOCK, PgErrors.SERIALIZATION_FAILURE);

    private final Ground ground;
    private final Map<TablePlan, Known> shapes = new ConcurrentHashMap<>();

    /** What is known of a table, and follows from it. */
    private record Known(TableShape shape, Optional<FewRows> few) {}

    PgApplier(PgDatabase source, PgDatabase target, ApplyLimits limits, Seams seams) {
        this(source, target, PgFence.MIGRATION, limits, seams);
    }

    PgApplier(PgDatabase source, PgDatabase target, PgFence fence, ApplyLimits limits, Seams seams) {
        this(new Ground(
                new PgSource(source, limits), target, fence, new PgReplicaRole(), seams, limits, Optional.empty()));
    }

    PgApplier(Ground ground) {
        this.ground = ground;
    }

    @Override
    public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
        if (keys.isEmpty()) {
            return new ApplyOutcome.Applied(Set.of(), Set.of());
        }
        Set<RowKey> pulled = new HashSet<>();
        Manner manner = Manner.UPSERT;
        SetAside.Reason reason = new SetAside.Reason(PgErrors.UNIQUE_VIOLATION, "too many rows collide", 1);
        for (int round = 0; round < ROUNDS && pulled.size() + keys.size() <= MOST_KEYS; round++) {
            Attempt attempt = attempt(table, keys, pulled, manner, patience);
            if (!(attempt instanceof Attempt.Collided collided)) {
                return outcome(attempt, keys);
            }
            if (manner == Manner.REPLACE && collided.inTheWay().isEmpty()) {
                return new ApplyOutcome.Refused(reason);
            }
            if (manner == Manner.UPSERT) {
                // the constraint's name is known only now; and it may be new to us
                reason = collided.reason();
                shapes.remove(table);
            }
            manner = Manner.REPLACE;
            pulled.addAll(collided.inTheWay());
        }
        return new ApplyOutcome.Refused(reason);
    }

    private static ApplyOutcome outcome(Attempt attempt, Set<RowKey> keys) {
        return switch (attempt) {
            case Attempt.Done done -> {
                Set<RowKey> applied = new HashSet<>(keys);
                applied.retainAll(done.held());
                Set<RowKey> left = new HashSet<>(keys);
                left.removeAll(done.held());
                yield new ApplyOutcome.Applied(applied, left);
            }
            case Attempt.GaveWay gaveWay -> new ApplyOutcome.Applied(Set.of(), keys);
            case Attempt.NotInForce notInForce -> new ApplyOutcome.NotInForce(notInForce.epoch());
            case Attempt.Refused refused -> new ApplyOutcome.Refused(refused.reason());
            case Attempt.Collided collided -> new ApplyOutcome.Refused(collided.reason());
        };
    }

    private Attempt attempt(TablePlan table, Set<RowKey> keys, Set<RowKey> pulled, Manner manner, Patience patience) {
        return inTransaction("apply keys of " + table.on(ground.target().side()), table, target -> {
            Known known = known(table, target);
            return new ApplyTransaction(ground, known.shape(), known.few(), objects(table))
                    .run(target, keys, pulled, manner, patience);
        });
    }

    private RowObjects objects(TablePlan table) {
        return new RowObjects(table, ground.target().side(), ground.source().objects());
    }

    @Override
    public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
        String attempted = "remove vanished rows of " + table.on(ground.target().side());
        Attempt attempt = inTransaction(
                attempted,
                table,
                target -> new VanishedRows(ground, known(table, target).shape()).remove(target.session(), patience));
        if (attempt instanceof Attempt.GaveWay) {
            String busy =
                    "others are applying keys of " + table.on(ground.target().side());
            return new ApplyOutcome.Refused(new SetAside.Reason(PgErrors.LOCK_NOT_AVAILABLE, busy, 1));
        }
        return outcome(attempt, Set.of());
    }

    private interface Work {
        Attempt on(Opening target) throws SQLException;
    }

    /** The work commits; whatever else it comes to is rolled back when the session goes back to its pool. */
    private Attempt inTransaction(String attempted, TablePlan table, Work work) {
        try (Opening target = ground.target().open()) {
            return work.on(target);
        } catch (SourceFailed e) {
            return failed(e.error(), ground.source().side(), attempted, table, e);
        } catch (SQLException e) {
            return failed(e, ground.target().side(), attempted, table, e);
        }
    }

    private Attempt failed(SQLException error, Side side, String attempted, TablePlan table, SQLException asThrown) {
        // a changed table is looked at anew before the next attempt
        shapes.remove(table);
        if (GIVE_WAY.contains(PgErrors.state(error))) {
            return new Attempt.GaveWay();
        }
        if (PgErrors.isPassing(error)) {
            throw PgErrors.translate(side, attempted, error);
        }
        return new Attempt.Refused(Reasons.of(asThrown));
    }

    private Known known(TablePlan table, Opening target) throws SQLException {
        Known known = shapes.get(table);
        if (known != null) {
            return known;
        }
        TableShape shape = ShapeReader.read(
                ground.source().describe(table),
                target.session(),
                table,
                Direction.from(ground.source().side()));
        Known read = new Known(shape, ground.source().few(shape, ground.entries()));
        shapes.put(table, read);
        return read;
    }
}
