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
    private static final String TEMPLATE = "with_tables";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    static {
        maintain("CREATE DATABASE " + TEMPLATE);
        execute(SERVER.getJdbcUrl("postgres", TEMPLATE), ControlPlane.ddl());
    }

    private final String name;
    private final String url;
    private final HikariDataSource pool;

    private TestControlDatabase(String name) {
        this.name = name;
        this.url = SERVER.getJdbcUrl("postgres", name);
        this.pool = TestPools.open(url);
    }

    public static TestControlDatabase create() {
        String name = "control" + NUMBER.incrementAndGet();
        maintain("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return new TestControlDatabase(name);
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("full_page_writes", "off")
                    .setServerConfig("wal_init_zero", "off")
                    .start();
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

    private static void maintain(String sql) {
        execute(SERVER.getJdbcUrl("postgres", "postgres"), sql);
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
        maintain("DROP DATABASE " + name + " WITH (FORCE)");
    }
}
