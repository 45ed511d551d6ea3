package dev.theseus.messaging;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A control database of its own for one test, on a server that all tests of a JVM share. */
public final class TestControlDatabase implements AutoCloseable {

    private static final EmbeddedPostgres SERVER = start();
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String url;
    private final HikariDataSource pool;

    private TestControlDatabase(String url) {
        this.url = url;
        this.pool = TestPools.open(url);
    }

    public static TestControlDatabase create() {
        String name = "control" + NUMBER.incrementAndGet();
        execute(SERVER.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE " + name);
        TestControlDatabase database = new TestControlDatabase(SERVER.getJdbcUrl("postgres", name));
        database.execute(ControlPlane.ddl());
        return database;
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return url;
    }

    public DataSource source() {
        return pool;
    }

    public void execute(String sql) {
        execute(url, sql);
    }

    public List<String> texts(String query) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void execute(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
