package dev.theseus.jdbc.comparison;

import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * All rows that a query prints on one side in the order of their keys, as lines of COPY's text form. A line begins with
 * the bytes of the key's text in UTF-8, in hexadecimal digits: they order a server's rows and lines of both sides
 * alike, whatever the key's type, collation and encoding are.
 */
final class SortedRows implements AutoCloseable {

    private final Connection connection;
    private final CopyOut copy;
    private final int keyColumns;
    private long count;

    private SortedRows(Connection connection, CopyOut copy, int keyColumns) {
        this.connection = connection;
        this.copy = copy;
        this.keyColumns = keyColumns;
    }

    static SortedRows open(PgDatabase database, PrintedRows rows) throws SQLException {
        Connection connection = database.connect();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL row_security = off; SET LOCAL work_mem = '64MB'");
            CopyOut copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (%s) TO STDOUT".formatted(query(rows)));
            return new SortedRows(connection, copy, rows.key().size());
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private static String query(PrintedRows rows) {
        String order = rows.key().stream()
                .map("convert_to((%s)::text, 'UTF8')"::formatted)
                .collect(Collectors.joining(", "));
        String positions = IntStream.rangeClosed(1, rows.key().size())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", "));
        return "SELECT %s, %s FROM %s ORDER BY %s"
                .formatted(order, String.join(", ", rows.columns()), rows.from(), positions);
    }

    /** The next row, or null after the last. */
    @Nullable
    RowLine next() throws SQLException {
        byte[] line = copy.readFromCopy();
        if (line == null) {
            return null;
        }
        count++;
        return new RowLine(line, keyColumns);
    }

    /** Rows read so far. */
    long count() {
        return count;
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            giveUp();
            return;
        }
        try (connection) {
            connection.rollback();
        }
    }

    private void giveUp() {
        CopyPipe.endIfActive(connection, copy);
        try {
            connection.close();
        } catch (SQLException e) {
            // the pool has seen that it is gone, which was the aim
            return;
        }
    }
}
