package dev.theseus.jdbc.apply;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyOperation;
import org.postgresql.copy.CopyOut;

/** Streams one COPY into another, row by row, so that memory holds one row at a time. */
final class CopyPipe {

    private CopyPipe() {}

    /**
     * Copies from the source into the target.
     *
     * @return how many rows went through
     * @throws SourceFailed if it was the source that failed
     */
    static long stream(Connection source, String copyOut, Connection target, String copyIn) throws SQLException {
        CopyOut out = SourceFailed.orResult(
                () -> source.unwrap(PGConnection.class).getCopyAPI().copyOut(copyOut));
        try {
            CopyIn in = target.unwrap(PGConnection.class).getCopyAPI().copyIn(copyIn);
            try {
                return pump(out, in);
            } finally {
                cancelIfActive(in);
            }
        } finally {
            abandonIfActive(source, out);
        }
    }

    private static long pump(CopyOut out, CopyIn in) throws SQLException {
        while (true) {
            byte[] row = SourceFailed.orResult(out::readFromCopy);
            if (row == null) {
                return in.endCopy();
            }
            in.writeToCopy(row, 0, row.length);
        }
    }

    /** A session with a COPY under way would wait for itself when it is rolled back. */
    private static void cancelIfActive(CopyOperation operation) throws SQLException {
        if (operation.isActive()) {
            operation.cancelCopy();
        }
    }

    /**
     * A source whose rows nobody takes any more is given up with its session: to cancel its COPY leaves the driver
     * without having read to the end, and the session's next user would take what is left for his own answers.
     */
    private static void abandonIfActive(Connection source, CopyOut out) throws SQLException {
        if (out.isActive()) {
            source.abort(Runnable::run);
        }
    }
}
