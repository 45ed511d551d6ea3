package dev.theseus.jdbc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.capture.ChangeCapture.State;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change;
import dev.theseus.domain.changelog.LogEntry.Change.KeyChanged;
import dev.theseus.domain.changelog.LogEntry.Change.Truncated;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every capture must do, whatever notes the changes. */
abstract class ChangeCaptureContract {

    protected TestDatabases databases;
    protected ChangeCapture capture;
    protected ChangeLog log;
    protected TablePlan item;

    abstract ChangeCapture capture(TestDatabases databases) throws SQLException;

    abstract ChangeLog log(TestDatabases databases);

    /** Runs statements in one session and transaction of a client whose changes are captured. */
    abstract void write(String... statements) throws SQLException;

    /** As {@link #write}, but rolls back in the end. */
    abstract void writeAndRollBack(String statement) throws SQLException;

    /** As {@link #write}, under another role. */
    abstract void writeAs(String role, String... statements) throws SQLException;

    /** One statement, in a session whose settings are others while it runs. */
    abstract void writeUnder(Map<String, String> settings, String statement) throws SQLException;

    /** One statement, with values bound to its question marks. */
    abstract void bind(String statement, List<String> values) throws SQLException;

    /** Statements each of which breaks the capture of {@link #item}. */
    abstract List<String> damages();

    @BeforeEach
    void createTable() throws SQLException {
        databases = TestDatabases.create();
        item = plan(1, "item", List.of("id"), List.of("id", "name"));
        capture = capture(databases);
        log = log(databases);
        databases.old("CREATE TABLE item (id int PRIMARY KEY, name text)");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    TablePlan plan(int number, String table, List<String> key, List<String> columns) {
        return databases.plan(number, table, key, columns);
    }

    /** What stands in the log of a table, oldest first. */
    List<Change> noted(int table) {
        return log.pending(Set.of(table), Set.of(), 100_000).stream()
                .map(LogEntry::change)
                .toList();
    }

    static Change key(String... parts) {
        return new KeyChanged(RowKey.of(parts));
    }

    @Test
    void everyInsertedUpdatedAndDeletedRowIsNoted() throws SQLException {
        capture.install(item);
        write("INSERT INTO item VALUES (1, 'a'), (2, 'b')");
        write("UPDATE item SET name = 'c' WHERE id = 2");
        write("DELETE FROM item WHERE id = 1");

        assertThat(noted(1)).containsExactly(key("1"), key("2"), key("2"), key("1"));
    }

    @Test
    void aChangeThatIsRolledBackIsNotNoted() throws SQLException {
        capture.install(item);
        writeAndRollBack("INSERT INTO item VALUES (1, 'a')");

        assertThat(noted(1)).isEmpty();
    }

    @Test
    void aChangeOfKeyNotesBothKeys() throws SQLException {
        databases.old("INSERT INTO item VALUES (1, 'a')");
        capture.install(item);
        write("UPDATE item SET id = 7");

        assertThat(noted(1)).containsExactlyInAnyOrder(key("1"), key("7"));
    }

    @Test
    void truncateIsNotedForTheTableAndForThoseItCascadesTo() throws SQLException {
        databases.old("CREATE TABLE part (id int PRIMARY KEY, item int REFERENCES item)");
        capture.install(item);
        capture.install(plan(2, "part", List.of("id"), List.of("id", "item")));
        write("TRUNCATE item CASCADE");

        assertThat(noted(1)).containsExactly(new Truncated());
        assertThat(noted(2)).containsExactly(new Truncated());
    }

    @Test
    void aRoleWithoutAnyRightOnOurSchemaCanWrite() throws SQLException {
        capture.install(item);
        String role = "clerk_" + databases.value(Side.OLD, "SELECT current_database()");
        databases.old("CREATE ROLE " + role + "; GRANT ALL ON item TO " + role);
        writeAs(
                role,
                "SET LOCAL search_path = ''",
                "INSERT INTO public.item VALUES (1, 'a')",
                "UPDATE public.item SET name = 'b'",
                "DELETE FROM public.item");

        assertThat(noted(1)).containsExactly(key("1"), key("1"), key("1"));
    }

    @Test
    void keysHaveOneTextFormWhateverTheWritingSessionIsSetTo() throws SQLException {
        databases.old("""
                CREATE TABLE event (at timestamptz, day date, span interval, f float8, b bytea, m money, days daterange,
                  PRIMARY KEY (at, day, span, f, b, m, days))""");
        TablePlan event = plan(
                3,
                "event",
                List.of("at", "day", "span", "f", "b", "m", "days"),
                List.of("at", "day", "span", "f", "b", "m", "days"));
        capture.install(event);
        String insert = """
                INSERT INTO event VALUES ('2024-02-01 12:00:00+00', DATE '2024-02-01', '1 day 02:03:04', 0.1::float8 + 0.2,
                  '\\xDEADBEEF', 12.5::numeric::money, daterange(DATE '2024-02-01', DATE '2024-03-01'))""";
        write(insert);
        write("DELETE FROM event");
        writeUnder(
                Map.of(
                        "DateStyle", "SQL, DMY",
                        "IntervalStyle", "iso_8601",
                        "TimeZone", "Asia/Tokyo",
                        "extra_float_digits", "-5",
                        "bytea_output", "escape"),
                insert);

        assertThat(noted(3))
                .hasSize(3)
                .containsOnly(key(
                        "2024-02-01 12:00:00+00",
                        "2024-02-01",
                        "1 day 02:03:04",
                        "0.30000000000000004",
                        "\\xdeadbeef",
                        "$12.50",
                        "[2024-02-01,2024-03-01)"));
    }

    @Test
    void keysOfAnyTextComeThrough() throws SQLException {
        databases.old(
                "CREATE TABLE \"Odd\" (\"Ke\"\"y\" text, \"n'o\" varchar COLLATE \"POSIX\", PRIMARY KEY (\"Ke\"\"y\", \"n'o\"))");
        TablePlan odd = plan(4, "Odd", List.of("Ke\"y", "n'o"), List.of("Ke\"y", "n'o"));
        capture.install(odd);
        List<RowKey> keys = List.of(
                RowKey.of("", ""),
                RowKey.of("a\\b\"c'{}", ","),
                RowKey.of("NULL", "\t\n\u0001"),
                RowKey.of("käse🧀", "\u202e"));
        for (RowKey key : keys) {
            bind("INSERT INTO \"Odd\" VALUES (?, ?)", key.parts());
        }

        assertThat(noted(4))
                .containsExactlyElementsOf(
                        keys.stream().<Change>map(KeyChanged::new).toList());
        assertThat(log.pendingOf(odd, keys)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void aKeyTooLongForAnIndexOfItsTextDoesNotFailTheWrite() throws SQLException {
        databases.old("CREATE TABLE blob_key (id bytea PRIMARY KEY)");
        capture.install(plan(5, "blob_key", List.of("id"), List.of("id")));
        write("INSERT INTO blob_key SELECT string_agg(sha256(i::text::bytea), '') FROM generate_series(1, 80) i");

        assertThat(noted(5)).hasSize(1);
    }

    @Test
    void partitionsThatComeAndGoWithTheirRowsAreMadeUpForWhenCaptureIsInstalledAgain() throws SQLException {
        databases.old("""
                CREATE TABLE log_line (day int, id int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
                CREATE TABLE log_line_1 PARTITION OF log_line FOR VALUES FROM (1) TO (2)""");
        TablePlan lines = plan(6, "log_line", List.of("day", "id"), List.of("day", "id"));
        capture.install(lines);
        databases.old("""
                CREATE TABLE log_line_2 (day int NOT NULL, id int NOT NULL, PRIMARY KEY (day, id)); INSERT INTO log_line_2 VALUES (2, 5);
                ALTER TABLE log_line ATTACH PARTITION log_line_2 FOR VALUES FROM (2) TO (3)""");
        databases.old("DROP TABLE log_line_1");

        assertThat(capture.state(lines)).isEqualTo(State.DAMAGED);
        capture.install(lines);
        assertThat(capture.state(lines)).isEqualTo(State.INSTALLED);
        assertThat(noted(6)).containsExactlyInAnyOrder(key("2", "5"), new Truncated());
        write("TRUNCATE log_line_2");
        assertThat(noted(6)).hasSize(3);
    }

    @Test
    void removedCaptureLeavesNothingOnTheTableAndCanBeInstalledAgain() throws SQLException {
        capture.install(item);
        capture.remove(item);
        capture.remove(item);

        assertThat(capture.state(item)).isEqualTo(State.ABSENT);
        assertThat(databases.rows(Side.OLD, "SELECT tgname FROM pg_trigger WHERE tgrelid = 'item'::regclass"))
                .isEmpty();
        assertThat(databases.rows(Side.OLD, "SELECT proname FROM pg_proc WHERE pronamespace = 'theseus'::regnamespace"))
                .isEmpty();
        write("INSERT INTO item VALUES (1, 'a')");
        assertThat(noted(1)).isEmpty();
        capture.install(item);
        write("DELETE FROM item");
        assertThat(noted(1)).containsExactly(key("1"));
    }

    @Test
    void mergeAndUpsertAreNoted() throws SQLException {
        databases.old("INSERT INTO item VALUES (1, 'a'), (2, 'b')");
        capture.install(item);
        write("""
                MERGE INTO item USING (VALUES (1, 'x'), (3, 'y')) v(id, name) ON item.id = v.id
                WHEN MATCHED THEN UPDATE SET name = v.name WHEN NOT MATCHED THEN INSERT VALUES (v.id, v.name)""");
        write("INSERT INTO item VALUES (2, 'z'), (4, 'z') ON CONFLICT (id) DO UPDATE SET name = excluded.name");

        assertThat(noted(1)).containsExactlyInAnyOrder(key("1"), key("3"), key("2"), key("4"));
    }

    @Test
    void rowsThatForeignKeysTakeAlongAreNoted() throws SQLException {
        databases.old("""
                CREATE TABLE part (id int PRIMARY KEY, item int REFERENCES item ON DELETE CASCADE ON UPDATE CASCADE);
                INSERT INTO item VALUES (1, 'a'), (2, 'b'); INSERT INTO part VALUES (10, 1), (20, 2)""");
        capture.install(plan(2, "part", List.of("id"), List.of("id", "item")));
        write("DELETE FROM item WHERE id = 1");
        assertThat(noted(2)).as("10 is gone").containsAnyOf(key("10"), new Truncated());
        write("UPDATE item SET id = 3 WHERE id = 2");

        assertThat(noted(2)).contains(key("20"));
    }

    @Test
    void directWritesToPartitionsAreNoted() throws SQLException {
        databases.old("""
                CREATE TABLE log_line (day int, id int, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
                CREATE TABLE log_line_1 PARTITION OF log_line FOR VALUES FROM (1) TO (2);
                CREATE TABLE log_line_2 PARTITION OF log_line FOR VALUES FROM (2) TO (3)""");
        capture.install(plan(6, "log_line", List.of("day", "id"), List.of("day", "id")));
        write("INSERT INTO log_line_1 VALUES (1, 1)", "INSERT INTO log_line_2 VALUES (2, 1)");
        write("UPDATE log_line SET day = 2, id = 9 WHERE day = 1");
        write("DELETE FROM log_line_2 WHERE id = 1");
        write("TRUNCATE log_line_1");

        assertThat(noted(6))
                .containsExactlyInAnyOrder(
                        key("1", "1"), key("2", "1"), key("1", "1"), key("2", "9"), key("2", "1"), new Truncated());
    }

    @Test
    void stateTellsWhetherCaptureIsAbsentWholeOrDamaged() throws SQLException {
        assertThat(capture.state(item)).isEqualTo(State.ABSENT);
        capture.install(item);
        assertThat(capture.state(item)).isEqualTo(State.INSTALLED);
        for (String damage : damages()) {
            databases.old(damage);
            assertThat(capture.state(item)).as(damage).isEqualTo(State.DAMAGED);
            capture.install(item);
            assertThat(capture.state(item)).as(damage).isEqualTo(State.INSTALLED);
        }
        write("INSERT INTO item VALUES (1, 'a')");

        assertThat(noted(1)).containsExactly(key("1"));
    }
}
