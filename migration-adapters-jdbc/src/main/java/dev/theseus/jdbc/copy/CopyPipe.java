package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.jdbc.postgres.PgErrors;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/**
 * Lets the rows of one COPY flow into another, once. The source sends row by row; small rows travel on in larger
 * pieces, a large one as it is, so that no more than one row and one piece are in memory.
 */
final class CopyPipe {

    private static final int PIECE = 128 << 10;

    private final String attempted;
    private final Throttle throttle;
    private final byte[] piece = new byte[PIECE];
    private int filled;
    private long newRows;
    private long newBytes;
    private long bytes;

    /** @param attempted as a phrase that follows "tried to" */
    CopyPipe(String attempted, Throttle throttle) {
        this.attempted = attempted;
        this.throttle = throttle;
    }

    /**
     * What flowed.
     *
     * @param rows as the target counted them
     * @param bytes as they went over the wire
     */
    record Flow(long rows, long bytes) {}

    /**
     * Runs both statements to their ends. Where it fails, both connections stay usable, unless it was them that failed.
     */
    Flow flow(Connection old, String copyOut, Connection target, String copyIn) throws InterruptedException {
        CopyOut out =
                ask(Side.OLD, () -> old.unwrap(PGConnection.class).getCopyAPI().copyOut(copyOut));
        try {
            return flow(out, target, copyIn);
        } finally {
            cancel(old, out);
        }
    }

    private Flow flow(CopyOut out, Connection target, String copyIn) throws InterruptedException {
        CopyIn in = ask(
                Side.NEW, () -> target.unwrap(PGConnection.class).getCopyAPI().copyIn(copyIn));
        try {
            pump(out, in);
            long rows = ask(Side.NEW, in::endCopy);
            return new Flow(rows, bytes);
        } finally {
            cancel(target, in);
        }
    }

    private void pump(CopyOut out, CopyIn in) throws InterruptedException {
        for (byte[] row = read(out); row != null; row = read(out)) {
            if (filled + row.length > PIECE) {
                sendPiece(in);
                pace();
            }
            if (row.length > PIECE) {
                send(in, row, row.length);
            } else {
                System.arraycopy(row, 0, piece, filled, row.length);
                filled += row.length;
            }
            newRows++;
        }
        sendPiece(in);
        pace();
    }

    private byte @Nullable [] read(CopyOut out) {
        try {
            return out.readFromCopy();
        } catch (SQLException e) {
            throw PgErrors.translate(Side.OLD, attempted, e);
        }
    }

    private void sendPiece(CopyIn in) {
        if (filled > 0) {
            send(in, piece, filled);
            filled = 0;
        }
    }

    private void send(CopyIn in, byte[] from, int length) {
        try {
            in.writeToCopy(from, 0, length);
            newBytes += length;
        } catch (SQLException e) {
            throw PgErrors.translate(Side.NEW, attempted, e);
        }
    }

    private void pace() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Interrupted while it tried to " + attempted);
        }
        throttle.passed(newRows, newBytes);
        bytes += newBytes;
        newRows = 0;
        newBytes = 0;
    }

    private interface Call<T> {
        T make() throws SQLException;
    }

    private <T> T ask(Side side, Call<T> call) {
        try {
            return call.make();
        } catch (SQLException e) {
            throw PgErrors.translate(side, attempted, e);
        }
    }

    /**
     * A statement that has ended is left alone. One that has not takes its connection with it: the driver's own way to
     * cancel a COPY can leave answers behind that the connection's next user would take for his.
     */
    private static void cancel(Connection connection, CopyOperation operation) {
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
