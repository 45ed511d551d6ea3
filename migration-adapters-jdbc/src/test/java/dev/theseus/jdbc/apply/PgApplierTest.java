package dev.theseus.jdbc.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.relay.ApplyOutcome.Applied;
import dev.theseus.domain.relay.ApplyOutcome.Refused;
import dev.theseus.jdbc.postgres.PgStripes;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PgApplierTest extends PgApplierContract {

    @Override
    protected Applier applier(TestDatabases databases) {
        return PgAppliers.applier(databases.on(Side.OLD), databases.on(Side.NEW), ApplyLimits.DEFAULT);
    }

    /** On a thread of its own: the common pool may have just one. */
    private static CompletableFuture<ApplyOutcome> background(Supplier<ApplyOutcome> work) {
        return CompletableFuture.supplyAsync(work, run -> Thread.ofPlatform().start(run));
    }

    private Applier stepped(KeyLocks locks, Consumer<ApplyStep> steps) {
        return new PgApplier(
                databases.on(Side.OLD), databases.on(Side.NEW), ApplyLimits.DEFAULT, new Seams(locks, steps));
    }

    /** Stops an apply after one of its steps until it is told to go on. */
    private static final class Stop implements Consumer<ApplyStep> {
        private final ApplyStep at;
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);

        Stop(ApplyStep at) {
            this.at = at;
        }

        @Override
        public void accept(ApplyStep step) {
            if (step == at) {
                reached.countDown();
                await(goOn);
            }
        }

        static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * What happens when a slow apply has read, the row changes, and a fast apply comes and goes before the slow one
     * writes.
     */
    private String raceOfTwoAppliers(KeyLocks locks) throws Exception {
        databases.old("INSERT INTO item VALUES (1, 'first')");
        Stop stop = new Stop(ApplyStep.READ);
        Applier slow = stepped(locks, stop);
        Applier fast = stepped(locks, step -> {});
        CompletableFuture<ApplyOutcome> running = background(() -> slow.apply(item, keys("1"), Patience.LEAVE));
        Stop.await(stop.reached);
        databases.old("UPDATE item SET name = 'second'");
        ApplyOutcome whileHeld = fast.apply(item, keys("1"), Patience.LEAVE);
        stop.goOn.countDown();
        running.get(30, TimeUnit.SECONDS);
        if (whileHeld.equals(new Applied(Set.of(), keys("1")))) {
            assertThat(fast.apply(item, keys("1"), Patience.LEAVE)).isEqualTo(new Applied(keys("1"), Set.of()));
        }
        return String.valueOf(databases.value(Side.NEW, "SELECT name FROM item"));
    }

    @Test
    void twoAppliersOfOneKeyNeverWriteAnOlderStateOverANewerOne() throws Exception {
        assertThat(raceOfTwoAppliers(new AdvisoryKeyLocks())).isEqualTo("second");
    }

    @Test
    void withoutTheLocksTheRaceOfTwoAppliersIsLost() throws Exception {
        assertThat(raceOfTwoAppliers(new NoLocks())).isEqualTo("first");
    }

    private static final class NoLocks implements KeyLocks {

        @Override
        public String statement(Patience patience) {
            return "SELECT 'nothing'";
        }

        @Override
        public void bind(PreparedStatement statement, int at, PgStripes stripes, Collection<RowKey> keys) {}

        @Override
        public Set<RowKey> held(ResultSet answer, PgStripes stripes, Collection<RowKey> keys) {
            return Set.copyOf(keys);
        }
    }

    /** Many that fit into memory, and one that does not beside them. */
    @Test
    void aLargeRowComesOverWithManySmallOnesAndWithThoseThatVanished() throws SQLException {
        databases.both("INSERT INTO item SELECT i, 'before' FROM generate_series(1, 100) i");
        databases.old("UPDATE item SET name = 'small' WHERE id < 50; DELETE FROM item WHERE id > 90");
        Set<RowKey> all = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> RowKey.of(Integer.toString(i)))
                .collect(Collectors.toSet());

        apply(item, all);
        assertEqual("item");

        databases.old("UPDATE item SET name = repeat('large', 200000) WHERE id = 7; DELETE FROM item WHERE id > 80");
        apply(item, all);
        assertEqual("item");
    }

    @Test
    void aRequestWaitsForTheKeysThatARelayHolds() throws Exception {
        databases.old("INSERT INTO item VALUES (1, 'first')");
        Stop stop = new Stop(ApplyStep.READ);
        Applier slow = stepped(new AdvisoryKeyLocks(), stop);
        CompletableFuture<ApplyOutcome> relay = background(() -> slow.apply(item, keys("1"), Patience.LEAVE));
        Stop.await(stop.reached);
        databases.old("UPDATE item SET name = 'second'");
        CompletableFuture<ApplyOutcome> request = background(() -> applier.apply(item, keys("1"), Patience.WAIT));
        Awaitility.await()
                .until(() -> "1"
                        .equals(databases.value(
                                Side.NEW,
                                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND classid = "
                                        + PgStripes.STRIPE_LOCKS)));
        stop.goOn.countDown();
        relay.get(30, TimeUnit.SECONDS);

        assertThat(request.get(30, TimeUnit.SECONDS)).isEqualTo(new Applied(keys("1"), Set.of()));
        assertThat(databases.value(Side.NEW, "SELECT name FROM item")).isEqualTo("second");
    }

    @Test
    void keysWhoseStripeIsTakenAreLeftAndTheOthersApplied() throws Exception {
        databases.old("INSERT INTO item VALUES (1, 'a'), (2, 'b')");
        PgStripes stripes = new PgStripes(1, PgStripes.Grain.BY_KEY);
        assertThat(stripes.of(RowKey.of("1"))).isNotEqualTo(stripes.of(RowKey.of("2")));
        try (Connection holder = databases.session(Side.NEW);
                Statement statement = holder.createStatement()) {
            statement.execute(
                    "SELECT pg_advisory_lock(" + PgStripes.STRIPE_LOCKS + ", " + stripes.of(RowKey.of("2")) + ")");

            assertThat(applier.apply(item, keys("1", "2"), Patience.LEAVE))
                    .isEqualTo(new Applied(keys("1"), keys("2")));
            Applier hasty = PgAppliers.applier(
                    databases.on(Side.OLD),
                    databases.on(Side.NEW),
                    new ApplyLimits(Duration.ofMillis(50), Duration.ofMillis(50)));
            assertThat(hasty.apply(item, keys("2"), Patience.WAIT)).isEqualTo(new Applied(Set.of(), keys("2")));
        }
        assertThat(databases.rows(Side.NEW, "SELECT id FROM item")).containsExactly("(1)");
    }

    @Test
    void aStripeIsTheSameForEver() {
        PgStripes stripes = new PgStripes(7, PgStripes.Grain.BY_KEY);

        assertThat(List.of(stripes.of(RowKey.of("1")), stripes.of(RowKey.of("2")), stripes.of(RowKey.of("a", "ü"))))
                .containsExactly(142, 44, 55);
    }

    @Test
    void tablesWhoseKeysHaveSeveralTextsAreLockedWhole() throws SQLException {
        databases.both(
                "CREATE TABLE price (amount numeric PRIMARY KEY); CREATE TABLE cents (amount numeric(9,2) PRIMARY KEY)");

        assertThat(grain(databases.plan(2, "price", List.of("amount"), List.of("amount"))))
                .isEqualTo(PgStripes.Grain.BY_TABLE);
        assertThat(grain(databases.plan(3, "cents", List.of("amount"), List.of("amount"))))
                .isEqualTo(PgStripes.Grain.BY_KEY);
    }

    private PgStripes.Grain grain(TablePlan table) {
        return databases
                .on(Side.OLD)
                .inTransaction(
                        "read",
                        source -> databases
                                .on(Side.NEW)
                                .inTransaction(
                                        "read",
                                        target -> ShapeReader.read(
                                                        PgSource.describe(source, table, Direction.FORWARD),
                                                        target,
                                                        table,
                                                        Direction.FORWARD)
                                                .stripes()
                                                .grain()));
    }

    @Test
    void theRemovalOfVanishedRowsExcludesAppliersAndIsExcludedByThem() throws Exception {
        databases.old("INSERT INTO item VALUES (1, 'a')");
        Stop applying = new Stop(ApplyStep.READ);
        Applier slow = stepped(new AdvisoryKeyLocks(), applying);
        CompletableFuture<ApplyOutcome> running = background(() -> slow.apply(item, keys("1"), Patience.LEAVE));
        Stop.await(applying.reached);
        assertThat(applier.removeVanished(item, Patience.LEAVE))
                .isInstanceOfSatisfying(
                        Refused.class, r -> assertThat(r.reason().sqlState()).isEqualTo("55P03"));
        applying.goOn.countDown();
        running.get(30, TimeUnit.SECONDS);

        Stop removing = new Stop(ApplyStep.LOCKED);
        Applier remover = stepped(new AdvisoryKeyLocks(), removing);
        CompletableFuture<ApplyOutcome> removal = background(() -> remover.removeVanished(item, Patience.LEAVE));
        Stop.await(removing.reached);
        assertThat(applier.apply(item, keys("1"), Patience.LEAVE)).isEqualTo(new Applied(Set.of(), keys("1")));
        removing.goOn.countDown();
        removal.get(30, TimeUnit.SECONDS);
        assertEqual("item");
    }

    @Test
    void anApplyThatStalledWhileAuthorityMovedWritesNothing() throws Exception {
        databases.old("INSERT INTO item VALUES (1, 'a')");
        Stop stop = new Stop(ApplyStep.LOCKED);
        Applier slow = stepped(new AdvisoryKeyLocks(), stop);
        CompletableFuture<ApplyOutcome> running = background(() -> slow.apply(item, keys("1"), Patience.LEAVE));
        Stop.await(stop.reached);
        try (Connection mover = databases.session(Side.NEW);
                Statement statement = mover.createStatement()) {
            statement.execute("SET lock_timeout = '100ms'");
            assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> statement.execute(
                            "SELECT pg_advisory_lock(" + dev.theseus.jdbc.postgres.PgFence.LOCKS + ", 0)")))
                    .as("authority can't move while an apply is inside the fence")
                    .hasMessageContaining("lock timeout");
        }
        stop.goOn.countDown();
        assertThat(running.get(30, TimeUnit.SECONDS)).isEqualTo(new Applied(keys("1"), Set.of()));
        databases.target("SELECT setval('theseus.epoch', 2); UPDATE item SET name = 'written on new'");
        databases.old("UPDATE item SET name = 'stale'");
        applier.apply(item, keys("1"), Patience.LEAVE);

        assertThat(databases.value(Side.NEW, "SELECT name FROM item")).isEqualTo("written on new");
    }

    @Test
    void rowsThatStandInTheWayAndAreHeldByOthersLeaveTheBatchForLater() throws Exception {
        databases.both(
                "CREATE TABLE seat (id int PRIMARY KEY, name text UNIQUE); INSERT INTO seat VALUES (1, 'a'), (2, 'b')");
        TablePlan seat = databases.plan(11, "seat", List.of("id"), List.of("id", "name"));
        databases.old("UPDATE seat SET name = 'tmp' WHERE id = 1; UPDATE seat SET name = 'a' WHERE id = 2;"
                + "UPDATE seat SET name = 'b' WHERE id = 1");
        int stripe = new PgStripes(11, PgStripes.Grain.BY_KEY).of(RowKey.of("2"));
        try (Connection holder = databases.session(Side.NEW);
                Statement statement = holder.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + PgStripes.STRIPE_LOCKS + ", " + stripe + ")");
            assertThat(applier.apply(seat, keys("1"), Patience.LEAVE)).isEqualTo(new Applied(Set.of(), keys("1")));
        }
        apply(seat, keys("1"));

        assertEqual("seat");
    }

    @Test
    void triggersAndForeignKeysOfTheTargetDoNotFireWhereTheRoleMayBeTaken() throws SQLException {
        databases.both("CREATE TABLE part (id int PRIMARY KEY, item int REFERENCES item ON DELETE CASCADE)");
        databases.target("""
                CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.name := ''spoilt''; RETURN NEW; END';
                CREATE TRIGGER spoil BEFORE INSERT OR UPDATE ON item FOR EACH ROW EXECUTE FUNCTION spoil();
                INSERT INTO part VALUES (5, NULL)""");
        databases.old("INSERT INTO item VALUES (1, 'a'); INSERT INTO part VALUES (5, 1)");
        apply(databases.plan(2, "part", List.of("id"), List.of("id", "item")), keys("5"));
        apply(item, keys("1"));

        assertEqual("item");
        assertEqual("part");
    }

    @Test
    void withoutTheReplicationRoleADeletionNeverReachesFurtherThanItsTable() throws SQLException {
        String role = "applier_" + databases.value(Side.NEW, "SELECT current_database()");
        databases.both("CREATE TABLE part (id int PRIMARY KEY, item int REFERENCES item ON DELETE CASCADE)");
        databases.target("INSERT INTO item VALUES (1, 'gone from old'); INSERT INTO part VALUES (5, 1)");
        databases.target("CREATE ROLE " + role + " LOGIN; GRANT USAGE ON SCHEMA theseus TO " + role
                + "; GRANT SELECT ON theseus.epoch TO " + role + "; GRANT ALL ON item, part TO " + role);
        String url = databases.url(Side.NEW).replace("user=postgres", "user=" + role);
        try (var target = dev.theseus.jdbc.postgres.PgDatabase.open(Side.NEW, url, null, null, 4)) {
            Applier unprivileged = PgAppliers.applier(databases.on(Side.OLD), target, ApplyLimits.DEFAULT);

            assertThat(unprivileged.apply(item, keys("1"), Patience.LEAVE))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason().what()).contains("part_item_fkey"));
            assertThat(databases.rows(Side.NEW, "SELECT id FROM part")).hasSize(1);
            TablePlan part = databases.plan(2, "part", List.of("id"), List.of("id", "item"));
            assertThat(unprivileged.apply(part, keys("5"), Patience.LEAVE)).isInstanceOf(Applied.class);
            assertThat(unprivileged.apply(item, keys("1"), Patience.LEAVE)).isInstanceOf(Applied.class);
        }
        assertEqual("item");
        assertEqual("part");
    }
}
