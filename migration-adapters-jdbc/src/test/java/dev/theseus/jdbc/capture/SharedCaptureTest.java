package dev.theseus.jdbc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.capture.ChangeCapture.State;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change;
import dev.theseus.domain.changelog.LogEntry.Change.KeyChanged;
import dev.theseus.domain.changelog.LogEntry.Change.Truncated;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that several table plans are about is captured for each of them. */
class SharedCaptureTest {

    private TestDatabases databases;
    private ChangeCapture capture;

    @BeforeEach
    void begin() throws SQLException {
        databases = TestDatabases.create();
        databases.old(PgCapture.ddl(Side.OLD));
        databases.old("CREATE TABLE item (id int PRIMARY KEY, code text NOT NULL UNIQUE);"
                + "CREATE TABLE note (no int PRIMARY KEY, item bigint UNIQUE, t text)");
        capture = PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT);
    }

    @AfterEach
    void end() {
        databases.close();
    }

    private static TablePlan plan(int number, String key, CaptureMode mode, Join... joins) {
        Image image = new Image(
                List.of(key), List.of(key), List.of(MappedColumn.same(key)), List.of(joins), Optional.empty());
        return new TablePlan(
                number,
                new TableName("public", "item"),
                new TableName("public", "target_" + number),
                new Mapping(1, Optional.of(image), Optional.empty()),
                ExistingRows.REFUSE,
                mode);
    }

    private static Join notes() {
        return new Join("n", new TableName("public", "note"), List.of("item"));
    }

    private List<Change> noted(int table) {
        return PgCapture.log(databases.on(Side.OLD)).pending(Set.of(table), Set.of(), 1000).stream()
                .map(LogEntry::change)
                .toList();
    }

    private static Change key(String text) {
        return new KeyChanged(RowKey.of(text));
    }

    @Test
    void eachPlanNotesItsOwnKeyAndGoesByItself() throws SQLException {
        TablePlan one = plan(1, "id", CaptureMode.AUTOMATIC);
        TablePlan other = plan(2, "code", CaptureMode.ROW);
        capture.install(one);
        assertThat(capture.state(other)).isEqualTo(State.ABSENT);
        capture.install(other);
        databases.old("INSERT INTO item VALUES (1, 'a')");
        capture.remove(one);
        assertThat(List.of(capture.state(one), capture.state(other))).containsExactly(State.ABSENT, State.INSTALLED);
        databases.old("INSERT INTO item VALUES (2, 'b')");
        capture.install(one);
        capture.install(other);
        databases.old("TRUNCATE item");

        assertThat(noted(1)).containsExactly(key("1"), new Truncated());
        assertThat(noted(2)).containsExactly(key("a"), key("b"), new Truncated());
        assertThat(capture.state(one)).isEqualTo(State.INSTALLED);
    }

    @Test
    void aChangeOfAJoinedTableIsNotedAsOneOfTheRowThatItCompletes() throws SQLException {
        for (CaptureMode mode : List.of(CaptureMode.STATEMENT, CaptureMode.ROW)) {
            TablePlan table = plan(1, "id", mode, notes());
            capture.install(table);
            databases.old("INSERT INTO note VALUES (1, 10, 'a'), (2, NULL, 'completes nothing')");
            databases.old("UPDATE note SET t = 'b' WHERE no = 1");
            databases.old("UPDATE note SET item = 11 WHERE no = 1");
            databases.old("UPDATE note SET item = NULL WHERE no = 1");
            databases.old("UPDATE note SET item = 12 WHERE no = 2");
            databases.old("DELETE FROM note WHERE no = 2");

            assertThat(noted(1))
                    .as(mode.name())
                    .containsExactlyInAnyOrder(
                            key("10"), key("10"), key("10"), key("11"), key("11"), key("12"), key("12"));
            databases.old("TRUNCATE note");
            assertThat(noted(1)).endsWith(new Truncated());
            capture.remove(table);
            databases.old("TRUNCATE theseus.change_log");
        }
    }

    @Test
    void captureIsWholeOnlyWithThatOfJoinedTables() throws SQLException {
        TablePlan table = plan(1, "id", CaptureMode.AUTOMATIC, notes());
        TablePlan ofNotes = new TablePlan(
                2,
                new TableName("public", "note"),
                new TableName("public", "note"),
                List.of("no"),
                List.of("no", "t"),
                ExistingRows.REFUSE,
                CaptureMode.AUTOMATIC);
        capture.install(table);
        capture.install(ofNotes);
        assertThat(capture.state(table)).isEqualTo(State.INSTALLED);
        databases.old("ALTER TABLE note DISABLE TRIGGER theseus_joined_1_0_update");
        assertThat(List.of(capture.state(table), capture.state(ofNotes)))
                .containsExactly(State.DAMAGED, State.INSTALLED);
        capture.install(table);
        assertThat(capture.state(table)).isEqualTo(State.INSTALLED);
        capture.remove(table);
        assertThat(List.of(capture.state(table), capture.state(ofNotes)))
                .containsExactly(State.ABSENT, State.INSTALLED);
        assertThat(databases.rows(Side.OLD, "SELECT FROM theseus.captured_join"))
                .isEmpty();
    }

    @Test
    void aPlanWhoseRowsAreCarriedByAnotherNeedsNone() throws SQLException {
        Image back = Image.same(List.of("id"), List.of("id"));
        TablePlan carried = new TablePlan(
                3,
                new TableName("public", "item"),
                new TableName("public", "item"),
                new Mapping(1, Optional.empty(), Optional.of(back)),
                ExistingRows.REFUSE,
                CaptureMode.AUTOMATIC);
        capture.install(carried);
        databases.old("INSERT INTO item VALUES (1, 'a')");

        assertThat(capture.state(carried)).isEqualTo(State.INSTALLED);
        assertThat(noted(3)).isEmpty();
        capture.remove(carried);
    }
}
