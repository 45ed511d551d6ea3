package dev.theseus.jdbc.apply;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.jdbc.apply.ApplyTransaction.Ground;
import dev.theseus.jdbc.postgres.PgStripes;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Removes the target's rows that the source does not have, in one transaction that excludes all appliers of the table.
 * The source's keys are read after that, so a row that was inserted after a TRUNCATE and brought over already stays.
 */
final class VanishedRows {

    private final Ground ground;
    private final TableShape shape;
    private final ApplySql sql;

    VanishedRows(Ground ground, TableShape shape) {
        this.ground = ground;
        this.shape = shape;
        this.sql = new ApplySql(shape);
    }

    Attempt remove(Connection target, Patience patience) throws SQLException {
        TargetSession session =
                TargetSession.begin(target, ground.role(), ground.limits().lockTimeout(patience));
        Epoch epoch = ground.fence().join(target);
        if (epoch.direction().source() != ground.source().side()) {
            return new Attempt.NotInForce(epoch);
        }
        if (!isExclusive(target, patience)) {
            return new Attempt.GaveWay();
        }
        ground.seams().steps().accept(ApplyStep.LOCKED);
        stageKeys(target);
        ground.seams().steps().accept(ApplyStep.READ);
        Optional<SetAside.Reason> depended = session.delete(sql.deleteUnknown(), shape, Optional.empty());
        if (depended.isPresent()) {
            return new Attempt.Refused(depended.get());
        }
        ground.seams().steps().accept(ApplyStep.WRITTEN);
        target.commit();
        return new Attempt.Done(java.util.Set.of());
    }

    private boolean isExclusive(Connection target, Patience patience) throws SQLException {
        String lock = switch (patience) {
            case LEAVE -> "SELECT pg_try_advisory_xact_lock(%d, %d)";
            case WAIT -> "SELECT pg_advisory_xact_lock(%d, %d) IS NOT NULL";
        };
        return Run.texts(target, lock.formatted(PgStripes.TABLE_LOCKS, shape.number()))
                .contains("t");
    }

    /**
     * The truncated table may be one that is joined: whatever its rows completed has changed. The TRUNCATE is committed,
     * so all that this snapshot misses was written after it, and notes itself. Again, if this attempt fails later.
     */
    private void noteJoined(Connection source) throws SQLException {
        Optional<String> noteAll = sql.noteAll();
        if (noteAll.isPresent()) {
            // before ids are drawn: a reader of the log relies on a transaction being older than its entries' ids
            Run.sql(source, "SELECT pg_current_xact_id()");
            Run.sql(source, noteAll.get());
            source.commit();
        }
    }

    private void stageKeys(Connection target) throws SQLException {
        Run.sql(target, sql.createKeyStage());
        try (Connection source = SourceFailed.orResult(ground.source()::connect)) {
            SourceFailed.orResult(() -> {
                Run.sql(source, "SET LOCAL lock_timeout = " + ground.limits().sourceLockTimeout());
                return null;
            });
            SourceFailed.orRows(source, sql.copyKeysFromSource(), target, sql.copyKeysIntoStage());
            SourceFailed.orResult(() -> {
                noteJoined(source);
                return null;
            });
            SourceFailed.orDurable(source);
        }
        Run.sql(target, sql.analyzeKeyStage());
    }
}
