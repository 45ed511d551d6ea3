package dev.theseus.jdbc.apply;

import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.Opening;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgDurability;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.RowStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An error of the source while the target was at work too: says which of both it was. */
final class SourceFailed extends SQLException {

    private static final long serialVersionUID = 1L;

    private final SQLException error;

    SourceFailed(SQLException error) {
        super(error.getMessage(), error.getSQLState(), error);
        this.error = error;
    }

    /** Reads from the source. */
    interface Reading<T extends @Nullable Object> {
        T read() throws SQLException;
    }

    /** Marks an error of the source as such. */
    static <T extends @Nullable Object> T orResult(Reading<T> reading) throws SourceFailed {
        try {
            return reading.read();
        } catch (SQLException e) {
            throw new SourceFailed(e);
        }
    }

    /** Reads on a session of the source, with time to wait. */
    interface PatientReading<T> {
        T read(Opening source) throws SQLException, InterruptedException;
    }

    /** Reads on a session of its own; an apply that is interrupted meanwhile gives way. */
    static <T> T orFound(PgDatabase database, PatientReading<T> reading) throws SourceFailed {
        try (Opening source = database.open()) {
            return reading.read(source);
        } catch (SQLException e) {
            throw new SourceFailed(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Waits until what was read is on the source's disk; an apply that is interrupted meanwhile gives way. */
    static void orDurable(Connection source) throws SourceFailed {
        try {
            PgDurability.await(source);
        } catch (SQLException e) {
            throw new SourceFailed(e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Streams one COPY into another; an apply that is interrupted meanwhile gives way.
     *
     * @return how many rows went through
     */
    static long orRows(Connection source, String copyOut, Connection target, String copyIn) throws SQLException {
        return orRows(source, copyOut, UnaryOperator.identity(), target, copyIn);
    }

    /** The same with lines that become others on their way. */
    static long orRows(Connection source, String copyOut, UnaryOperator<byte[]> lines, Connection target, String copyIn)
            throws SQLException {
        try {
            CopyPipe<SQLException> pipe = new CopyPipe<>(new EitherEnd(), CopyPipe.Pace.FREE, lines);
            return pipe.flow(source, copyOut, target, copyIn).rows();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** The same with rows of a source of another kind, which are settled in the end. */
    static long orRows(RowStream rows, Connection target, String copyIn) throws SQLException {
        try {
            CopyPipe<SQLException> pipe = new CopyPipe<>(new EitherEnd(), CopyPipe.Pace.FREE);
            return pipe.flow(rows, target, copyIn).rows();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /** Errors of the source are marked, those of the target pass as they are. */
    private static final class EitherEnd implements CopyPipe.Failures<SQLException> {

        @Override
        public SQLException ofSource(SQLException error) {
            return new SourceFailed(error);
        }

        @Override
        public SQLException ofTarget(SQLException error) {
            return error;
        }
    }

    static SourceFailed interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new SourceFailed(new SQLException("Interrupted", PgErrors.LOCK_NOT_AVAILABLE, cause));
    }

    /** The error as the source's driver gave it. */
    SQLException error() {
        return error;
    }
}
