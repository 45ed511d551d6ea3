package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.jdbc.testing.TwoDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A fresh MariaDB as old, a fresh PostgreSQL as new, and the adapters between them, prepared. */
final class MariaDatabases implements TwoDatabases {

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final String schema = "t" + NUMBER.incrementAndGet();
    final MariaDatabase old;
    final MariaAdapters adapters;
    private final TestDatabases postgres;

    private MariaDatabases(ZeroDates zeroDates) throws SQLException {
        execute(
                MariaServer.shared().url(""),
                "DROP DATABASE IF EXISTS theseus; CREATE DATABASE " + schema + " CHARACTER SET utf8mb4");
        postgres = TestDatabases.create();
        old = MariaDatabase.open(MariaServer.shared().url(""), null, null, 16);
        adapters = new MariaAdapters(old, target(), zeroDates);
        adapters.preparation().prepare(new MigrationId("from-mariadb"));
    }

    static MariaDatabases create() throws SQLException {
        return create(ZeroDates.SET_ASIDE);
    }

    static MariaDatabases create(ZeroDates zeroDates) throws SQLException {
        return new MariaDatabases(zeroDates);
    }

    PgDatabase target() {
        return postgres.on(Side.NEW);
    }

    /** A client's own session; the test closes it. */
    Connection session() throws SQLException {
        return DriverManager.getConnection(MariaServer.shared().url(schema));
    }

    Connection targetSession() throws SQLException {
        return postgres.session(Side.NEW);
    }

    @Override
    public void old(String sql) throws SQLException {
        execute(MariaServer.shared().url(schema), sql);
    }

    @Override
    public void target(String sql) throws SQLException {
        postgres.target(sql);
    }

    private static void execute(String url, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            boolean result = statement.execute(sql);
            // a later one of several statements fails only when its result is asked for
            while (result || statement.getUpdateCount() >= 0) {
                result = statement.getMoreResults();
            }
        }
    }

    @Override
    public List<String> rows(Side side, String query) throws SQLException {
        if (side == Side.NEW) {
            return postgres.rows(side, query);
        }
        try (Connection connection = session();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(printed(rows.getString(i)));
                }
                texts.add(values.stream().collect(Collectors.joining(",", "(", ")")));
            }
            return texts;
        }
    }

    private static String printed(@Nullable String value) {
        if (value == null) {
            return "";
        }
        boolean plain = !value.isEmpty() && value.chars().noneMatch(c -> " ,()\"\\".indexOf(c) >= 0);
        return plain ? value : "\"" + value.replace("\\", "\\\\").replace("\"", "\"\"") + "\"";
    }

    @Override
    public @Nullable String value(Side side, String query) throws SQLException {
        if (side == Side.NEW) {
            return postgres.value(side, query);
        }
        try (Connection connection = session();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    @Override
    public TablePlan plan(int number, String table, List<String> key, List<String> columns) {
        return new TablePlan(
                number,
                new TableName(schema, table),
                new TableName("public", table),
                key,
                columns,
                TablePlan.ExistingRows.REFUSE,
                TablePlan.CaptureMode.AUTOMATIC);
    }

    @Override
    public void close() {
        old.close();
        postgres.close();
        try {
            execute(MariaServer.shared().url(""), "DROP DATABASE " + schema);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
