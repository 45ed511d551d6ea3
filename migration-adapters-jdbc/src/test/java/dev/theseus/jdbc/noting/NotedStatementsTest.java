package dev.theseus.jdbc.noting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.noting.KnownTables.Server;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Noted statements on a real server; it understands what is written for older ones too. */
class NotedStatementsTest {

    private static final String MERGE = """
            merge into item as t using (select cast(? as int) id, cast(? as text) name) as s on (t.id=s.id)
            when not matched then insert (id, name) values (s.id, s.name) when matched then update set name=s.name""";

    private TestDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.old(PgCapture.ddl(Side.OLD));
        databases.old("""
                CREATE TABLE item (id int PRIMARY KEY, name text);
                CREATE TABLE part (id int PRIMARY KEY, item int REFERENCES item ON DELETE CASCADE);
                CREATE PROCEDURE nothing() LANGUAGE sql AS '';
                INSERT INTO item VALUES (1, 'a'), (2, 'b')""");
        var clients = PgCapture.captureByClients(databases.on(Side.OLD));
        clients.install(databases.plan(1, "item", List.of("id"), List.of("id")));
        clients.install(databases.plan(2, "part", List.of("id"), List.of("id")));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private String noted(Server server, String sql) throws SQLException {
        try (Connection connection = databases.session(Side.OLD)) {
            KnownTables known = KnownTablesReader.read(connection);
            return new StatementNoting(new KnownTables(known.tables(), known.visible(), server))
                    .note(sql)
                    .sql();
        }
    }

    private void run(Server server, String sql) throws SQLException {
        databases.old(noted(server, sql));
    }

    private List<String> log() throws SQLException {
        return databases.rows(Side.OLD, "SELECT table_no, key FROM theseus.change_log ORDER BY id");
    }

    @Test
    void whereTheOldKeyIsNotToldTheRelayIsToLookForWhatIsGone() throws SQLException {
        run(Server.NEW_ROWS, "UPDATE item SET id = 7 WHERE id = 1");

        assertThat(log()).containsExactlyInAnyOrder("(1,{7})", "(1,)");
    }

    @ParameterizedTest
    @EnumSource(Server.class)
    void mergesByKeyAreNotedInBatchesWithTheirCounts(Server server) throws SQLException {
        try (Connection session = databases.session(Side.OLD);
                PreparedStatement merge = session.prepareStatement(noted(server, MERGE))) {
            for (int id = 2; id <= 4; id++) {
                merge.setInt(1, id);
                merge.setString(2, "merged");
                merge.addBatch();
            }

            assertThat(merge.executeBatch()).containsExactly(1, 1, 1);
        }
        assertThat(log()).containsExactly("(1,{2})", "(1,{3})", "(1,{4})");
        assertThat(databases.value(Side.OLD, "SELECT count(*) FROM item WHERE name = 'merged'"))
                .isEqualTo("3");
    }

    @Test
    void aDriverThatAsksForGeneratedKeysFailsAndIsNotGivenThoseOfTheLog() throws SQLException {
        try (Connection session = databases.session(Side.OLD)) {
            String sql = noted(Server.NEW_ROWS, "INSERT INTO item VALUES (9, 'x')");

            assertThatThrownBy(() -> {
                        try (PreparedStatement insert = session.prepareStatement(sql, new String[] {"id"})) {
                            insert.executeUpdate();
                            insert.getGeneratedKeys().next();
                            throw new IllegalStateException("got a key");
                        }
                    })
                    .isInstanceOf(SQLException.class);
        }
    }

    /** A reader of the log relies on it: whoever has drawn an entry's number had a transaction's number before. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO item VALUES (9, 'x')",
                "INSERT INTO item VALUES (9, 'x') RETURNING id",
                "UPDATE item SET name = 'y'",
                "UPDATE item SET id = id + 10",
                "DELETE FROM item",
                "DELETE FROM item WHERE id = 99",
                "MERGE INTO item USING (SELECT 1 AS id) s ON item.id = s.id WHEN MATCHED THEN DELETE",
                "MERGE INTO item USING (SELECT 1 AS id) s ON item.id = s.id WHEN MATCHED THEN DO NOTHING",
                "TRUNCATE item CASCADE",
                "CALL nothing()"
            })
    void aTransactionHasItsNumberBeforeItDrawsThoseOfTheLog(String sql) throws SQLException {
        databases.old("""
                CREATE FUNCTION theseus.drawn() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN
                  IF pg_current_xact_id_if_assigned() IS NULL THEN RAISE EXCEPTION 'too early'; END IF;
                  RETURN nextval('theseus.change_log_id_seq');
                END $$;
                ALTER TABLE theseus.change_log ALTER id SET DEFAULT theseus.drawn()""");
        assertThatThrownBy(() -> databases.old("INSERT INTO theseus.change_log (table_no) VALUES (1)"))
                .hasMessageContaining("too early");

        for (Server server : Server.values()) {
            try (Connection session = databases.session(Side.OLD);
                    Statement statement = session.createStatement()) {
                session.setAutoCommit(false);
                statement.execute(noted(server, sql));
                session.rollback();
            }
        }
    }
}
