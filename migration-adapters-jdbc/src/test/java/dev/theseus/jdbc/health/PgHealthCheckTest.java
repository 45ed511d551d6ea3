package dev.theseus.jdbc.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.health.DatabaseHealth.Answers;
import dev.theseus.domain.health.DatabaseHealth.Writing;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgHealthCheckTest {

    private TestDatabases databases;

    @BeforeEach
    void createDatabases() throws SQLException {
        databases = TestDatabases.create();
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    private static DatabaseHealth look(PgDatabase database) {
        return PgHealths.check(database).look();
    }

    @Test
    void an_ordinary_server_is_writable_and_has_connections_left() throws SQLException {
        Answers before = (Answers) look(databases.on(Side.OLD));

        assertThat(before.writing()).isEqualTo(Writing.WRITABLE);
        assertThat(before.freeConnections()).isBetween(20, 118);

        try (Connection one = databases.session(Side.OLD);
                Connection two = databases.session(Side.OLD)) {
            assertThat(one.isValid(1) && two.isValid(1)).isTrue();
            assertThat(((Answers) look(databases.on(Side.OLD))).freeConnections())
                    .isLessThan(before.freeConnections());
        }
    }

    @Test
    void a_database_that_is_set_to_read_only_is_seen_though_our_own_sessions_may_write() throws SQLException {
        databases.old("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on',"
                + " current_database()); END $$");

        try (PgDatabase opened = PgDatabase.open(Side.OLD, databases.url(Side.OLD), null, null, 1)) {
            assertThat(look(opened))
                    .isInstanceOfSatisfying(
                            Answers.class, a -> assertThat(a.writing()).isEqualTo(Writing.READ_ONLY));
        }
    }

    @Test
    void a_server_that_is_not_there_is_away() {
        try (PgDatabase nowhere =
                PgDatabase.open(Side.OLD, "jdbc:postgresql://127.0.0.1:1/none?user=postgres", null, null, 1)) {
            assertThat(look(nowhere)).isEqualTo(new DatabaseHealth.Away());
        }
    }
}
