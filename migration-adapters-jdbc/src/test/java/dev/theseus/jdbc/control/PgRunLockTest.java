package dev.theseus.jdbc.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.RunLock;
import dev.theseus.domain.process.RunLock.Held;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgRunLockTest {

    private static final MigrationId SHOP = new MigrationId("shop");

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
        databases.old("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'theseus run'"
                + " AND datname = current_database()");

        Optional<Held> taken = await().until(() -> lock.tryAcquire(SHOP), Optional::isPresent);
        taken.orElseThrow().close();
        lost.close();
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
