package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.RowStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of some queries, one after the other, in one transaction of one session. The driver holds so many rows at a
 * time as it is told to fetch, the server keeps the rest.
 */
final class MariaRowStream implements RowStream {

    private static final int FETCHED = 500;

    private final Connection connection;
    private final Iterator<Query> queries;
    private final RowLines lines;
    private final Policy policy;
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet rows;

    /** A query that selects the columns of {@link RowLines#selected}, and the key's text after them. */
    record Query(String sql, List<?> values) {}

    /**
     * What is done about rows.
     *
     * @param wanted those that are sent; asked once for each row
     * @param unwritable what becomes of rows that can't be written
     * @param form what a line consists of
     */
    record Policy(Predicate<RowKey> wanted, Unwritable unwritable, Form form) {}

    /** What a line consists of. */
    enum Form {
        ROW,
        /** The row, and after it the text of its key. */
        ROW_AND_KEY
    }

    /** What becomes of rows that can't be written. */
    interface Unwritable {
        void refused(RowKey key, String what) throws SQLException;

        /** After the last row. */
        default void settle() {}
    }

    /** @param connection closed with the stream */
    MariaRowStream(Connection connection, List<Query> queries, RowLines lines, Policy policy) {
        this.connection = connection;
        this.queries = queries.iterator();
        this.lines = lines;
        this.policy = policy;
    }

    @Override
    public byte @Nullable [] next() throws SQLException {
        try {
            byte[] line = null;
            while (line == null && advance()) {
                line = line(row());
            }
            return line;
        } catch (SQLException e) {
            throw MariaErrors.known(e);
        }
    }

    /** @return whether there is a row */
    private boolean advance() throws SQLException {
        while (true) {
            ResultSet current = rows;
            if (current != null && current.next()) {
                return true;
            }
            endQuery();
            if (!queries.hasNext()) {
                return false;
            }
            begin(queries.next());
        }
    }

    private ResultSet row() {
        ResultSet current = rows;
        if (current == null) {
            throw new IllegalStateException("There is no row");
        }
        return current;
    }

    private void begin(Query query) throws SQLException {
        PreparedStatement next = connection.prepareStatement(query.sql());
        statement = next;
        next.setFetchSize(FETCHED);
        MariaSql.bind(next, 1, query.values());
        rows = next.executeQuery();
    }

    private byte @Nullable [] line(ResultSet row) throws SQLException {
        String keyText = row.getString(lines.columns().size() + 1);
        RowKey key = KeyText.parse(keyText);
        if (!policy.wanted().test(key)) {
            return null;
        }
        try {
            byte[] line = lines.line(row);
            return switch (policy.form()) {
                case ROW -> line;
                case ROW_AND_KEY -> withKey(line, keyText);
            };
        } catch (RowLines.Refused e) {
            policy.unwritable().refused(key, e.getMessage());
            return null;
        }
    }

    private static byte[] withKey(byte[] line, String keyText) {
        byte[] key = CopyText.of(keyText).getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(line, line.length + key.length + 1);
        both[line.length - 1] = '\t';
        System.arraycopy(key, 0, both, line.length, key.length);
        both[both.length - 1] = '\n';
        return both;
    }

    private void endQuery() throws SQLException {
        PreparedStatement ended = statement;
        statement = null;
        rows = null;
        if (ended != null) {
            ended.close();
        }
    }

    @Override
    public void settle() throws SQLException, InterruptedException {
        try {
            endQuery();
            connection.commit();
            policy.unwritable().settle();
            MariaDurability.await(connection);
        } catch (SQLException e) {
            throw MariaErrors.known(e);
        }
    }

    /** Ends the query under way, if it was not read to its end, with its session. */
    @Override
    public void close() throws SQLException {
        if (rows == null) {
            connection.close();
        } else {
            connection.abort(Runnable::run);
            connection.close();
        }
    }
}
