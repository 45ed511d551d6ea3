package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.apply.TableShape.From;
import dev.theseus.jdbc.largeobject.ObjectTransfer;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** Reads a PostgreSQL source: one COPY flows into another. */
record PgSource(PgDatabase database, ApplyLimits limits) implements ApplySource {

    @Override
    public Side side() {
        return database.side();
    }

    @Override
    public From describe(TablePlan table) throws SQLException {
        try (Connection source = SourceFailed.orResult(database::connect)) {
            From from = SourceFailed.orResult(() -> describe(source, table, Direction.from(side())));
            source.rollback();
            return from;
        }
    }

    static From describe(Connection source, TablePlan table, Direction direction) throws SQLException {
        PgRelation relation = PgRelation.source(source, table, direction);
        return new From(relation, KeyMatch.of(source, relation));
    }

    @Override
    public long stage(TableShape shape, Set<RowKey> keys, Connection target) throws SQLException {
        ApplySql sql = new ApplySql(shape);
        Optional<ApplySql.AskedKeys> asked = sql.askedKeys();
        try (Connection source = SourceFailed.orResult(database::connect)) {
            bindKeys(source, keys);
            long rows = SourceFailed.orRows(
                    source, sql.copyFromSource(), shape.source().relation().mapped(), target, sql.copyIntoStage());
            if (asked.isPresent()) {
                SourceFailed.orRows(
                        source, asked.get().copyOut(), target, asked.get().copyIn());
            }
            SourceFailed.orDurable(source);
            return rows;
        }
    }

    @Override
    public Optional<FewRows> few(TableShape shape, FewRows.Entries entries) {
        return FewRows.of(shape, entries);
    }

    @Override
    public Optional<FewRows.Found> few(FewRows rows, Set<RowKey> keys, LongPredicate known) throws SQLException {
        return SourceFailed.orFound(database, source -> rows.read(source, keys, limits.sourceLockTimeout(), known));
    }

    @Override
    public Optional<ObjectTransfer> objects() {
        return Optional.of(new ObjectTransfer(database));
    }

    /** Joins are left to the index: a plan that hashes or sorts the table would be worse for any number of keys. */
    private void bindKeys(Connection source, Set<RowKey> keys) throws SQLException {
        try (PreparedStatement bind = source.prepareStatement("""
                SELECT set_config('%s', ?, true), set_config('lock_timeout', ?, true), set_config('jit', 'off', true),
                  set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)""".formatted(ApplySql.KEYS_SETTING))) {
            bind.setString(1, KeyJson.of(keys));
            bind.setString(2, limits.sourceLockTimeout());
            bind.execute();
        } catch (SQLException e) {
            throw new SourceFailed(e);
        }
    }

    @Override
    public void stageKeys(TableShape shape, Connection target) throws SQLException {
        ApplySql sql = new ApplySql(shape);
        try (Connection source = SourceFailed.orResult(database::connect)) {
            SourceFailed.orResult(() -> {
                Run.sql(source, "SET LOCAL lock_timeout = " + limits.sourceLockTimeout());
                return null;
            });
            SourceFailed.orRows(source, sql.copyKeysFromSource(), target, sql.copyKeysIntoStage());
            SourceFailed.orResult(() -> {
                noteJoined(source, sql);
                return null;
            });
            SourceFailed.orDurable(source);
        }
    }

    /**
     * The truncated table may be one that is joined: whatever its rows completed has changed. The TRUNCATE is
     * committed, so all that this snapshot misses was written after it, and notes itself. Again, if this attempt fails
     * later.
     */
    private static void noteJoined(Connection source, ApplySql sql) throws SQLException {
        Optional<String> noteAll = sql.noteAll();
        if (noteAll.isPresent()) {
            // before ids are drawn: a reader of the log relies on a transaction being older than its entries' ids
            Run.sql(source, "SELECT pg_current_xact_id()");
            Run.sql(source, noteAll.get());
            source.commit();
        }
    }
}
