package dev.theseus.jdbc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.RunLock;
import dev.theseus.domain.process.RunLock.Held;
import dev.theseus.domain.process.RunLock.Standing;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgRunLockTest {

    private static final MigrationId SHOP = new MigrationId("shop");

    private static final String OF_RUNS =
            " FROM pg_stat_activity WHERE application_name = 'theseus run' AND datname = current_database()";
    private static final String END_SESSIONS = "SELECT pg_terminate_backend(pid)" + OF_RUNS;
    private static final String SESSIONS = "SELECT count(*)" + OF_RUNS;

    private TestDatabases databases;
    private RunLock lock;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        lock = new PgRunLock(new ControlAddress(databases.url(Side.OLD), null, null));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void one_at_a_time_runs_a_migration() {
        try (Held held = lock.tryAcquire(SHOP).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(lock.tryAcquire(SHOP)).isEmpty();
        }
        Held again = lock.tryAcquire(SHOP).orElseThrow();
        again.close();
    }

    @Test
    void another_migration_is_no_obstacle() {
        try (Held shop = lock.tryAcquire(SHOP).orElseThrow();
                Held library = lock.tryAcquire(new MigrationId("library")).orElseThrow()) {
            assertThat(shop).isNotSameAs(library);
        }
    }

    @Test
    void a_session_that_ends_without_a_word_gives_the_lock_back() throws SQLException {
        Held lost = lock.tryAcquire(SHOP).orElseThrow();
        databases.old(END_SESSIONS);

        Optional<Held> taken = await().until(() -> lock.tryAcquire(SHOP), Optional::isPresent);
        taken.orElseThrow().close();
        lost.close();
    }

    @Test
    void whoever_lost_the_lock_takes_it_again_while_it_is_free() throws SQLException {
        try (Held held = lock.tryAcquire(SHOP).orElseThrow()) {
            assertThat(held.renew()).isEqualTo(Standing.HELD);
            endSessions();

            assertThat(held.renew()).isEqualTo(Standing.TAKEN_AGAIN);
            assertThat(held.renew()).isEqualTo(Standing.HELD);
            assertThat(lock.tryAcquire(SHOP)).isEmpty();
        }
        lock.tryAcquire(SHOP).orElseThrow().close();
    }

    @Test
    void whoever_lost_the_lock_to_another_hears_of_it() throws SQLException {
        try (Held lost = lock.tryAcquire(SHOP).orElseThrow()) {
            endSessions();
            try (Held another = lock.tryAcquire(SHOP).orElseThrow()) {
                assertThat(lost.renew()).isEqualTo(Standing.LOST);
                assertThat(another.renew()).isEqualTo(Standing.HELD);
            }
        }
    }

    @Test
    void while_the_server_lets_nobody_in_it_is_not_known_who_has_the_lock() throws SQLException {
        String database = databases.value(Side.OLD, "SELECT current_database()");
        try (Held held = lock.tryAcquire(SHOP).orElseThrow();
                Connection keeper =
                        DriverManager.getConnection(databases.url(Side.OLD).replace("/" + database, "/postgres"));
                Statement statement = keeper.createStatement()) {
            statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS false");
            statement.execute(END_SESSIONS.replace("current_database()", "'" + database + "'"));
            assertThat(held.renew()).isEqualTo(Standing.UNKNOWN);
            assertThat(held.renew()).isEqualTo(Standing.UNKNOWN);

            statement.execute("ALTER DATABASE " + database + " ALLOW_CONNECTIONS true");
            assertThat(held.renew()).isEqualTo(Standing.TAKEN_AGAIN);
        }
    }

    private void endSessions() throws SQLException {
        databases.old(END_SESSIONS);
        await().until(() -> "0".equals(databases.value(Side.OLD, SESSIONS)));
    }

    @Test
    void a_server_that_is_away_is_named_without_its_password() {
        RunLock nowhere =
                new PgRunLock(new ControlAddress("jdbc:postgresql://localhost:1/none?password=secret", "u", "secret"));

        assertThatThrownBy(() -> nowhere.tryAcquire(SHOP))
                .isInstanceOf(ControlDatabaseUnavailable.class)
                .hasMessageContaining("take the lock of migration shop")
                .hasMessageNotContaining("secret");
    }
}
