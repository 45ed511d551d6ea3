package dev.theseus.jdbc.testing;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A fresh pair of databases, old and new, for one test. Statements given to {@link #old(String)} and
 * {@link #target(String)} run as an ordinary client would run them; {@link #on(Side)} is what the adapters under test
 * use.
 */
public final class TestDatabases implements TwoDatabases {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String oldUrl;
    private final String newUrl;
    private final PgDatabase old;
    private final PgDatabase target;
    private final Runnable drop;

    private TestDatabases(String oldUrl, String newUrl, Runnable drop) {
        this.oldUrl = oldUrl;
        this.newUrl = newUrl;
        this.drop = drop;
        this.old = PgDatabase.open(Side.OLD, oldUrl, null, null, 16);
        this.target = PgDatabase.open(Side.NEW, newUrl, null, null, 16);
    }

    public static TestDatabases create() {
        String name = "t" + NUMBER.incrementAndGet();
        TestServers.create(name);
        return new TestDatabases(
                TestServers.url(Side.OLD, name), TestServers.url(Side.NEW, name), () -> TestServers.drop(name));
    }

    /** On servers of the test's own, which it may stop: they are reached at these URLs whenever they are up. */
    public static TestDatabases at(String oldUrl, String newUrl) {
        return new TestDatabases(oldUrl, newUrl, () -> {});
    }

    public PgDatabase on(Side side) {
        return side == Side.OLD ? old : target;
    }

    public String url(Side side) {
        return side == Side.OLD ? oldUrl : newUrl;
    }

    /** Runs statements on both sides, for tables that have the same shape there. */
    @Override
    public void both(String sql) throws SQLException {
        old(sql);
        target(sql);
    }

    @Override
    public void old(String sql) throws SQLException {
        execute(oldUrl, sql);
    }

    @Override
    public void target(String sql) throws SQLException {
        execute(newUrl, sql);
    }

    /** A client's own session, in autocommit mode; the test closes it. */
    public Connection session(Side side) throws SQLException {
        return DriverManager.getConnection(url(side));
    }

    /** The rows of a query, each as its record's text. */
    @Override
    public List<String> rows(Side side, String query) throws SQLException {
        try (Connection connection = session(side);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT r::text FROM (" + query + ") r")) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    /** A single value as text. */
    @Override
    public @Nullable String value(Side side, String query) throws SQLException {
        try (Connection connection = session(side);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** A plan for a table of the schema public that has the same name and columns on both sides. */
    @Override
    public TablePlan plan(int number, String table, List<String> key, List<String> columns) {
        TableName name = new TableName("public", table);
        return new TablePlan(
                number, name, name, key, columns, TablePlan.ExistingRows.REFUSE, TablePlan.CaptureMode.AUTOMATIC);
    }

    static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        old.close();
        target.close();
        drop.run();
    }
}
