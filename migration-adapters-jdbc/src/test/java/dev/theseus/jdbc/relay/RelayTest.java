package dev.theseus.jdbc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    private static final RelaySettings ONE_BY_ONE = new RelaySettings(2, 1, 3, Duration.ofMillis(5));

    private RelayScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = RelayScene.create();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    private void old(String sql) throws SQLException {
        scene.databases.old(sql);
    }

    @Test
    void whateverHappensOnOldIsOnNewOnceTheLogIsDrained() throws Exception {
        scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        Relay relay = scene.relay(RelayScene.QUICK);
        old("INSERT INTO item SELECT i, 'row ' || i FROM generate_series(1, 3000) i");
        old("UPDATE item SET name = 'changed' WHERE id % 3 = 0");
        old("DELETE FROM item WHERE id % 5 = 0");
        old("UPDATE item SET id = id + 10000 WHERE id % 7 = 0");
        scene.assertDrained(relay);
        scene.assertEqual();

        old("TRUNCATE item; INSERT INTO item VALUES (1, 'after the truncate')");
        scene.assertDrained(relay);
        scene.assertEqual();
        assertThat(relay.status().retired()).isGreaterThan(3000);
        assertThat(relay.status().lag().maximum()).isPositive();
    }

    @Test
    void entriesOfATableAreHeldUntilItsCopyIsComplete() throws Exception {
        TablePlan item = scene.captured("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        TablePlan other = scene.table("other", "id int PRIMARY KEY", List.of("id"));
        Relay relay = scene.relay(RelayScene.QUICK);
        old("INSERT INTO item VALUES (1, 'held'); INSERT INTO other VALUES (1)");

        assertThat(relay.awaitDrained(List.of(other), Duration.ofSeconds(30))).isEqualTo(Drain.DRAINED);
        assertThat(relay.awaitDrained(List.of(item), Duration.ZERO)).isEqualTo(Drain.STILL_PENDING);
        assertThat(scene.databases.rows(Side.NEW, "SELECT * FROM item")).isEmpty();
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(relay.status().backlog().entries()).isEqualTo(1));
        assertThat(relay.status().backlog().age()).isZero();
        scene.complete(item);
        scene.assertDrained(relay);
        scene.assertEqual();
    }

    @Test
    void whatWasHeldUntilItsTableWasCopiedIsNoLagOfTheRelay() throws Exception {
        TablePlan item = scene.captured("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        old("INSERT INTO item VALUES (1, 'held'); UPDATE theseus.change_log SET logged_at = now() - interval '1 h'");
        try (Connection inTheWay = scene.databases.session(Side.NEW);
                Statement statement = inTheWay.createStatement()) {
            inTheWay.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 'not committed')");
            Relay relay = scene.relay(RelayScene.QUICK);
            scene.complete(item);

            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(relay.status().backlog().age()).isPositive());
            assertThat(relay.status().backlog().age()).isLessThan(Duration.ofMinutes(30));
            assertThat(scene.log().backlog(Set.of(1)).age()).isGreaterThan(Duration.ofMinutes(30));
            inTheWay.rollback();
            scene.assertDrained(relay);
        }
        scene.assertEqual();
    }

    @Test
    void anEntryWithALowerIdThatIsCommittedLaterIsRelayed() throws Exception {
        scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        Relay relay = scene.relay(RelayScene.QUICK);
        try (Connection slow = scene.databases.session(Side.OLD);
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO item VALUES (1, 'slow')");
            old("INSERT INTO item VALUES (2, 'fast')");
            Awaitility.await().until(() -> "1".equals(scene.databases.value(Side.NEW, "SELECT count(*) FROM item")));
            slow.commit();
        }
        scene.assertDrained(relay);
        scene.assertEqual();
    }

    @Test
    void uniqueValuesSwappedBetweenRowsEndRightAtABatchSizeOfOne() throws Exception {
        scene.table("seat", "id int PRIMARY KEY, name text UNIQUE", List.of("id", "name"));
        scene.databases.both("""
                SET theseus.relay = 'on'; INSERT INTO seat SELECT i, 'n' || i FROM generate_series(1, 12) i""");
        old(
                "UPDATE seat SET name = 'tmp' WHERE id = 1; UPDATE seat SET name = 'n1' WHERE id = 2; UPDATE seat SET name = 'n2' WHERE id = 1");
        old(
                "UPDATE seat SET name = NULL WHERE id = 3; UPDATE seat SET name = 'n3' WHERE id = 4; UPDATE seat SET name = 'n4' WHERE id = 5;"
                        + " UPDATE seat SET name = 'n5' WHERE id = 3");
        old(
                "UPDATE seat SET name = 'last' WHERE id = 12; UPDATE seat SET name = 'n12' WHERE id = 11; UPDATE seat SET name = 'n11' WHERE id = 10");
        Relay relay = scene.relay(ONE_BY_ONE);
        scene.assertDrained(relay);
        scene.assertEqual();
        assertThat(scene.log().setAside(10)).isEmpty();
    }

    @Test
    void aThousandPositionsShiftedByOneEndRight() throws Exception {
        scene.table(
                "seat",
                "id int PRIMARY KEY, pos int UNIQUE DEFERRABLE, place int UNIQUE",
                List.of("id", "pos", "place"));
        scene.databases.both(
                "SET theseus.relay = 'on'; INSERT INTO seat SELECT i, i, i FROM generate_series(1, 1000) i");
        // the target's constraint on places is immediate, so that each row stands in the way of the one before it
        old("UPDATE seat SET pos = pos + 1; UPDATE seat SET place = -place; UPDATE seat SET place = 1 - place");
        Relay relay = scene.relay(new RelaySettings(2, 50, 3, Duration.ofMillis(5)));
        scene.assertDrained(relay);
        scene.assertEqual();
        assertThat(scene.log().setAside(10)).isEmpty();
    }

    @Test
    void whatTheTargetRefusesIsSetAsideWithItsReasonAndTheOthersGoOn() throws Exception {
        TablePlan item = scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        scene.databases.target("ALTER TABLE item ADD CONSTRAINT short_name CHECK (length(name) < 10)");
        Relay relay = scene.relay(RelayScene.QUICK);
        old(
                "INSERT INTO item SELECT i, CASE WHEN i IN (7, 42) THEN 'much too long a name' ELSE 'ok' END FROM generate_series(1, 100) i");
        scene.assertDrained(relay);

        assertThat(scene.databases.value(Side.NEW, "SELECT count(*) FROM item")).isEqualTo("98");
        assertThat(scene.log().setAside(10))
                .hasSize(2)
                .extracting(SetAside::key)
                .containsExactlyInAnyOrder(Optional.of(RowKey.of("7")), Optional.of(RowKey.of("42")));
        assertThat(scene.log().setAside(10)).allSatisfy(s -> {
            assertThat(s.reason().sqlState()).isEqualTo("23514");
            assertThat(s.reason().what()).contains("short_name").doesNotContain("much too long");
            assertThat(s.reason().attempts()).isEqualTo(3);
        });
        // a new change is a new entry; it makes the old one obsolete
        old("UPDATE item SET name = 'ok' WHERE id = 7");
        scene.assertDrained(relay);
        assertThat(scene.log().setAside(10)).extracting(SetAside::key).containsExactly(Optional.of(RowKey.of("42")));
        // on demand, after the cause is gone
        scene.databases.target("ALTER TABLE item DROP CONSTRAINT short_name");
        assertThat(scene.log().retrySetAside(Optional.of(item))).isEqualTo(1);
        scene.assertDrained(relay);
        scene.assertEqual();
        assertThat(scene.log().setAside(10)).isEmpty();
    }

    @Test
    void rowsThatCollideForGoodAreSetAsideByNameAndTheOthersGoOn() throws Exception {
        scene.table("seat", "id int PRIMARY KEY, name text", List.of("id", "name"));
        scene.databases.target("ALTER TABLE seat ADD CONSTRAINT one_name UNIQUE (name)");
        old(
                "INSERT INTO seat SELECT i, CASE WHEN i IN (10, 20) THEN 'twice' ELSE 'n' || i END FROM generate_series(1, 50) i");
        Relay relay = scene.relay(RelayScene.QUICK);
        scene.assertDrained(relay);

        assertThat(scene.databases.value(Side.NEW, "SELECT count(*) FROM seat")).isEqualTo("49");
        assertThat(scene.log().setAside(10)).singleElement().satisfies(s -> {
            assertThat(s.reason().sqlState()).isEqualTo("23505");
            assertThat(s.reason().what()).contains("one_name");
        });
    }

    /** A log that fails once when entries are to be retired, as if the process had died between apply and retire. */
    private static final class CrashBeforeRetire implements ChangeLog {
        private final ChangeLog log;
        private final AtomicInteger crashes = new AtomicInteger();

        CrashBeforeRetire(ChangeLog log) {
            this.log = log;
        }

        @Override
        public long retire(Collection<LogEntry> entries, Stood stood) {
            if (crashes.getAndIncrement() == 0) {
                throw new DatabaseUnavailable(Side.OLD, "crash in a test", new SQLException("planned"));
            }
            return log.retire(entries, stood);
        }

        @Override
        public List<LogEntry> pending(Set<Integer> tables, Collection<Long> except, int limit) {
            return log.pending(tables, except, limit);
        }

        @Override
        public void append(TablePlan table, Collection<RowKey> keys) {
            log.append(table, keys);
        }

        @Override
        public Set<RowKey> pendingOf(TablePlan table, Collection<RowKey> keys) {
            return log.pendingOf(table, keys);
        }

        @Override
        public long newest(Set<Integer> tables) {
            return log.newest(tables);
        }

        @Override
        public Standing upTo(Set<Integer> tables, long id) {
            return log.upTo(tables, id);
        }

        @Override
        public void setAside(Collection<LogEntry> entries, SetAside.Reason reason) {
            log.setAside(entries, reason);
        }

        @Override
        public List<SetAside> setAside(int limit) {
            return log.setAside(limit);
        }

        @Override
        public long retrySetAside(Optional<TablePlan> table) {
            return log.retrySetAside(table);
        }

        @Override
        public Backlog backlog(Map<Integer, Duration> relayed) {
            return log.backlog(relayed);
        }
    }

    @Test
    void aCrashBetweenApplyAndRetireRepeatsTheApplyWhichChangesNothing() throws Exception {
        scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        old("INSERT INTO item VALUES (1, 'a'), (2, 'b')");
        CrashBeforeRetire log = new CrashBeforeRetire(scene.log());
        Relay relay = scene.relay(RelayScene.QUICK, log, scene.applier());
        scene.assertDrained(relay);

        assertThat(log.crashes).hasValueGreaterThan(1);
        scene.assertEqual();
    }

    @Test
    void anEntryThatComesWhileItsKeyIsAppliedIsNotRetiredWithTheOlderOne() throws Exception {
        scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        Applier real = scene.applier();
        AtomicInteger applies = new AtomicInteger();
        Applier interrupted = new Applier() {
            @Override
            public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
                ApplyOutcome outcome = real.apply(table, keys, patience);
                if (applies.getAndIncrement() == 0) {
                    try {
                        // after the source was read, before the entry that was seen is retired
                        old("UPDATE item SET name = 'second'");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }
                return outcome;
            }

            @Override
            public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
                return real.removeVanished(table, patience);
            }
        };
        old("INSERT INTO item VALUES (1, 'first')");
        Relay relay = scene.relay(RelayScene.QUICK, scene.log(), interrupted);
        scene.assertDrained(relay);
        scene.assertDrained(relay);

        scene.assertEqual();
        assertThat(scene.databases.value(Side.NEW, "SELECT name FROM item")).isEqualTo("second");
    }

    @Test
    void anUnexpectedErrorOfTheApplierNeitherStopsTheRelayNorIsRepeatedForEver() throws Exception {
        scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        Applier real = scene.applier();
        Applier broken = new Applier() {
            @Override
            public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
                if (keys.contains(RowKey.of("13"))) {
                    throw new IllegalStateException("planned");
                }
                return real.apply(table, keys, patience);
            }

            @Override
            public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
                return real.removeVanished(table, patience);
            }
        };
        old("INSERT INTO item SELECT i, 'x' FROM generate_series(1, 20) i");
        Relay relay = scene.relay(RelayScene.QUICK, scene.log(), broken);
        scene.assertDrained(relay);

        assertThat(scene.databases.value(Side.NEW, "SELECT count(*) FROM item")).isEqualTo("19");
        assertThat(scene.log().setAside(10)).extracting(SetAside::key).containsExactly(Optional.of(RowKey.of("13")));
    }

    @Test
    void aSecondRelayStandsByAndTakesOver() throws Exception {
        scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        Relay first = scene.relay(RelayScene.QUICK);
        old("INSERT INTO item VALUES (1, 'a')");
        scene.assertDrained(first);
        Relay second = scene.relay(RelayScene.QUICK);
        old("INSERT INTO item VALUES (2, 'b')");
        scene.assertDrained(second);
        assertThat(second.status().retired()).isZero();

        first.close();
        old("INSERT INTO item VALUES (3, 'c')");
        scene.assertDrained(second);
        assertThat(second.status().retired()).isEqualTo(1);
        scene.assertEqual();
    }

    @Test
    void sessionsThatAreTerminatedAreReplaced() throws Exception {
        scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        Relay relay = scene.relay(RelayScene.QUICK);
        for (int i = 1; i <= 5; i++) {
            old("INSERT INTO item VALUES (" + i + ", 'a')");
            for (Side side : Side.values()) {
                scene.databases.rows(side, """
                        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'theseus'""");
            }
        }
        scene.assertDrained(relay);
        scene.assertEqual();
    }

    @Test
    void keysHeldByOthersAreComeBackTo() throws Exception {
        TablePlan item = scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        Relay relay = scene.relay(RelayScene.QUICK);
        try (Connection holder = scene.databases.session(Side.NEW);
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + dev.theseus.jdbc.postgres.PgStripes.TABLE_LOCKS + ", "
                    + item.number() + ")");
            old("INSERT INTO item VALUES (1, 'a'); TRUNCATE item; INSERT INTO item VALUES (2, 'b')");
            assertThat(relay.awaitDrained(scene.tables, Duration.ofMillis(200))).isEqualTo(Drain.STILL_PENDING);
        }
        scene.assertDrained(relay);
        scene.assertEqual();
        assertThat(scene.log().setAside(10)).isEmpty();
    }

    @Test
    void nothingIsRelayedOnceTheDirectionIsReversed() throws Exception {
        scene.table("item", "id int PRIMARY KEY, name text", List.of("id", "name"));
        Relay relay = scene.relay(RelayScene.QUICK);
        scene.databases.target("SELECT setval('theseus.epoch', 2)");
        old("INSERT INTO item VALUES (1, 'a')");

        assertThat(relay.awaitDrained(scene.tables, Duration.ofMillis(300))).isEqualTo(Drain.STILL_PENDING);
        assertThat(scene.databases.rows(Side.NEW, "SELECT * FROM item")).isEmpty();
    }

    @Test
    void whereForeignKeysFireReferencedRowsComeFirstAndWhatIsTooEarlyIsTriedAgain() throws Exception {
        scene.table("parent", "id int PRIMARY KEY, name text", List.of("id", "name"));
        scene.table(
                "child",
                "id int PRIMARY KEY, parent int NOT NULL REFERENCES parent ON DELETE CASCADE",
                List.of("id", "parent"));
        String role = "relay_" + scene.databases.value(Side.NEW, "SELECT current_database()");
        scene.databases.target("CREATE ROLE " + role + " LOGIN; GRANT USAGE ON SCHEMA theseus TO " + role
                + "; GRANT SELECT ON ALL TABLES IN SCHEMA theseus TO " + role + "; GRANT SELECT ON theseus.epoch TO "
                + role + "; GRANT ALL ON parent, child TO " + role);
        String url = scene.databases.url(Side.NEW).replace("user=postgres", "user=" + role);
        try (PgDatabase target = PgDatabase.open(Side.NEW, url, null, null, 10);
                Relay relay = scene.relay(target, new RelaySettings(2, 500, 8, Duration.ofMillis(5)))) {
            old("INSERT INTO parent SELECT i, 'p' FROM generate_series(1, 500) i;"
                    + " INSERT INTO child SELECT i, i FROM generate_series(1, 500) i");
            scene.assertDrained(relay);
            scene.assertEqual();
            // cascades to the children; on new a parent goes only after its children
            old("DELETE FROM parent WHERE id <= 100; UPDATE child SET parent = 500 WHERE id > 400;"
                    + " INSERT INTO parent VALUES (1, 'again'); INSERT INTO child VALUES (1, 1)");
            scene.assertDrained(relay);
            scene.assertEqual();
            assertThat(scene.log().setAside(10)).isEmpty();
        }
    }
}
