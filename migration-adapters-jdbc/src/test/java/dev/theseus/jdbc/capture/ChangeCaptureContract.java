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
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.testing.TwoDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every capture must do, whatever notes the changes.
 *
 * @param <D> the databases, of which old is captured
 */
public abstract class ChangeCaptureContract<D extends TwoDatabases> {

    protected D databases;
    protected ChangeCapture capture;
    protected ChangeLog log;
    protected TablePlan item;

    protected abstract D databases() throws SQLException;

    protected abstract ChangeCapture capture(D databases) throws SQLException;

    protected abstract ChangeLog log(D databases);

    /** Runs statements in one session and transaction of a client whose changes are captured. */
    protected abstract void write(String... statements) throws SQLException;

    /** As {@link #write}, but rolls back in the end. */
    protected abstract void writeAndRollBack(String statement) throws SQLException;

    /** One statement, with values bound to its question marks. */
    protected abstract void bind(String statement, List<String> values) throws SQLException;

    /** Statements each of which breaks the capture of {@link #item}. */
    protected abstract List<String> damages();

    /** An identifier as the database quotes it. */
    protected abstract String quoted(String identifier);

    /** Two types of text that can be keys. */
    protected abstract List<String> textTypes();

    /** What of capture is left in the database of {@link #item}. */
    protected abstract List<String> leftOvers() throws SQLException;

    @BeforeEach
    void createTable() throws SQLException {
        databases = databases();
        item = plan(1, "item", List.of("id"), List.of("id", "name"));
        capture = capture(databases);
        log = log(databases);
        databases.old("CREATE TABLE item (id int PRIMARY KEY, name text)");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    protected TablePlan plan(int number, String table, List<String> key, List<String> columns) {
        return databases.plan(number, table, key, columns);
    }

    /** What stands in the log of a table, oldest first. */
    protected List<Change> noted(int table) {
        return log.pending(Set.of(table), Set.of(), 100_000).stream()
                .map(LogEntry::change)
                .toList();
    }

    protected static Change key(String... parts) {
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
    void truncateIsNotedForTheTable() throws SQLException {
        databases.old("INSERT INTO item VALUES (1, 'a')");
        capture.install(item);
        write("TRUNCATE TABLE item");
        // whoever waits for the log to be drained waits for this as well
        assertThat(log.newest(Set.of(1))).isPositive();

        assertThat(noted(1)).containsExactly(new Truncated());
    }

    @Test
    void keysOfAnyTextComeThrough() throws SQLException {
        String first = quoted("Ke\"y");
        String second = quoted("n'o");
        databases.old("CREATE TABLE " + quoted("Odd") + " (" + first + " "
                + textTypes().get(0) + ", " + second + " " + textTypes().get(1) + ", PRIMARY KEY (" + first + ", " + second
                + "))");
        TablePlan odd = plan(4, "Odd", List.of("Ke\"y", "n'o"), List.of("Ke\"y", "n'o"));
        capture.install(odd);
        List<RowKey> keys = List.of(
                RowKey.of("", ""),
                RowKey.of("a\\b\"c'{}", ","),
                RowKey.of("NULL", "\t\n\u0001"),
                RowKey.of("käse🧀", "\u202e"));
        for (RowKey key : keys) {
            bind("INSERT INTO " + quoted("Odd") + " VALUES (?, ?)", key.parts());
        }

        assertThat(noted(4))
                .containsExactlyElementsOf(
                        keys.stream().<Change>map(KeyChanged::new).toList());
        assertThat(log.pendingOf(odd, keys)).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void removedCaptureLeavesNothingOnTheTableAndCanBeInstalledAgain() throws SQLException {
        capture.install(item);
        capture.remove(item);
        capture.remove(item);

        assertThat(capture.state(item)).isEqualTo(State.ABSENT);
        assertThat(leftOvers()).isEmpty();
        write("INSERT INTO item VALUES (1, 'a')");
        assertThat(noted(1)).isEmpty();
        capture.install(item);
        write("DELETE FROM item");
        assertThat(noted(1)).containsExactly(key("1"));
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
