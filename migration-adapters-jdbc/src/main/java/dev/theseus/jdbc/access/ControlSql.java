package dev.theseus.jdbc.access;

import dev.theseus.domain.access.AccessStoreFailed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Statements on the control database, each in a transaction of its own. */
record ControlSql(DataSource database) {

    /** Binds the parameters of a statement. */
    @FunctionalInterface
    interface Binding {
        Binding NOTHING = statement -> {};

        void to(PreparedStatement statement) throws SQLException;
    }

    /** Makes a value of a row. */
    @FunctionalInterface
    interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(PreparedStatement statement) throws SQLException;
    }

    /** @return how many rows were changed */
    int change(String what, String sql, Binding binding) {
        return run(what, sql, statement -> {
            binding.to(statement);
            return statement.executeUpdate();
        });
    }

    <T> List<T> rows(String what, String sql, Binding binding, Reading<T> reading) {
        return run(what, sql, statement -> {
            binding.to(statement);
            List<T> all = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    all.add(reading.of(rows));
                }
            }
            return all;
        });
    }

    private <T> T run(String what, String sql, Work<T> work) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            T result = work.on(statement);
            connection.commit();
            return result;
        } catch (SQLException failed) {
            throw new AccessStoreFailed(
                    "The control database could not " + what + " (SQLSTATE " + failed.getSQLState()
                            + "). Check that it runs, then try again.",
                    failed);
        }
    }
}
