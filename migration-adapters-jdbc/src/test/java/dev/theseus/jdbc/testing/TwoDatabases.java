package dev.theseus.jdbc.testing;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Old and new for one test, of whatever kinds they are, as a contract speaks of them. */
public interface TwoDatabases extends AutoCloseable {

    void old(String sql) throws SQLException;

    void target(String sql) throws SQLException;

    /** Runs statements on both sides, for tables that have the same shape there. */
    default void both(String sql) throws SQLException {
        old(sql);
        target(sql);
    }

    /** The rows of a query, each as PostgreSQL prints a record. */
    List<String> rows(Side side, String query) throws SQLException;

    /** A single value as text. */
    @Nullable String value(Side side, String query) throws SQLException;

    /** A plan for a table that has the same name and columns on both sides. */
    TablePlan plan(int number, String table, List<String> key, List<String> columns);

    @Override
    void close();
}
