package dev.theseus.jdbc.catalog;

import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Statement;

/** Transactions in which the server itself refuses to change anything, and in which all queries see one state. */
final class ReadOnly {

    private ReadOnly() {}

    static <T> T on(PgDatabase database, String attempted, SqlWork<T> work) {
        return database.inTransaction(attempted, connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            }
            return work.on(connection);
        });
    }
}
