package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.RowStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Lets an old database of another kind be copied: always by key, and in one part. */
record ForeignOrigin(CopySource source) implements PartSource, ChunkStreams {

    private static final long FEW_ROWS = 100;

    private interface Call<T> {
        T make() throws SQLException;
    }

    private static <T> T call(String attempted, Call<T> call) {
        try {
            return call.make();
        } catch (SQLException e) {
            throw PgErrors.translate(Side.OLD, attempted, e);
        }
    }

    @Override
    public Survey of(TablePlan table, Chunk.Manner manner) {
        CopySource.Extent extent = measure(table);
        return new Survey(extent.since(), List.of(part(table.old(), extent, manner, 1)));
    }

    private CopySource.Extent measure(TablePlan table) {
        return call("measure " + table.old(), () -> source.measure(table));
    }

    private static Part part(TableName name, CopySource.Extent extent, Chunk.Manner manner, int number) {
        Part.Rest rest = extent.last()
                .<Part.Rest>map(last -> new Part.Rest.OfKeys(Optional.empty(), last))
                .orElseGet(Part.Rest.Nothing::new);
        return new Part(number, name, manner, rest, new Part.Size(extent.bytes(), extent.rows()));
    }

    @Override
    public Optional<Part> byKey(TablePlan table, TableName relation, Chunk.Manner manner, int number) {
        return Optional.of(part(relation, measure(table), manner, number));
    }

    @Override
    public Optional<KeyOrder.Boundary> next(TablePlan table, Part part, Part.Rest.OfKeys keys, long rows) {
        return call("cut a chunk of " + part.relation(), () -> source.next(table, keys.after(), keys.last(), rows))
                .map(b -> new KeyOrder.Boundary(b.key(), b.rows()));
    }

    @Override
    public PgRelation describe(TablePlan table) {
        return call("describe " + table.old(), () -> source.describe(table));
    }

    @Override
    public PgRelation raw(TablePlan table, PgRelation described) {
        return described;
    }

    @Override
    public PgRelation measured(TablePlan table, PgRelation described, PgRelation raw) {
        return raw;
    }

    @Override
    public boolean mayNotFit(CopyShape shape) {
        return true;
    }

    @Override
    public Optional<RowKey> middle(PgChunkCopy.Work work, ChunkRange.Keys keys) {
        return call("halve a chunk of " + keys.relation(), () -> {
            long rows = source.next(work.table(), keys.after(), keys.upTo(), Long.MAX_VALUE)
                    .map(CopySource.Boundary::rows)
                    .orElse(0L);
            return rows <= FEW_ROWS
                    ? Optional.<RowKey>empty()
                    : source.next(work.table(), keys.after(), keys.upTo(), rows / 2)
                            .map(CopySource.Boundary::key)
                            .filter(middle -> !middle.equals(keys.upTo()));
        });
    }

    @Override
    public Optional<Long> note(PgChunkCopy.Work work, long since, ConnectionsInUse connections) {
        if (!(work.chunk().range() instanceof ChunkRange.Keys range)) {
            return Optional.empty();
        }
        return Optional.of(call(work.attempted(), () -> source.note(work.table(), range, since)));
    }

    /** Rows come one at a time, and the driver holds no more than one. */
    @Override
    public long widest(PgChunkCopy.Work work, WideRows rows) {
        return 0;
    }

    @Override
    public Optional<CopyPipe.Flow> stream(
            PgChunkCopy.Work work, long since, Into into, ConnectionsInUse connections) throws InterruptedException {
        if (!(work.chunk().range() instanceof ChunkRange.Keys range)) {
            return Optional.empty();
        }
        return Optional.of(flow(work, range, since, into));
    }

    private CopyPipe.Flow flow(PgChunkCopy.Work work, ChunkRange.Keys range, long since, Into into)
            throws InterruptedException {
        PgRelation read = work.shape().source();
        try (RowStream rows = source.unchanged(work.table(), read, range, since)) {
            CopyPipe<RuntimeException> pipe = new CopyPipe<>(new Ends(into, work), into.throttle()::passed);
            return pipe.flow(rows, into.connection(), into.copyIn());
        } catch (SQLException e) {
            throw PgErrors.translate(Side.OLD, work.attempted(), e);
        }
    }

    private record Ends(Into into, PgChunkCopy.Work work) implements CopyPipe.Failures<RuntimeException> {

        @Override
        public RuntimeException ofSource(SQLException error) {
            return PgErrors.translate(Side.OLD, work.attempted(), error);
        }

        @Override
        public RuntimeException ofTarget(SQLException error) {
            return PgErrors.translate(into.target().side(), work.attempted(), error);
        }
    }
}
