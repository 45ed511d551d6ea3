package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.backfill.Backfill;
import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Throttle;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BackfillTest {

    private static final String KILL = """
            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name = 'theseus'""";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<TableCopied> reported = new CopyOnWriteArrayList<>();
    private CopyScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = CopyScene.create();
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        scene.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void tables_are_copied_and_each_is_reported_once(ChunkOrder order) throws Exception {
        List<TablePlan> tables =
                List.of(scene.numbers(1, "a", 20_000), scene.numbers(2, "b", 0), scene.numbers(3, "c", 3_000));
        Backfill backfill = backfill(CopyScene.OPEN, tables, table -> {});

        backfill.copy(plan(tables, order), tables, reported::add);

        for (TablePlan table : tables) {
            assertThat(scene.rows(Side.NEW, table)).isEqualTo(scene.rows(Side.OLD, table));
        }
        assertThat(reported).extracting(TableCopied::table).containsExactlyInAnyOrderElementsOf(names(tables));
        assertThat(backfill.progress()).hasSize(3).allSatisfy((name, progress) -> {
            assertThat(progress.state()).isEqualTo(CopyProgress.State.COMPLETE);
            assertThat(progress.fraction()).isEqualTo(1);
        });
    }

    @Test
    void what_is_to_be_done_before_completion_is_done_when_all_rows_are_there_and_none_is_applied_yet()
            throws Exception {
        TablePlan table = scene.numbers(1, "a", 5_000);
        List<String> seen = new CopyOnWriteArrayList<>();

        backfill(CopyScene.OPEN, List.of(table), t -> seen.add(quietly("""
                        SELECT (SELECT count(*) FROM a) || ' ' || coalesce(completed_at::text, 'not complete')
                        FROM theseus.table_copy""")))
                .copy(plan(List.of(table), ChunkOrder.HEAP), List.of(table), reported::add);

        assertThat(seen).containsExactly("5000 not complete");
    }

    @Test
    void a_table_whose_rows_are_there_is_not_complete_when_what_is_to_be_done_before_fails() throws Exception {
        TablePlan table = scene.numbers(1, "a", 500);
        Backfill failing = backfill(CopyScene.OPEN, List.of(table), t -> {
            throw new DatabaseRefused(Side.NEW, "42P07", "an index can't be built");
        });
        Plan plan = plan(List.of(table), ChunkOrder.HEAP);

        assertThatThrownBy(() -> failing.copy(plan, List.of(table), reported::add))
                .hasMessage("an index can't be built");
        assertThat(failing.progress())
                .allSatisfy((name, progress) -> assertThat(progress.state()).isEqualTo(CopyProgress.State.COPYING));

        backfill(CopyScene.OPEN).copy(plan, List.of(table), reported::add);
        assertThat(reported).hasSize(1);
    }

    private String quietly(String query) {
        try {
            return ledger(query);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tables_that_are_complete_already_are_reported_and_not_copied_again() throws Exception {
        List<TablePlan> tables = List.of(scene.numbers(1, "a", 100), scene.numbers(2, "b", 100));
        backfill(CopyScene.OPEN).copy(plan(tables, ChunkOrder.HEAP), tables.subList(0, 1), reported::add);

        backfill(CopyScene.OPEN).copy(plan(tables, ChunkOrder.HEAP), tables, reported::add);

        assertThat(reported).extracting(c -> c.table().name()).containsExactlyInAnyOrder("a", "a", "b");
        assertThat(ledger("SELECT count(*) FROM theseus.chunk_ledger")).isEqualTo("2");
    }

    @Test
    void a_table_that_cannot_be_copied_stops_all_of_them() throws Exception {
        List<TablePlan> tables = List.of(scene.numbers(1, "a", 20_000), scene.numbers(2, "b", 100));
        scene.databases.target("ALTER TABLE b ADD CONSTRAINT never CHECK (id < 50)");

        assertThatThrownBy(() -> backfill(CopyScene.OPEN).copy(plan(tables, ChunkOrder.HEAP), tables, reported::add))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("never");
        assertThat(ledger("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM"
                        + " pg_database WHERE datname = current_database())"))
                .isEqualTo("0");
    }

    @Test
    void an_interrupt_ends_it_in_the_middle_of_a_chunk_and_the_next_run_goes_on() throws Exception {
        List<TablePlan> tables = List.of(scene.numbers(1, "a", 5_000));
        StepThrottle.Gate gate = new StepThrottle.Gate();
        AtomicReference<Thread> caller = new AtomicReference<>();
        CompletableFuture<Void> run = running(backfill(gate), tables, caller);
        gate.awaitReached();

        caller.get().interrupt();

        assertThatThrownBy(run::join).hasCauseInstanceOf(InterruptedException.class);
        assertThat(scene.rows(Side.NEW, tables.getFirst())).isEmpty();
        backfill(CopyScene.OPEN).copy(plan(tables, ChunkOrder.HEAP), tables, reported::add);
        assertThat(scene.rows(Side.NEW, tables.getFirst())).hasSize(5_000);
    }

    @Test
    void an_interrupt_ends_it_while_it_waits_for_a_lock_in_the_old_database() throws Exception {
        List<TablePlan> tables = List.of(scene.numbers(1, "a", 5_000));
        scene.ledger(ChunkOrder.HEAP).open(tables.getFirst());
        AtomicReference<Thread> caller = new AtomicReference<>();
        try (Connection holder = scene.databases.session(Side.OLD);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE a IN ACCESS EXCLUSIVE MODE");
            CompletableFuture<Void> run = running(backfill(CopyScene.OPEN), tables, caller);
            await().until(() -> scene.databases
                    .value(Side.OLD, "SELECT count(*) > 0 FROM pg_locks WHERE NOT granted")
                    .equals("t"));

            caller.get().interrupt();

            assertThatThrownBy(run::join).hasCauseInstanceOf(InterruptedException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void it_outlives_the_loss_of_all_its_sessions_again_and_again(Side side) throws Exception {
        List<TablePlan> tables = List.of(scene.numbers(1, "a", 60_000), scene.numbers(2, "b", 30_000));
        CompletableFuture<Void> run = running(backfill(CopyScene.OPEN), tables, new AtomicReference<>());

        for (int kill = 0; kill < 8 && !run.isDone(); kill++) {
            String copied = ledger("SELECT count(*) FROM theseus.chunk_ledger");
            scene.databases.value(side, KILL);
            await().until(() -> run.isDone()
                    || !ledger("SELECT count(*) FROM theseus.chunk_ledger").equals(copied));
        }
        run.join();

        for (TablePlan table : tables) {
            assertThat(scene.rows(Side.NEW, table)).isEqualTo(scene.rows(Side.OLD, table));
        }
        assertThat(ledger("SELECT sum(row_count) FROM theseus.chunk_ledger")).isEqualTo("90000");
    }

    @Test
    void rewrites_of_the_heap_while_it_runs_do_not_stop_it() throws Exception {
        TablePlan table = scene.numbers(1, "a", 60_000);
        scene.databases.old("DELETE FROM a WHERE id % 3 = 0");
        CompletableFuture<Void> run = running(backfill(CopyScene.OPEN), List.of(table), new AtomicReference<>());
        await().until(() -> run.isDone()
                || !ledger("SELECT count(*) FROM theseus.chunk_ledger").equals("0"));

        scene.databases.old("VACUUM FULL a");
        run.join();

        assertThat(scene.rows(Side.NEW, table)).isEqualTo(scene.rows(Side.OLD, table));
    }

    @Test
    void two_processes_share_the_work() throws Exception {
        List<TablePlan> tables = List.of(scene.numbers(1, "a", 40_000), scene.numbers(2, "b", 20_000));
        CompletableFuture<Void> one = running(backfill(CopyScene.OPEN), tables, new AtomicReference<>());
        CompletableFuture<Void> two = running(backfill(CopyScene.OPEN), tables, new AtomicReference<>());
        one.join();
        two.join();

        assertThat(ledger("SELECT sum(row_count) FROM theseus.chunk_ledger")).isEqualTo("60000");
        assertThat(ledger("SELECT count(*) FROM a")).isEqualTo("40000");
        assertThat(reported).hasSize(4);
    }

    private Backfill backfill(Throttle throttle) {
        return backfill(throttle, List.of(), table -> {});
    }

    private Backfill backfill(Throttle throttle, List<TablePlan> tables, Consumer<TablePlan> beforeCompletion) {
        return PgCopy.backfill(
                scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), tables, throttle, beforeCompletion);
    }

    private CompletableFuture<Void> running(Backfill backfill, List<TablePlan> tables, AtomicReference<Thread> caller) {
        return CompletableFuture.runAsync(
                () -> {
                    caller.set(Thread.currentThread());
                    try {
                        backfill.copy(plan(tables, ChunkOrder.HEAP), tables, reported::add);
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    private static Plan plan(List<TablePlan> tables, ChunkOrder order) {
        BackfillSettings plain = BackfillSettings.DEFAULT;
        BackfillSettings settings = new BackfillSettings(
                2, new ChunkSize(64 << 10, 1_000_000), order, plain.indexes(), plain.rate(), plain.window());
        Plan.Settings defaults = Plan.Settings.DEFAULT;
        DatabaseAddress address = new DatabaseAddress("jdbc:postgresql://localhost/x", "x", Optional.empty());
        return new Plan(
                new MigrationId("m"),
                address,
                address,
                tables,
                new Plan.Settings(
                        settings, defaults.throttle(), defaults.relay(), defaults.verification(), defaults.gates()));
    }

    private static List<dev.theseus.domain.database.TableName> names(List<TablePlan> tables) {
        return new ArrayList<>(tables.stream().map(TablePlan::old).toList());
    }

    private String ledger(String query) throws SQLException {
        return scene.databases.value(Side.NEW, query);
    }
}
