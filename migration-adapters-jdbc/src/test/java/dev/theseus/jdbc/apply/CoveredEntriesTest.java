package dev.theseus.jdbc.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change.KeyChanged;
import dev.theseus.domain.changelog.LogEntry.Change.Truncated;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome.Applied;
import dev.theseus.domain.relay.ApplyOutcome.Refused;
import dev.theseus.jdbc.apply.ApplyTransaction.Ground;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which entries of the log a request may take out: those whose changes it has carried over, and no other. */
class CoveredEntriesTest {

    private TestDatabases databases;
    private TablePlan item;
    private ChangeLog log;
    private final List<LogEntry> covered = new ArrayList<>();

    @BeforeEach
    void capture() throws SQLException {
        databases = TestDatabases.create();
        PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW))
                .prepare(new MigrationId("covered"));
        databases.both("CREATE TABLE item (id int PRIMARY KEY, name text CHECK (name <> 'refused'))");
        item = databases.plan(7, "item", List.of("id"), List.of("id", "name"));
        PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(item);
        log = PgCapture.log(databases.on(Side.OLD));
        databases.old("INSERT INTO item SELECT g, 'first' FROM generate_series(1, 3) g");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private Applier request(Consumer<ApplyStep> steps) {
        return request(steps, covered::addAll);
    }

    private Applier request(Consumer<ApplyStep> steps, CoveredEntries entries) {
        return new PgApplier(new Ground(
                new PgSource(databases.on(Side.OLD), ApplyLimits.DEFAULT),
                databases.on(Side.NEW),
                PgFence.MIGRATION,
                new PgReplicaRole(),
                new Seams(new AdvisoryKeyLocks(), steps),
                ApplyLimits.DEFAULT,
                Optional.of(entries)));
    }

    /** What a request knows of: its own transaction is on disk. */
    private final class Knowing implements CoveredEntries {
        private final Set<Long> known;
        private final Set<Long> asked = new HashSet<>();

        Knowing(long... known) {
            this.known = Arrays.stream(known).boxed().collect(Collectors.toSet());
        }

        @Override
        public void covered(Collection<LogEntry> entries) {
            covered.addAll(entries);
        }

        @Override
        public boolean isOnDisk(long transaction) {
            asked.add(transaction);
            return known.contains(transaction);
        }
    }

    /** Commits without waiting for the disk, and says under which number, and where the server's log was then. */
    private long[] writeWithoutFlush(String statement) throws SQLException {
        try (Connection session = databases.session(Side.OLD);
                Statement sql = session.createStatement()) {
            session.setAutoCommit(false);
            sql.execute("SET LOCAL synchronous_commit = off");
            sql.execute(statement);
            long transaction = number(sql, "SELECT pg_current_xact_id()::text::bigint");
            session.commit();
            return new long[] {transaction, number(sql, "SELECT pg_current_wal_insert_lsn() - '0/0'")};
        }
    }

    private static long number(Statement sql, String query) throws SQLException {
        try (ResultSet row = sql.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private static Set<RowKey> keys(String... ids) {
        return Arrays.stream(ids).map(RowKey::of).collect(Collectors.toSet());
    }

    private List<LogEntry> pending() {
        return log.pending(Set.of(7), List.of(), 100);
    }

    @Test
    void allOfItsKeysAndNoneOfOthers() throws SQLException {
        databases.old("UPDATE item SET name = 'second' WHERE id = 1");

        request(step -> {}).apply(item, keys("1", "2"), Patience.WAIT);

        assertThat(covered)
                .extracting(LogEntry::change)
                .containsExactlyInAnyOrder(
                        new KeyChanged(RowKey.of("1")), new KeyChanged(RowKey.of("1")), new KeyChanged(RowKey.of("2")));
        log.retire(covered, (table, micros) -> {});
        assertThat(pending()).extracting(LogEntry::change).containsExactly(new KeyChanged(RowKey.of("3")));
    }

    /** Each round is over before the server's own writer comes by, in most of them. */
    @ParameterizedTest
    @CsvSource({"a change of somebody else's, true, UPDATE", "a row that is gone, false, DELETE"})
    void isWaitedForUnlessAllThatChangedTheRowIsKnownToBeOnDisk(String what, boolean besidesOwn, String change)
            throws SQLException {
        for (int round = 0; round < 20; round++) {
            databases.old("INSERT INTO item VALUES (100 + %d, 'own')".formatted(round));
            long own =
                    Long.parseLong(databases.value(Side.OLD, "SELECT max(xid::text::bigint) FROM theseus.change_log"));
            long[] later = writeWithoutFlush(
                    change.equals("UPDATE")
                            ? "UPDATE item SET name = 'later' WHERE id = %d".formatted(100 + round)
                            : "DELETE FROM item WHERE id = %d".formatted(100 + round));
            Knowing knowing = besidesOwn ? new Knowing(own) : new Knowing(own, later[0]);

            request(step -> {}, knowing).apply(item, keys(Integer.toString(100 + round)), Patience.WAIT);

            assertThat(databases.value(Side.OLD, "SELECT pg_current_wal_flush_lsn() - '0/0' >= " + later[1]))
                    .as(what)
                    .isEqualTo("t");
        }
    }

    @Test
    void isNotWaitedForWhereTheRequestsOwnTransactionIsAllThatChangedTheRow() throws SQLException {
        request(step -> {}).apply(item, keys("1"), Patience.WAIT);
        log.retire(covered, (table, micros) -> {});
        long[] own = writeWithoutFlush("UPDATE item SET name = 'own' WHERE id = 1");
        Knowing knowing = new Knowing(own[0]);

        request(step -> {}, knowing).apply(item, keys("1"), Patience.WAIT);

        assertThat(knowing.asked)
                .as("nothing is asked if the server has flushed it meanwhile")
                .isSubsetOf(Set.of(own[0]));
        assertThat(databases.rows(Side.NEW, "SELECT name FROM item WHERE id = 1"))
                .containsExactly("(own)");
    }

    @Test
    void ofARowThatIsGoneAsWell() throws SQLException {
        databases.old("DELETE FROM item WHERE id = 3");

        request(step -> {}).apply(item, keys("3"), Patience.WAIT);

        assertThat(covered).hasSize(2);
        assertThat(databases.rows(Side.NEW, "SELECT * FROM item")).isEmpty();
    }

    @Test
    void notWhatCommitsAfterTheRowsWereRead() {
        Consumer<ApplyStep> writing = step -> {
            if (step == ApplyStep.READ) {
                execute("UPDATE item SET name = 'later' WHERE id = 1");
            }
        };

        request(writing).apply(item, keys("1"), Patience.WAIT);
        log.retire(covered, (table, micros) -> {});

        assertThat(pending())
                .as("the later change is still the relay's")
                .extracting(LogEntry::change)
                .containsExactlyInAnyOrder(
                        new KeyChanged(RowKey.of("1")), new KeyChanged(RowKey.of("2")), new KeyChanged(RowKey.of("3")));
    }

    @Test
    void notATruncationWhoseOtherRowsStillStandInNew() throws SQLException {
        databases.old("TRUNCATE item");

        request(step -> {}).apply(item, keys("1"), Patience.WAIT);
        log.retire(covered, (table, micros) -> {});

        assertThat(pending()).extracting(LogEntry::change).contains(new Truncated());
    }

    @Test
    void nothingIfNewRefusedOrTheCommitWasNeverReached() throws SQLException {
        databases.old(
                "ALTER TABLE item DROP CONSTRAINT item_name_check; UPDATE item SET name = 'refused' WHERE id = 1");
        Consumer<ApplyStep> dying = step -> {
            if (step == ApplyStep.READ) {
                throw new IllegalStateException("planted");
            }
        };

        assertThat(request(step -> {}).apply(item, keys("1"), Patience.WAIT)).isInstanceOf(Refused.class);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> request(dying).apply(item, keys("2"), Patience.WAIT))
                .hasMessage("planted");

        assertThat(covered).isEmpty();
    }

    @Test
    void nothingIfItWentByCopyWhichDoesNotLook() throws SQLException {
        databases.old("INSERT INTO item VALUES (9, repeat('long', 100000))");

        assertThat(request(step -> {}).apply(item, keys("9"), Patience.WAIT))
                .isEqualTo(new Applied(keys("9"), Set.of()));

        assertThat(covered).isEmpty();
    }

    private void execute(String sql) {
        try {
            databases.old(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
