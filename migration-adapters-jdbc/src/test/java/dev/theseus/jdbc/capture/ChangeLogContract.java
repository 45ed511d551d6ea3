package dev.theseus.jdbc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.ChangeLog.Standing;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change.KeyChanged;
import dev.theseus.domain.changelog.LogEntry.Change.Truncated;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.testing.TwoDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every change log must do.
 *
 * @param <D> the databases, of which old has the log
 */
public abstract class ChangeLogContract<D extends TwoDatabases> {

    protected static final SetAside.Reason REASON = new SetAside.Reason("23514", "constraint positive", 8);

    protected D databases;
    protected ChangeLog log;
    protected TablePlan one;
    protected TablePlan two;

    protected abstract D databases() throws SQLException;

    protected abstract ChangeLog log(D databases) throws SQLException;

    /** Notes a TRUNCATE of a table. */
    protected abstract void truncate(TablePlan table) throws SQLException;

    @BeforeEach
    void open() throws SQLException {
        databases = databases();
        log = log(databases);
        one = databases.plan(1, "one", List.of("id"), List.of("id"));
        two = databases.plan(2, "two", List.of("a", "b"), List.of("a", "b"));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    protected List<LogEntry> pending() {
        return log.pending(Set.of(1, 2), Set.of(), 1000);
    }

    protected static RowKey key(int number) {
        return RowKey.of(Integer.toString(number));
    }

    @Test
    void pendingGivesEntriesOfTheTablesAskedForOldestFirst() {
        log.append(one, List.of(key(1), key(2)));
        log.append(two, List.of(RowKey.of("x", "y")));
        log.append(one, List.of(key(1)));

        assertThat(pending())
                .extracting(LogEntry::change)
                .containsExactly(
                        new KeyChanged(key(1)),
                        new KeyChanged(key(2)),
                        new KeyChanged(RowKey.of("x", "y")),
                        new KeyChanged(key(1)));
        assertThat(log.pending(Set.of(2), Set.of(), 1000))
                .extracting(LogEntry::table)
                .containsExactly(2);
        assertThat(log.pending(Set.of(), Set.of(), 1000)).isEmpty();
    }

    @Test
    void pendingLeavesOutWhatIsInHandAndKeepsToItsLimit() {
        log.append(one, List.of(key(1), key(2), key(3), key(4)));
        List<LogEntry> first = log.pending(Set.of(1), Set.of(), 2);
        List<LogEntry> second =
                log.pending(Set.of(1), first.stream().map(LogEntry::id).toList(), 1);

        assertThat(first).extracting(LogEntry::change).containsExactly(new KeyChanged(key(1)), new KeyChanged(key(2)));
        assertThat(second).extracting(LogEntry::change).containsExactly(new KeyChanged(key(3)));
    }

    @Test
    void retiredEntriesAreGoneAndTellHowLongTheyStood() {
        log.append(one, List.of(key(1), key(2)));
        List<LogEntry> entries = pending();
        List<Long> stood = new ArrayList<>();

        assertThat(log.retire(entries.subList(0, 1), (table, micros) -> stood.add(micros)))
                .isEqualTo(1);
        assertThat(log.retire(entries.subList(0, 1), (table, micros) -> stood.add(micros)))
                .isZero();
        assertThat(stood).singleElement().satisfies(micros -> assertThat(micros).isBetween(0L, 60_000_000L));
        assertThat(pending()).containsExactly(entries.get(1));
    }

    @Test
    void pendingOfTellsWhichKeysHaveAnEntry() throws SQLException {
        log.append(two, List.of(RowKey.of("a", "b"), RowKey.of("", "'\"\\")));

        assertThat(log.pendingOf(two, List.of(RowKey.of("a", "b"), RowKey.of("b", "a"), RowKey.of("", "'\"\\"))))
                .containsExactlyInAnyOrder(RowKey.of("a", "b"), RowKey.of("", "'\"\\"));
        assertThat(log.pendingOf(one, List.of(key(1)))).isEmpty();
        truncate(one);
        assertThat(log.pendingOf(one, List.of(key(1)))).containsExactly(key(1));
    }

    @Test
    void entriesSetAsideAreOutOfTheWayAndComeBackWhenRetried() throws SQLException {
        log.append(one, List.of(key(1), key(2), key(1)));
        truncate(two);
        List<LogEntry> entries = pending();
        log.setAside(List.of(entries.get(0), entries.get(2), entries.get(3)), REASON);

        assertThat(pending()).containsExactly(entries.get(1));
        assertThat(log.setAside(10))
                .hasSize(2)
                .allSatisfy(s -> assertThat(s.reason()).isEqualTo(REASON));
        assertThat(log.setAside(10))
                .extracting(SetAside::key)
                .containsExactlyInAnyOrder(Optional.of(key(1)), Optional.empty());
        assertThat(log.setAside(1)).hasSize(1);
        assertThat(log.retrySetAside(Optional.of(two))).isEqualTo(1);
        assertThat(log.retrySetAside(Optional.empty())).isEqualTo(1);
        assertThat(log.setAside(10)).isEmpty();
        assertThat(pending())
                .extracting(LogEntry::change)
                .containsExactly(new KeyChanged(key(2)), new Truncated(), new KeyChanged(key(1)));
    }

    @Test
    void whatWasSetAsideForAKeyIsDroppedOnceALaterEntryOfItIsRetired() {
        log.append(one, List.of(key(1), key(2)));
        log.setAside(pending(), REASON);
        log.append(one, List.of(key(1)));
        log.retire(pending(), (table, micros) -> {});

        assertThat(log.setAside(10)).extracting(SetAside::key).containsExactly(Optional.of(key(2)));
    }

    @Test
    void whatWasSetAsideAfterTheRetiredEntryWasLoggedStays() {
        log.append(one, List.of(key(1)));
        List<LogEntry> early = pending();
        log.append(one, List.of(key(1)));
        log.setAside(log.pending(Set.of(1), early.stream().map(LogEntry::id).toList(), 10), REASON);
        log.retire(early, (table, micros) -> {});

        assertThat(log.setAside(10)).hasSize(1);
    }

    @Test
    void backlogCountsEntriesAndTheAgeOfThoseThatAreRelayed() {
        assertThat(log.backlog(Set.of(1))).isEqualTo(ChangeLog.Backlog.EMPTY);
        log.append(one, List.of(key(1), key(2)));
        log.append(two, List.of(RowKey.of("a", "b")));
        List<LogEntry> entries = pending();

        ChangeLog.Backlog backlog = log.backlog(Set.of(1, 2));
        assertThat(backlog.entries()).isEqualTo(3);
        assertThat(backlog.age()).isPositive();
        assertThat(backlog.position()).isEqualTo(entries.get(2).id());
        log.setAside(entries.subList(0, 2), REASON);
        assertThat(log.backlog(Set.of(1)).setAside()).isEqualTo(2);
        assertThat(log.backlog(Set.of(1)).age()).isZero();
    }

    @Test
    void anEntryCountsAsNoOlderThanItsTableHasBeenRelayed() {
        log.append(one, List.of(key(1)));
        log.append(two, List.of(RowKey.of("a", "b")));

        assertThat(log.backlog(Map.of(1, Duration.ofNanos(2_000), 2, Duration.ofNanos(1_000)))
                        .age())
                .isEqualTo(Duration.ofNanos(2_000));
        assertThat(log.backlog(Map.of(1, Duration.ZERO)).age()).isZero();
    }

    @Test
    void newestAndUpToTellWhetherWhatStoodAtAMomentIsGone() {
        assertThat(log.newest(Set.of(1))).isZero();
        log.append(one, List.of(key(1)));
        long then = log.newest(Set.of(1));
        List<LogEntry> entries = pending();
        log.append(one, List.of(key(2)));

        assertThat(log.upTo(Set.of(1), then)).isEqualTo(Standing.SOME);
        log.retire(entries, (table, micros) -> {});
        assertThat(log.upTo(Set.of(1), then)).isEqualTo(Standing.NONE);
        assertThat(log.upTo(Set.of(2), then)).isEqualTo(Standing.NONE);
        assertThat(log.newest(Set.of(1))).isGreaterThan(then);
    }
}
