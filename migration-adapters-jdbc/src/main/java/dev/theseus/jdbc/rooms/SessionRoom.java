package dev.theseus.jdbc.rooms;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The sessions that a role may have on a database.
 *
 * @param sessions the most at the same time, for all of its clients together
 * @param limit what sets it, as a person knows it: {@code max_connections}, or a limit of the role or the database
 */
public record SessionRoom(int sessions, String limit) {

    private static final String LIMITS = """
            SELECT sessions, what FROM (
              SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                - coalesce(current_setting('reserved_connections', true), '0')::int AS sessions, 'max_connections' AS what
              UNION ALL SELECT rolconnlimit, 'the connection limit of the role' FROM pg_roles
                WHERE rolname = current_user AND rolconnlimit >= 0
              UNION ALL SELECT datconnlimit, 'the connection limit of the database' FROM pg_database
                WHERE datname = current_database() AND datconnlimit >= 0) limits
            ORDER BY sessions LIMIT 1""";

    /** @throws SQLException if the server can't be asked */
    public static SessionRoom of(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(LIMITS)) {
            row.next();
            return new SessionRoom(row.getInt(1), row.getString(2));
        }
    }
}
