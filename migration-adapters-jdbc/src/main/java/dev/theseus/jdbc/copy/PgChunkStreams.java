package dev.theseus.jdbc.copy;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Reads chunks of a PostgreSQL database: one COPY flows into another. */
record PgChunkStreams(PgDatabase old) implements ChunkStreams {

    @Override
    public PgRelation describe(TablePlan table) {
        return old.inTransaction("describe " + table.old(), c -> PgRelation.read(c, table, old.side()));
    }

    @Override
    public long widest(PgChunkCopy.Work work, WideRows rows) {
        return rows.widest(old, work.query(), work.shape());
    }

    @Override
    public Optional<CopyPipe.Flow> stream(
            PgChunkCopy.Work work, long since, Into into, ConnectionsInUse connections) throws InterruptedException {
        try (Connection source = old.connect();
                ConnectionsInUse.Use use = connections.use(source)) {
            Optional<CaptureMark> mark = ChunkSource.begin(use.connection(), work.table(), work.query(), since);
            if (mark.isEmpty()) {
                return Optional.empty();
            }
            String copyOut = work.shape().copyOut(work.query().unchangedRows(mark.get()));
            CopyPipe<RuntimeException> pipe =
                    new CopyPipe<>(new Ends(old, into.target(), work), into.throttle()::passed);
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
