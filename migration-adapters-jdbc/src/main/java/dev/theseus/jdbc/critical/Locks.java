package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.PgStripes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;

/**
 * The locks of keys. They are rows, so they outlive the session, the node and the server, and need no session of their
 * own: whoever meets one knows by it that the write is not settled.
 */
final class Locks {

    private Locks() {}

    /**
     * Who has a key.
     *
     * @param write in the journal
     * @param state of it
     */
    record Holder(long write, String state) {}

    /** Whether all keys of a table were locked. */
    enum Taken {
        ALL,
        NOT_ALL
    }

    /** Waits for those who are about to take one; an unsettled write is not waited for. */
    static Taken take(Connection connection, long write, ImagedTable table, Collection<RowKey> keys)
            throws SQLException {
        String sql = wanted(table) + ", taken AS (INSERT INTO theseus.critical_lock (table_no, lock, write_id) SELECT "
                + table.number() + ", lock, ? FROM wanted ORDER BY lock ON CONFLICT DO NOTHING RETURNING 1)"
                + " SELECT (SELECT count(*) FROM wanted) = (SELECT count(*) FROM taken)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, KeyJson.of(keys));
            statement.setLong(2, write);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1) ? Taken.ALL : Taken.NOT_ALL;
            }
        }
    }

    /** Some write that has one of the keys. */
    static Optional<Holder> holder(Connection connection, ImagedTable table, Collection<RowKey> keys)
            throws SQLException {
        String sql = wanted(table) + " SELECT w.id, w.state FROM theseus.critical_lock l"
                + " JOIN theseus.critical_write w ON w.id = l.write_id WHERE l.table_no = " + table.number()
                + " AND l.lock IN (SELECT lock FROM wanted) ORDER BY w.state, w.id LIMIT 1";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, KeyJson.of(keys));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? Optional.of(new Holder(row.getLong(1), row.getString(2))) : Optional.empty();
            }
        }
    }

    private static String wanted(ImagedTable table) {
        String key = table.grain() == PgStripes.Grain.BY_KEY ? table.askedKey("a") : "ARRAY['*']";
        return "WITH wanted AS (SELECT DISTINCT pg_catalog.sha256(pg_catalog.convert_to((" + key
                + ")::pg_catalog.text, 'UTF8')) AS lock FROM "
                + table.match().asked("?::pg_catalog.jsonb") + " a)";
    }
}
