package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Writes rows of COPY's text form into a temporary table on new, few large messages instead of one for each row. It is
 * used from within work on old, so it says itself which side failed. Closing it before it was committed writes nothing.
 */
final class SpoolWriter implements AutoCloseable {

    private static final int MESSAGE_BYTES = 64 << 10;

    private final Connection session;
    private final CopyIn copy;
    private final byte[] pending = new byte[MESSAGE_BYTES];
    private int filled;

    private SpoolWriter(Connection session, CopyIn copy) {
        this.session = session;
        this.copy = copy;
    }

    static SpoolWriter into(Connection session, String table) {
        return new SpoolWriter(
                session,
                onNew(session, s -> s.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + table + " FROM STDIN")));
    }

    void add(byte[] row) {
        if (filled + row.length > pending.length) {
            write(pending, filled);
            filled = 0;
        }
        if (row.length > pending.length) {
            write(row, row.length);
        } else {
            System.arraycopy(row, 0, pending, filled, row.length);
            filled += row.length;
        }
    }

    void commit() {
        write(pending, filled);
        onNew(session, s -> {
            long rows = copy.endCopy();
            s.commit();
            return rows;
        });
    }

    private void write(byte[] bytes, int length) {
        onNew(session, s -> {
            copy.writeToCopy(bytes, 0, length);
            return length;
        });
    }

    private static <T> T onNew(Connection session, SqlWork<T> work) {
        try {
            return work.on(session);
        } catch (SQLException e) {
            throw PgErrors.translate(Side.NEW, "spool digests", e);
        }
    }

    @Override
    public void close() {
        CopyPipe.endIfActive(session, copy);
    }
}
