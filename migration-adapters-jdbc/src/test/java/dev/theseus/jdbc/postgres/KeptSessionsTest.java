package dev.theseus.jdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptSessionsTest {

    private static final String SETTINGS =
            "SELECT concat_ws(' ', current_setting('search_path'), current_setting('TimeZone'), current_setting('statement_timeout'))";
    private static final String ROLE = "SELECT current_setting('session_replication_role')";

    private TestDatabases databases;

    @BeforeEach
    void create() throws SQLException {
        databases = TestDatabases.create();
        databases.target("CREATE ROLE modest LOGIN");
    }

    @AfterEach
    void drop() throws SQLException {
        databases.target("DROP ROLE modest");
        databases.close();
    }

    private HikariDataSource pool(Side side, String user) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(databases.url(side).replaceFirst("user=[^&]*", "user=" + user));
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    private static String asked(PgDatabase database, String query) {
        return database.inTransaction("ask", c -> Run.texts(c, query).getFirst());
    }

    @Test
    void aSessionIsSetOnceAndAnotherOneAgain() throws SQLException {
        try (HikariDataSource pool = pool(Side.OLD, "postgres")) {
            PgDatabase database = PgDatabase.keeping(Side.OLD, pool, Duration.ofSeconds(7));

            assertThat(asked(database, SETTINGS)).isEqualTo("pg_catalog UTC 7s");
            assertThat(directly(pool, SETTINGS)).as("left as it is").isEqualTo("pg_catalog UTC 7s");
            assertThat(directly(pool, "SET TimeZone = 'Asia/Tokyo'; " + SETTINGS))
                    .isEqualTo("pg_catalog Asia/Tokyo 7s");
            assertThat(asked(database, SETTINGS)).as("not set again").isEqualTo("pg_catalog Asia/Tokyo 7s");

            pool.getHikariPoolMXBean().softEvictConnections();
            assertThat(asked(database, SETTINGS)).isEqualTo("pg_catalog UTC 7s");
        }
    }

    private static String directly(HikariDataSource pool, String query) throws SQLException {
        try (Connection session = pool.getConnection()) {
            int last = query.lastIndexOf(';');
            if (last > 0) {
                Run.sql(session, query.substring(0, last));
            }
            List<String> found = Run.texts(session, query.substring(last + 1));
            return found.getFirst();
        }
    }

    @Test
    void aSessionWhoseSettingsWereRolledBackIsSetAgain() throws SQLException {
        try (HikariDataSource pool = pool(Side.OLD, "postgres")) {
            databases.old(
                    "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public', current_database()); END $$");
            PgDatabase database = PgDatabase.keeping(Side.OLD, pool, Duration.ofSeconds(7));
            try (Connection session = database.connect()) {
                Run.sql(session, "SELECT 1");
                session.rollback();
            }

            assertThat(asked(database, SETTINGS)).isEqualTo("pg_catalog UTC 7s");
        }
    }

    @ParameterizedTest
    @CsvSource({"OLD, postgres, origin", "NEW, postgres, replica", "NEW, modest, origin"})
    void triggersOfNewRestWhereThatIsPermitted(Side side, String user, String role) {
        try (HikariDataSource pool = pool(side, user)) {
            PgDatabase database = PgDatabase.keeping(side, pool, Duration.ofSeconds(7));

            assertThat(asked(database, ROLE)).isEqualTo(role);
            assertThat(asked(database, ROLE)).as("the second time").isEqualTo(role);
        }
    }
}
