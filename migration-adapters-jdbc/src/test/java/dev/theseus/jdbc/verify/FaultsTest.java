package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.jdbc.verify.ExactForm.Encodings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers that go away, tables that are rewritten, callers that lose patience, readings that read nothing. */
class FaultsTest {

    private static final TableScan.Pace PACE = new TableScan.Pace(1, 8 << 10, Rest.NONE);

    private static final String OURS = "FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name LIKE 'theseus%' AND wait_event_type = 'Lock'";

    private final Attempts attempts = new Attempts();
    private LiveScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = LiveScene.open();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aComparisonOutlivesTheLossOfItsSessions() throws Exception {
        scene.databases.target("DELETE FROM t WHERE id = 3");
        scene.relay.start();
        FutureTask<TableComparison> comparison = new FutureTask<>(scene::compare);
        try (Connection session = scene.databases.session(Side.OLD);
                Statement blocker = session.createStatement()) {
            session.setAutoCommit(false);
            blocker.execute("LOCK TABLE t");
            Thread.ofPlatform().start(comparison);
            await().until(() ->
                    !scene.databases.rows(Side.OLD, "SELECT pid " + OURS).isEmpty());
            assertThat(scene.databases.rows(Side.OLD, "SELECT pg_terminate_backend(pid) " + OURS))
                    .isNotEmpty();
        }

        assertThat(comparison.get(30, TimeUnit.SECONDS).repaired()).isEqualTo(1);
        assertThat(comparison.get().rowsOld()).isEqualTo(LiveScene.ROWS);
    }

    @Test
    void aComparisonThatIsInterruptedEndsItsStatements() throws Exception {
        FutureTask<TableComparison> comparison = new FutureTask<>(scene::compare);
        try (Connection session = scene.databases.session(Side.NEW);
                Statement blocker = session.createStatement()) {
            session.setAutoCommit(false);
            blocker.execute("LOCK TABLE t");
            Thread caller = Thread.ofPlatform().start(comparison);
            await().until(() ->
                    !scene.databases.rows(Side.NEW, "SELECT pid " + OURS).isEmpty());

            caller.interrupt();

            assertThatThrownBy(() -> comparison.get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(InterruptedException.class);
            assertThat(scene.databases.rows(Side.NEW, "SELECT pid " + OURS)).isEmpty();
        }
    }

    @Test
    void aHeapThatWasRewrittenIsReadAnew() throws Exception {
        TablePair table = pair();
        HeapPlan plan = HeapPlan.of(table.old(), 8 << 10, attempts);
        assertThat(plan.ranges()).hasSizeGreaterThan(2);
        List<Callable<BucketSums>> tasks = new SideScan(table.old(), Fold.XOR, 1, PACE, attempts).tasks(plan.ranges());
        assertThat(tasks.getFirst().call().rows()).isEqualTo(LiveScene.ROWS);

        scene.databases.old("VACUUM FULL t");

        assertThatThrownBy(() -> new SideScan(table.old(), Fold.XOR, 1, PACE, attempts)
                        .tasks(plan.ranges())
                        .getFirst()
                        .call())
                .isInstanceOf(HeapMoved.class);
    }

    @Test
    void aRowAddedBeyondThePlannedPagesIsRead() throws Exception {
        HeapPlan plan = HeapPlan.of(pair().old(), 8 << 10, attempts);
        scene.databases.old("INSERT INTO t SELECT i, 'more' FROM generate_series(2001, 4000) i");

        long rows = new SideScan(pair().old(), Fold.XOR, 4, PACE, attempts)
                .tasks(plan.ranges())
                .getFirst()
                .call()
                .rows();

        assertThat(rows).isEqualTo(LiveScene.ROWS + 2000);
    }

    /** The defect is planted: a scan that reads nothing and so finds both sides equal. */
    @Test
    void aReadingThatSawNothingOfATableWithRowsNeverPasses() throws Exception {
        ServerPair servers = ServerPair.of(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), attempts);
        try (Workers workers = new Workers(attempts)) {
            TableScan blind = new TableScan(pair(), servers, PACE, workers, attempts) {
                @Override
                Sums read(int buckets) {
                    return new Sums(new BucketSums(Fold.XOR, buckets), new BucketSums(Fold.XOR, buckets), 0);
                }
            };
            OneTable comparison = new OneTable(
                    pair(),
                    digests(),
                    blind,
                    ComparedTable.SETTINGS,
                    new Repairs(scene.log, scene.applier, scene.relay),
                    attempts);

            assertThatThrownBy(() -> comparison.compare(new RelayPatience(scene.relay, java.time.Duration.ZERO)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("public.t");
        }
    }

    @Test
    void noTableAtAllMeansThatNothingWasCompared() throws Exception {
        Repairs repairs = new Repairs(scene.log, scene.applier, scene.relay);

        assertThat(PgVerifications.verification(
                                scene.databases.on(Side.OLD),
                                scene.databases.on(Side.NEW),
                                repairs,
                                ComparedTable.SETTINGS,
                                Rest.NONE)
                        .verify(List.of(), one -> {})
                        .verdict())
                .isEqualTo(Verdict.NOTHING_COMPARED);
    }

    private TablePair pair() throws InterruptedException {
        return TablePair.read(
                scene.table.plan(),
                new TablePair.Ground(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), Direction.FORWARD),
                digests(),
                attempts);
    }

    private static Digests digests() {
        return new Digests(RowHash.RECORD, new ExactForm(Encodings.SAME));
    }
}
