package dev.theseus.jdbc.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/** Work on one connection, inside one transaction. */
@FunctionalInterface
public interface SqlWork<T extends @org.jspecify.annotations.Nullable Object> {
    T on(Connection connection) throws SQLException;
}
