package dev.theseus.jdbc.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.throttle.Load;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PgLoadProbeTest {

    private TestDatabases databases;
    private PgLoadProbe probe;

    @BeforeEach
    void begin() throws SQLException {
        databases = TestDatabases.create();
        for (Side side : Side.values()) {
            databases.on(side).inTransaction("prepare", c -> {
                try (Statement statement = c.createStatement()) {
                    return statement.execute(PgThrottles.ddl(side));
                }
            });
        }
        probe = new PgLoadProbe(
                databases.on(Side.OLD), databases.on(Side.NEW), () -> Duration.ofMillis(1234), InstantSource.system());
    }

    @AfterEach
    void end() {
        probe.close();
        databases.close();
    }

    @Test
    void idle_servers_show_no_traffic_and_a_commit_takes_some_time() {
        Load load = measured();

        assertThat(load.traffic()).isEqualTo(Load.Traffic.NONE);
        assertThat(load.activeSessions()).isZero();
        assertThat(load.commitLatency()).isPositive().isLessThan(Duration.ofSeconds(5));
        assertThat(load.lag()).isEqualTo(Duration.ofMillis(1234));
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void a_session_at_work_on_either_server_is_seen(Side side) throws Exception {
        try (Connection blocker = databases.session(side);
                Connection client = databases.session(side);
                Statement locking = blocker.createStatement();
                Statement waiting = client.createStatement()) {
            locking.execute("SELECT pg_advisory_lock(77)");
            CompletableFuture<Boolean> work = CompletableFuture.supplyAsync(() -> {
                try {
                    return waiting.execute("SELECT pg_advisory_lock(77)");
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
            });

            await().until(() -> measured().activeSessions() == 1);
            assertThat(measured().traffic()).isEqualTo(Load.Traffic.SEEN);
            locking.execute("SELECT pg_advisory_unlock(77)");
            work.join();
        }
    }

    @Test
    void a_session_between_two_short_statements_is_traffic() throws SQLException {
        try (Connection client = databases.session(Side.OLD);
                Statement statement = client.createStatement()) {
            await().until(() -> {
                statement.execute("SELECT 1");
                return measured().traffic() == Load.Traffic.SEEN;
            });
            assertThat(measured().activeSessions()).isZero();
        }
    }

    @Test
    void when_a_server_does_not_answer_the_last_measurement_grows_old() {
        measured();
        databases.on(Side.NEW).close();
        await().until(() -> {
            Instant last = measured().measuredAt();
            return Duration.between(last, Instant.now()).compareTo(Duration.ofSeconds(3)) > 0;
        });
    }

    private Load measured() {
        return await().until(probe::last, Optional::isPresent).orElseThrow();
    }
}
