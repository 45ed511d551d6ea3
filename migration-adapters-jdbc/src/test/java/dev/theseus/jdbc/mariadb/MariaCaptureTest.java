package dev.theseus.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.capture.ChangeCapture.State;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry.Change.Truncated;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.capture.ChangeCaptureContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf(value = MariaServer.INSTALLED, disabledReason = MariaServer.NOT_INSTALLED)
class MariaCaptureTest extends ChangeCaptureContract<MariaDatabases> {

    @Override
    protected MariaDatabases databases() throws SQLException {
        return MariaDatabases.create();
    }

    @Override
    protected ChangeCapture capture(MariaDatabases databases) {
        return databases.adapters.capture();
    }

    @Override
    protected ChangeLog log(MariaDatabases databases) {
        return databases.adapters.log();
    }

    @Override
    protected void write(String... statements) throws SQLException {
        databases.old("BEGIN; " + String.join("; ", statements) + "; COMMIT");
    }

    @Override
    protected void writeAndRollBack(String statement) throws SQLException {
        databases.old("BEGIN; " + statement + "; ROLLBACK");
    }

    @Override
    protected void bind(String statement, List<String> values) throws SQLException {
        try (Connection session = databases.session();
                PreparedStatement prepared = session.prepareStatement(statement)) {
            for (int i = 0; i < values.size(); i++) {
                prepared.setString(i + 1, values.get(i));
            }
            prepared.execute();
        }
    }

    @Override
    protected List<String> damages() {
        return List.of(
                "DROP TRIGGER theseus_capture_1_delete",
                "CREATE OR REPLACE TRIGGER theseus_capture_1_insert AFTER INSERT ON item FOR EACH ROW SET @noted = 1");
    }

    @Override
    protected String quoted(String identifier) {
        return MariaSql.quoted(identifier);
    }

    @Override
    protected List<String> textTypes() {
        return List.of("varchar(40)", "varchar(40) COLLATE utf8mb4_nopad_bin");
    }

    @Override
    protected List<String> leftOvers() throws SQLException {
        return databases.rows(
                Side.OLD,
                "SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = '" + databases.schema
                        + "'");
    }

    @Test
    void keysHaveTheTextThatPostgresqlPrintsWhateverTheWritingSessionIsSetTo() throws SQLException {
        databases.old("""
                CREATE TABLE event (u bigint unsigned, z int(8) unsigned zerofill, n decimal(10,3), at timestamp(6), seen datetime(3),
                  day date, y year, b varbinary(9), c char(4), l varchar(20) CHARACTER SET latin1, e enum('x', 'y,z'), id uuid,
                  PRIMARY KEY (u, z, n, at, seen, day, y, b, c, l, e, id))""");
        List<String> columns = List.of("u", "z", "n", "at", "seen", "day", "y", "b", "c", "l", "e", "id");
        TablePlan event = plan(3, "event", columns, columns);
        capture.install(event);
        databases.old("""
                SET time_zone = '+09:00', sql_mode = 'NO_BACKSLASH_ESCAPES,ANSI_QUOTES,PAD_CHAR_TO_FULL_LENGTH', character_set_client = latin1;
                INSERT INTO event VALUES (18446744073709551615, 42, 1.5, '2024-02-01 12:00:00.1', '2024-02-01 12:00:00', '2024-02-29',
                  2024, x'DEAD', 'ab', CONVERT(x'6BE4' USING latin1), 'y,z', 'FFFFFFFF-0000-0000-0000-00000000000A')""");

        assertThat(noted(3))
                .containsExactly(key(
                        "18446744073709551615",
                        "42",
                        "1.500",
                        "2024-02-01 03:00:00.1+00",
                        "2024-02-01 12:00:00",
                        "2024-02-29",
                        "2024",
                        "\\xdead",
                        "ab",
                        "kä",
                        "y,z",
                        "ffffffff-0000-0000-0000-00000000000a"));
    }

    @Test
    void everyWayToWriteIsNotedUpsertsAndReplacementsIncluded() throws SQLException {
        databases.old("INSERT INTO item VALUES (1, 'a'), (2, 'b')");
        capture.install(item);
        write("REPLACE INTO item VALUES (1, 'x')");
        write("INSERT INTO item VALUES (2, 'z'), (4, 'z') ON DUPLICATE KEY UPDATE name = VALUES(name)");
        write("INSERT INTO item SELECT id + 10, name FROM item WHERE id = 4");
        write("UPDATE item a JOIN item b ON b.id = a.id + 1 SET a.name = 'joined' WHERE a.id = 1");

        assertThat(noted(1)).contains(key("1"), key("2"), key("4"), key("14"));
        assertThat(noted(1).getLast()).isEqualTo(key("1"));
    }

    @Test
    void aChangeOfCaseOfAKeyNotesBothTexts() throws SQLException {
        databases.old("CREATE TABLE tag (name varchar(20) PRIMARY KEY); INSERT INTO tag VALUES ('blue')");
        capture.install(plan(4, "tag", List.of("name"), List.of("name")));
        write("UPDATE tag SET name = 'Blue'");

        assertThat(noted(4)).containsExactlyInAnyOrder(key("blue"), key("Blue"));
    }

    @Test
    void aUserWithoutAnyRightOnOurDatabaseCanWrite() throws SQLException {
        capture.install(item);
        String user = "clerk_" + databases.schema;
        databases.old("CREATE USER " + user + "@localhost; GRANT ALL ON " + databases.schema + ".item TO " + user
                + "@localhost");
        String url = MariaServer.shared().url(databases.schema).replace("user=root", "user=" + user);
        try (Connection session = java.sql.DriverManager.getConnection(url);
                Statement statement = session.createStatement()) {
            statement.execute("INSERT INTO item VALUES (1, 'a')");
            statement.execute("DELETE FROM item");
        }
        databases.old("DROP USER " + user + "@localhost");

        assertThat(noted(1)).containsExactly(key("1"), key("1"));
    }

    @Test
    void truncatedPartitionsAndTablesOfAnyNameAreNoticedWithoutAnybodyLookingForThem() throws SQLException {
        databases.old("CREATE TABLE `Ödd na-me` (id int PRIMARY KEY) PARTITION BY RANGE (id)"
                + " (PARTITION a VALUES LESS THAN (10), PARTITION b VALUES LESS THAN (20));"
                + " INSERT INTO `Ödd na-me` VALUES (1), (11)");
        capture.install(plan(5, "Ödd na-me", List.of("id"), List.of("id")));
        write("ALTER TABLE `Ödd na-me` TRUNCATE PARTITION a");

        org.awaitility.Awaitility.await().until(() -> noted(5).equals(List.of(new Truncated())));
    }

    @Test
    void rowsThatForeignKeysWouldChangeWithoutATriggerAreRefused() throws SQLException {
        databases.old("CREATE TABLE part (id int PRIMARY KEY, item int, CONSTRAINT of_item FOREIGN KEY (item)"
                + " REFERENCES item (id) ON DELETE CASCADE)");

        assertThatThrownBy(() -> capture.install(plan(2, "part", List.of("id"), List.of("id", "item"))))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("part")
                .hasMessageContaining("of_item");
    }

    @Test
    void anOpenTransactionThatWroteUnnotedIsWaitedForAndNamedWhenPatienceEnds() throws SQLException {
        ChangeCapture hasty = databases.adapters.capture(Duration.ofMillis(100));
        try (Connection writer = databases.session();
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 'secret')");

            assertThatThrownBy(() -> hasty.install(item))
                    .isInstanceOf(CaptureRefused.class)
                    .hasMessageContaining("item")
                    .hasMessageContaining("root@localhost")
                    .hasMessageNotContaining("secret");
            // others pass, although the installation was tried
            databases.old("INSERT INTO item VALUES (2, 'passes')");
            writer.rollback();
        }
        hasty.install(item);

        assertThat(capture.state(item)).isEqualTo(State.INSTALLED);
        assertThat(noted(1)).isEmpty();
    }

    @Test
    void whatCannotBeCarriedIsRefusedByItsName() throws SQLException {
        databases.old("CREATE TABLE place (id int PRIMARY KEY, at point); CREATE TABLE plain (id int PRIMARY KEY) ENGINE=MyISAM;"
                + " CREATE TABLE approximate (f float PRIMARY KEY)");

        assertThatThrownBy(() -> capture.install(plan(6, "place", List.of("id"), List.of("id", "at"))))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("Column at")
                .hasMessageContaining("point");
        assertThatThrownBy(() -> capture.install(plan(7, "plain", List.of("id"), List.of("id"))))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("MyISAM");
        assertThatThrownBy(() -> capture.install(plan(8, "approximate", List.of("f"), List.of("f"))))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("key of");
    }
}
