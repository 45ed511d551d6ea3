package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.KeyJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * The images of one table's rows in one critical write. They go from the table to the journal and back within the
 * server. All of it with settings of ours.
 */
final class RowImages {

    private final ImagedTable table;
    private final String quoted;
    private final String ofWrite;

    RowImages(ImagedTable table) {
        this.table = table;
        this.quoted = table.relation().quoted();
        this.ofWrite = "r.write_id = ? AND r.table_no = " + table.number();
    }

    /** Holds the rows that exist until the transaction ends. */
    void hold(Connection connection, Collection<RowKey> keys) throws SQLException {
        String sql = "SELECT FROM " + quoted + " t WHERE EXISTS (SELECT FROM "
                + table.match().asked("?::pg_catalog.jsonb") + " a WHERE "
                + table.match().isAsked("t", "a") + ") FOR UPDATE";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, KeyJson.of(keys));
            statement.execute();
        }
    }

    /** Keeps what the rows are before the write; those that do not exist too. */
    void keepBefore(Connection connection, long write, int place, Collection<RowKey> keys) throws SQLException {
        String sql = "INSERT INTO theseus.critical_row (write_id, table_no, place, key, before) SELECT DISTINCT ?, "
                + table.number() + ", ?, " + table.askedKey("a") + ", (SELECT " + table.image() + " FROM " + quoted
                + " t WHERE " + table.match().isAsked("t", "a") + ") FROM "
                + table.match().asked("?::pg_catalog.jsonb") + " a";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, write);
            statement.setInt(2, place);
            bindNames(connection, statement, 3);
            statement.setString(4, KeyJson.of(keys));
            statement.executeUpdate();
        }
    }

    /** Keeps which version of each row the write has made, and leaves out rows that it did not change. */
    void keepAfter(Connection connection, long write) throws SQLException {
        String sql = "UPDATE theseus.critical_row r SET after_version = t.xmin::pg_catalog.text, after_hash = "
                + hash(table.image()) + " FROM " + quoted + " t WHERE " + ofWrite + " AND "
                + table.isJournaled();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bindNames(connection, statement, 1);
            statement.setLong(2, write);
            statement.executeUpdate();
        }
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM theseus.critical_row r WHERE " + ofWrite
                        + " AND (r.after_hash IS NULL AND r.before IS NULL OR r.after_hash = "
                        + hash("r.before") + ")")) {
            statement.setLong(1, write);
            statement.executeUpdate();
        }
    }

    /** Holds the rows that the write has made, until the transaction ends. */
    void holdMade(Connection connection, long write) throws SQLException {
        update(
                connection,
                "SELECT FROM " + quoted + " t WHERE EXISTS (SELECT FROM theseus.critical_row r WHERE " + ofWrite
                        + " AND " + table.isJournaled() + ") FOR UPDATE",
                write);
    }

    /**
     * How many rows are not what the write made of them. The version tells even one that was written anew with the same
     * values: somebody was told that this had succeeded.
     */
    long changedByOthers(Connection connection, long write) throws SQLException {
        String sql =
                "SELECT count(*) FROM theseus.critical_row r LEFT JOIN LATERAL (SELECT t.xmin::pg_catalog.text AS v, "
                        + hash(table.image()) + " AS h FROM " + quoted + " t WHERE " + table.isJournaled()
                        + ") n ON true WHERE " + ofWrite
                        + " AND (n.v IS DISTINCT FROM r.after_version OR n.h IS DISTINCT FROM r.after_hash)";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            bindNames(connection, query, 1);
            query.setLong(2, write);
            return number(query);
        }
    }

    /** How many rows of others would be deleted or changed by a foreign key, if the inserted rows were deleted. */
    long dependents(Connection connection, long write) throws SQLException {
        long found = 0;
        for (ImagedTable.Dependent dependent : table.dependents()) {
            String sql = "SELECT count(*) FROM theseus.critical_row r JOIN " + quoted + " t ON " + table.isJournaled()
                    + " JOIN " + dependent.table() + " d ON " + dependent.condition() + " WHERE " + ofWrite
                    + " AND r.before IS NULL";
            try (PreparedStatement query = connection.prepareStatement(sql)) {
                query.setLong(1, write);
                found += number(query);
            }
        }
        return found;
    }

    /** Makes the rows what they were before. */
    void restore(Connection connection, long write) throws SQLException {
        update(
                connection,
                "DELETE FROM " + quoted + " t USING theseus.critical_row r WHERE " + ofWrite
                        + " AND r.before IS NULL AND " + table.isJournaled(),
                write);
        if (!table.updatable().isEmpty()) {
            String values = table.updatable().stream()
                    .map(c -> c.quoted() + " = " + ImagedTable.before(c))
                    .collect(Collectors.joining(", "));
            update(
                    connection,
                    "UPDATE " + quoted + " t SET " + values + " FROM theseus.critical_row r WHERE " + ofWrite
                            + " AND r.before IS NOT NULL AND r.after_hash IS NOT NULL AND " + table.isJournaled(),
                    write);
        }
        String values =
                table.relation().columns().stream().map(ImagedTable::before).collect(Collectors.joining(", "));
        update(
                connection,
                "INSERT INTO " + quoted + " (" + table.relation().columnList() + ") OVERRIDING SYSTEM VALUE SELECT "
                        + values + " FROM theseus.critical_row r WHERE " + ofWrite
                        + " AND r.before IS NOT NULL AND r.after_hash IS NULL",
                write);
    }

    private void update(Connection connection, String sql, long write) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, write);
            statement.execute();
        }
    }

    private void bindNames(Connection connection, PreparedStatement statement, int at) throws SQLException {
        statement.setArray(at, connection.createArrayOf("text", table.columnNames()));
    }

    private static String hash(String image) {
        return "pg_catalog.sha256(pg_catalog.convert_to((" + image + ")::pg_catalog.text, 'UTF8'))";
    }

    private static long number(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
