package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** Reads chunks of a PostgreSQL database: one COPY flows into another. */
record PgChunkStreams(PgDatabase old) implements ChunkStreams {

    /** A page of the heap holds about as many. */
    private static final long FEW_ROWS = 100;

    @Override
    public PgRelation describe(TablePlan table) {
        return old.inTransaction("describe " + table.old(), c -> PgRelation.source(c, table, Direction.FORWARD));
    }

    @Override
    public PgRelation raw(TablePlan table, PgRelation source) {
        return source.image()
                .map(query -> old.inTransaction(
                        "describe " + table.old(),
                        c -> PgRelation.whole(c, table.old(), query.image().sourceKey())))
                .orElse(source);
    }

    @Override
    public PgRelation measured(TablePlan table, PgRelation source, PgRelation raw) {
        return source.isJoined()
                ? old.inTransaction("describe " + table.old(), c -> MeasuredColumns.of(c, source, raw))
                : raw;
    }

    @Override
    public boolean mayNotFit(CopyShape shape) {
        return shape.source().isMade();
    }

    @Override
    public Optional<RowKey> middle(PgChunkCopy.Work work, ChunkRange.Keys keys) {
        ChunkQuery raw = work.raw();
        return old.inTransaction("halve a chunk of " + keys.relation(), connection -> {
            SourceSession.begin(connection);
            long rows = count(connection, raw);
            if (rows <= FEW_ROWS) {
                return Optional.empty();
            }
            return new KeyOrder(raw.table(), keys.relation())
                    .next(connection, new Part.Rest.OfKeys(keys.after(), keys.upTo()), rows / 2)
                    .map(KeyOrder.Boundary::key)
                    .filter(middle -> !middle.equals(keys.upTo()));
        });
    }

    private static long count(Connection connection, ChunkQuery raw) throws SQLException {
        raw.bind(connection);
        try (PreparedStatement query = connection.prepareStatement(raw.over("count(*)"));
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public Optional<Long> note(PgChunkCopy.Work work, long since, ConnectionsInUse connections) {
        ChunkQuery query = work.raw();
        try (Connection source = old.connect();
                ConnectionsInUse.Use use = connections.use(source);
                Statement statement = use.connection().createStatement()) {
            if (ChunkSource.beginNoting(use.connection(), work.table(), query, since)
                    .isEmpty()) {
                return Optional.empty();
            }
            long keys = statement.executeLargeUpdate(query.note());
            use.connection().commit();
            return Optional.of(keys);
        } catch (SQLException e) {
            throw PgErrors.translate(old.side(), work.attempted(), e);
        }
    }

    @Override
    public long widest(PgChunkCopy.Work work, WideRows rows) {
        return rows.widest(old, work.query(), work.shape());
    }

    @Override
    public Optional<CopyPipe.Flow> stream(PgChunkCopy.Work work, long since, Into into, ConnectionsInUse connections)
            throws InterruptedException {
        try (Connection source = old.connect();
                ConnectionsInUse.Use use = connections.use(source)) {
            Optional<CaptureMark> mark = ChunkSource.begin(use.connection(), work.table(), work.query(), since);
            if (mark.isEmpty()) {
                return Optional.empty();
            }
            CopyShape shape = work.shape();
            String copyOut = shape.copyOut(work.query().unchangedRows(mark.get(), shape.sent("t")));
            CopyPipe<RuntimeException> pipe = new CopyPipe<>(
                    new Ends(old, into.target(), work),
                    into.throttle()::passed,
                    work.shape().source().mapped());
            return Optional.of(pipe.flow(source, copyOut, into.connection(), into.copyIn()));
        } catch (SQLException e) {
            throw PgErrors.translate(old.side(), work.attempted(), e);
        }
    }

    private record Ends(PgDatabase old, PgDatabase target, PgChunkCopy.Work work)
            implements CopyPipe.Failures<RuntimeException> {

        @Override
        public RuntimeException ofSource(SQLException error) {
            return PgErrors.translate(old.side(), work.attempted(), error);
        }

        @Override
        public RuntimeException ofTarget(SQLException error) {
            return PgErrors.translate(target.side(), work.attempted(), error);
        }
    }
}
