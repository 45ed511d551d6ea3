package dev.theseus.jdbc.noting;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Makes statements note what they change. Immutable; safe for several threads. */
public final class StatementNoting {

    private final KnownTables tables;

    StatementNoting(KnownTables tables) {
        this.tables = tables;
    }

    /**
     * Reads which tables are captured, and what ties them together. Whoever changes the schema reads it again.
     *
     * @param old whose sessions are those of the client: their search path says what a name without a schema means
     * @throws SQLException if the bookkeeping is not there, or the server is away
     */
    public static StatementNoting of(DataSource old) throws SQLException {
        try (Connection connection = old.getConnection()) {
            return new StatementNoting(KnownTablesReader.read(connection));
        }
    }

    /** How many tables are captured. */
    public int captured() {
        return tables.numbers().size();
    }

    /**
     * @param sql one or several commands; its parameters keep their places
     * @throws IllegalStateException if it names a table without its schema and two captured ones could be meant
     */
    public Noted note(String sql) {
        return new Rewriting(sql, tables).noted();
    }
}
