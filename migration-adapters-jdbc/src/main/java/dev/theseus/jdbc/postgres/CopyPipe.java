package dev.theseus.jdbc.postgres;

import dev.theseus.jdbc.rowmapping.UnmappableRow;
import java.sql.Connection;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/**
 * Lets the rows of one COPY flow into another, once. The source sends row by row; small rows travel on in larger
 * pieces, a large one as it is, so that no more than one row and one piece are in memory.
 *
 * @param <E> how a failure of either end is told
 */
public final class CopyPipe<E extends Exception> {

    private static final int LARGEST_PIECE = 128 << 10;
    private static final int FIRST_PIECE = 4 << 10;

    private final Failures<E> failures;
    private final Pace pace;
    private final UnaryOperator<byte[]> lines;
    private byte[] piece = new byte[FIRST_PIECE];
    private int filled;
    private long newRows;
    private long newBytes;
    private long bytes;

    /** @param pace is told what passed, and may block */
    public CopyPipe(Failures<E> failures, Pace pace) {
        this(failures, pace, UnaryOperator.identity());
    }

    /**
     * @param lines makes of each row of the source the one for the target; both in the text form of COPY. A row that it
     *     can't map is an error of the source
     */
    public CopyPipe(Failures<E> failures, Pace pace, UnaryOperator<byte[]> lines) {
        this.failures = failures;
        this.pace = pace;
        this.lines = lines;
    }

    /** Says which of both ends an error came from, in the caller's words. */
    public interface Failures<E extends Exception> {
        E ofSource(SQLException error);

        E ofTarget(SQLException error);
    }

    /** Holds the flow back. */
    @FunctionalInterface
    public interface Pace {
        /** The flow is not held back. */
        Pace FREE = (rows, bytes) -> {};

        /** Called between pieces, with the rows and bytes since the last call. */
        void passed(long rows, long bytes) throws InterruptedException;
    }

    /**
     * What flowed.
     *
     * @param rows as the target counted them
     * @param bytes as they went over the wire
     */
    public record Flow(long rows, long bytes) {}

    /**
     * Runs both statements to their ends. Where it fails, a connection whose COPY had not ended is closed, so that its
     * server rolls back; the other one stays usable.
     *
     * @throws InterruptedException if the calling thread was interrupted
     */
    public Flow flow(Connection source, String copyOut, Connection target, String copyIn)
            throws E, InterruptedException {
        CopyOut out =
                ofSource(() -> source.unwrap(PGConnection.class).getCopyAPI().copyOut(copyOut));
        try {
            return flow(out::readFromCopy, target, copyIn);
        } finally {
            endIfActive(source, out);
        }
    }

    /** The same with rows that come from elsewhere; they are settled before it returns. */
    public Flow flow(RowStream rows, Connection target, String copyIn) throws E, InterruptedException {
        Flow flow = flow(rows::next, target, copyIn);
        try {
            rows.settle();
        } catch (SQLException e) {
            throw failures.ofSource(e);
        }
        return flow;
    }

    /** Where rows come from; null after the last one. */
    private interface Rows {
        byte @Nullable [] next() throws SQLException;
    }

    private Flow flow(Rows out, Connection target, String copyIn) throws E, InterruptedException {
        CopyIn in =
                ofTarget(() -> target.unwrap(PGConnection.class).getCopyAPI().copyIn(copyIn));
        try {
            pump(out, in);
            long rows = ofTarget(in::endCopy);
            return new Flow(rows, bytes);
        } finally {
            endIfActive(target, in);
        }
    }

    private void pump(Rows out, CopyIn in) throws E, InterruptedException {
        for (byte[] read = read(out); read != null; read = read(out)) {
            byte[] row = mapped(read);
            if (filled + row.length > LARGEST_PIECE) {
                sendPiece(in);
                pause();
            }
            if (row.length > LARGEST_PIECE) {
                send(in, row, row.length);
            } else {
                add(row);
            }
            newRows++;
        }
        sendPiece(in);
        pause();
    }

    private byte[] mapped(byte[] read) throws E {
        try {
            return lines.apply(read);
        } catch (UnmappableRow e) {
            throw failures.ofSource(new SQLDataException(e.getMessage(), PgErrors.DATA_EXCEPTION, e));
        }
    }

    private byte @Nullable [] read(Rows out) throws E {
        try {
            return out.next();
        } catch (SQLException e) {
            throw failures.ofSource(e);
        }
    }

    /** The piece begins small: many a flow is of one row. */
    private void add(byte[] row) {
        int needed = filled + row.length;
        if (needed > piece.length) {
            piece = Arrays.copyOf(piece, Math.min(LARGEST_PIECE, Math.max(needed, 2 * piece.length)));
        }
        System.arraycopy(row, 0, piece, filled, row.length);
        filled = needed;
    }

    private void sendPiece(CopyIn in) throws E {
        if (filled > 0) {
            send(in, piece, filled);
            filled = 0;
        }
    }

    private void send(CopyIn in, byte[] from, int length) throws E {
        try {
            in.writeToCopy(from, 0, length);
            newBytes += length;
        } catch (SQLException e) {
            throw failures.ofTarget(e);
        }
    }

    private void pause() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while rows were flowing");
        }
        pace.passed(newRows, newBytes);
        bytes += newBytes;
        newRows = 0;
        newBytes = 0;
    }

    private interface Call<T> {
        T make() throws SQLException;
    }

    private <T> T ofSource(Call<T> call) throws E {
        try {
            return call.make();
        } catch (SQLException e) {
            throw failures.ofSource(e);
        }
    }

    private <T> T ofTarget(Call<T> call) throws E {
        try {
            return call.make();
        } catch (SQLException e) {
            throw failures.ofTarget(e);
        }
    }

    /**
     * A statement that has ended is left alone. One that has not takes its connection with it: the driver's own way to
     * cancel a COPY can leave answers behind that the connection's next user would take for his.
     */
    public static void endIfActive(Connection connection, CopyOperation operation) {
        if (!operation.isActive()) {
            return;
        }
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            // it is broken already
            return;
        }
    }
}
