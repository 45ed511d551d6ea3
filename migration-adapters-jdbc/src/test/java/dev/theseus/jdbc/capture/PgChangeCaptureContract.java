package dev.theseus.jdbc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.capture.ChangeCapture.State;
import dev.theseus.domain.changelog.LogEntry.Change.Truncated;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every capture in a PostgreSQL database must do beyond that. */
abstract class PgChangeCaptureContract extends ChangeCaptureContract<TestDatabases> {

    @Override
    protected TestDatabases databases() throws SQLException {
        return TestDatabases.create();
    }

    @Override
    protected String quoted(String identifier) {
        return "\"" + identifier.replace("\"", "\"\"") + "\"";
    }

    @Override
    protected List<String> textTypes() {
        return List.of("text", "varchar COLLATE \"POSIX\"");
    }

    @Override
    protected List<String> leftOvers() throws SQLException {
        List<String> left = new ArrayList<>();
        left.addAll(databases.rows(Side.OLD, "SELECT tgname FROM pg_trigger WHERE tgrelid = 'item'::regclass"));
        left.addAll(databases.rows(
                Side.OLD, "SELECT proname FROM pg_proc WHERE pronamespace = 'theseus'::regnamespace"));
        return left;
    }

    /** As {@link #write}, under another role. */
    abstract void writeAs(String role, String... statements) throws SQLException;

    /** One statement, in a session whose settings are others while it runs. */
    abstract void writeUnder(Map<String, String> settings, String statement) throws SQLException;

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
}
