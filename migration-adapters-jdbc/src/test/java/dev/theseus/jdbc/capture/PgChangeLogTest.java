package dev.theseus.jdbc.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change.KeyChanged;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PgChangeLogTest extends ChangeLogContract<TestDatabases> {

    private static final String NOTE = "INSERT INTO theseus.change_log (table_no, key) VALUES (1, ARRAY['%s'])";

    @Override
    protected TestDatabases databases() throws SQLException {
        return TestDatabases.create();
    }

    @Override
    protected ChangeLog log(TestDatabases databases) throws SQLException {
        databases.old(PgCapture.ddl(Side.OLD));
        return PgCapture.log(databases.on(Side.OLD));
    }

    @Override
    protected void truncate(TablePlan table) throws SQLException {
        databases.old("INSERT INTO theseus.change_log (table_no, key) VALUES (" + table.number() + ", NULL)");
    }

    @Test
    void anEntryWithALowerIdThatIsCommittedLaterIsSeen() throws SQLException {
        try (Connection slow = databases.session(Side.OLD);
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("SELECT pg_current_xact_id()");
            statement.execute(NOTE.formatted("slow"));
            databases.old(NOTE.formatted("fast"));

            assertThat(pending()).extracting(LogEntry::change).containsExactly(new KeyChanged(RowKey.of("fast")));
            log.retire(pending(), (table, micros) -> {});
            // far beyond the time after which the floor would have risen over both
            Awaitility.await()
                    .during(java.time.Duration.ofMillis(2500))
                    .atMost(java.time.Duration.ofSeconds(10))
                    .until(() -> pending().isEmpty());
            slow.commit();
        }

        assertThat(pending()).extracting(LogEntry::change).containsExactly(new KeyChanged(RowKey.of("slow")));
    }

    @Test
    void theFloorRisesToWhatIsSettledAndNeverOverWhatStands() {
        LogFloor floor = new LogFloor();
        LogReading reading = new LogReading(floor);
        log.append(one, List.of(key(1), key(2), key(3)));
        List<LogEntry> entries = pending();
        log.retire(List.of(entries.get(0), entries.get(2)), (table, micros) -> {});

        Awaitility.await().until(() -> {
            floor.probeIfDue(databases.on(Side.OLD));
            read(reading, Set.of(entries.get(1).id()));
            return floor.of(2) >= entries.get(2).id();
        });
        assertThat(floor.of(1))
                .as("the entry in hand still stands")
                .isEqualTo(entries.get(1).id() - 1);
    }

    @Test
    void whoOnlyMeasuresTheLogRaisesTheFloorToo() {
        LogFloor floor = new LogFloor();
        log.append(one, List.of(key(1), key(2), key(3)));
        List<LogEntry> entries = pending();
        log.retire(List.of(entries.get(0), entries.get(2)), (table, micros) -> {});

        Awaitility.await().until(() -> {
            floor.probeIfDue(databases.on(Side.OLD));
            assertThat(measured(floor).entries()).isEqualTo(1);
            return floor.of(1) == entries.get(1).id() - 1;
        });
    }

    @Test
    void whatStandsOnAnotherServerInTheSamePlaceIsCountedFromTheBeginning() {
        LogFloor floor = new LogFloor();
        floor.validFor(1);
        log.append(one, List.of(key(1)));
        floor.probeIfDue(databases.on(Side.OLD));
        floor.raise(Long.MAX_VALUE, Map.of(1, Long.MAX_VALUE));

        assertThat(measured(floor).entries()).isEqualTo(1);
        assertThat(floor.of(1)).isZero();
    }

    @Test
    void anotherServerInTheSamePlaceVoidsTheFloors() {
        LogFloor floor = new LogFloor();
        assertThat(floor.validFor(1)).isEqualTo(LogFloor.Validity.HOLD);
        log.append(one, List.of(key(1)));
        floor.probeIfDue(databases.on(Side.OLD));
        floor.raise(Long.MAX_VALUE, Map.of(1, Long.MAX_VALUE));
        assertThat(floor.of(1)).isPositive();

        assertThat(floor.validFor(2)).isEqualTo(LogFloor.Validity.VOID);
        assertThat(floor.of(1)).isZero();
    }

    @Test
    void aLongLogIsEstimatedNotCounted() throws SQLException {
        databases.old(
                "INSERT INTO theseus.change_log (table_no, key) SELECT 1, ARRAY[i::text] FROM generate_series(1, 20000) i");

        assertThat(log.backlog(Set.of(1)).entries()).isBetween(10_000L, 30_000L);
    }

    private Backlog measured(LogFloor floor) {
        LogGauge gauge = new LogGauge(floor);
        return databases
                .on(Side.OLD)
                .inTransaction("measure", c -> gauge.measure(c, Map.of(1, java.time.Duration.ofMinutes(1))));
    }

    private void read(LogReading reading, Set<Long> inHand) {
        databases.on(Side.OLD).inTransaction("read", c -> reading.pending(c, Set.of(1, 2), inHand, 10));
    }
}
