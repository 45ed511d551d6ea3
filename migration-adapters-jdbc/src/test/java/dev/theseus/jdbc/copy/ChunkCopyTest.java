package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkCopy.CopyOutcome;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkCopyTest {

    private static final long WHOLE = 1L << 30;
    private static final String COPIERS_WAITING_FOR_ANOTHER =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'";

    private final ExecutorService threads = Executors.newCachedThreadPool();
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
    void a_table_is_copied_in_chunks(ChunkOrder order) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 10_000);

        List<Chunk> chunks = scene.copyAll(table, order, 64 << 10);

        assertThat(chunks).hasSizeGreaterThan(5);
        assertThat(scene.rows(Side.NEW, table)).hasSize(10_000).isEqualTo(scene.rows(Side.OLD, table));
        assertThat(target("SELECT sum(row_count) FROM theseus.chunk_ledger")).isEqualTo("10000");
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void an_empty_table_needs_no_chunk(ChunkOrder order) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 0);

        assertThat(scene.copyAll(table, order, WHOLE)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void a_row_that_changed_since_capture_began_is_left_to_the_change_log(ChunkOrder order) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5);
        scene.databases.old("UPDATE numbers SET name = 'new' WHERE id = 2");
        scene.databases.old("DELETE FROM numbers WHERE id = 3");
        scene.databases.old("UPDATE numbers SET id = 40 WHERE id = 4");
        scene.databases.old("INSERT INTO numbers VALUES (6, 'six')");

        scene.copyAll(table, order, WHOLE);

        assertThat(scene.rows(Side.NEW, table)).containsExactly("(1,\"row 1\")", "(5,\"row 5\")");
        assertThat(loggedKeys()).containsExactlyInAnyOrder("{2}", "{3}", "{4}", "{40}", "{6}");
    }

    @Test
    void a_transaction_older_than_capture_that_writes_after_it_began_is_not_overlooked() throws Exception {
        scene.databases.both("CREATE TABLE numbers (id bigint PRIMARY KEY, name text)");
        scene.databases.old("CREATE TABLE elsewhere (id int); INSERT INTO numbers VALUES (1, 'one'), (2, 'two')");
        try (Connection writer = scene.databases.session(Side.OLD);
                Statement statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            // it has a transaction number now, lower than any that the installation of capture can see
            statement.execute("INSERT INTO elsewhere VALUES (1)");
            scene.databases.old("INSERT INTO elsewhere VALUES (2)");
            TablePlan table = scene.captured(scene.databases.plan(1, "numbers", List.of("id"), List.of("id", "name")));
            statement.execute("UPDATE numbers SET name = 'later' WHERE id = 2");
            writer.commit();

            scene.copyAll(table, ChunkOrder.HEAP, WHOLE);

            assertThat(scene.rows(Side.NEW, table)).containsExactly("(1,one)");
        }
    }

    @Test
    void a_row_written_before_capture_by_a_transaction_of_the_same_time_is_copied() throws Exception {
        scene.databases.both("CREATE TABLE numbers (id bigint PRIMARY KEY, name text)");
        scene.databases.old("CREATE TABLE elsewhere (id int)");
        try (Connection reader = scene.databases.session(Side.OLD);
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("INSERT INTO elsewhere VALUES (1)");
            // younger than the oldest transaction that is open when capture begins: it is looked up, and not found
            scene.databases.old("INSERT INTO numbers VALUES (1, 'one')");
            TablePlan table = scene.captured(scene.databases.plan(1, "numbers", List.of("id"), List.of("id", "name")));

            scene.copyAll(table, ChunkOrder.HEAP, WHOLE);

            assertThat(scene.rows(Side.NEW, table)).containsExactly("(1,one)");
        }
    }

    @Test
    void without_capture_nothing_is_copied() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5);
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        Chunk chunk = ledger.claim(table, WHOLE).orElseThrow();
        scene.databases.old("DELETE FROM theseus.captured_table");

        assertThatThrownBy(() -> scene.copier().copy(table, chunk))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("public.numbers")
                .hasMessageContaining("install capture first");
        assertThat(target("SELECT count(*) FROM theseus.chunk_ledger")).isEqualTo("0");
    }

    @Test
    void capture_that_was_installed_anew_in_between_stops_the_copy() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5);
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        Chunk chunk = ledger.claim(table, WHOLE).orElseThrow();
        scene.databases.old("UPDATE theseus.captured_table SET since_xid = pg_current_xact_id()");

        assertThatThrownBy(() -> scene.copier().copy(table, chunk))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("installed anew");
    }

    @Test
    void a_second_copier_of_the_same_chunk_waits_and_then_finds_it_copied() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 100);
        Chunk chunk = opened(table, ChunkOrder.HEAP).claim(table, WHOLE).orElseThrow();
        StepThrottle.Gate gate = new StepThrottle.Gate();

        CompletableFuture<CopyOutcome> first = copying(table, chunk, gate);
        gate.awaitReached();
        CompletableFuture<CopyOutcome> second = copying(table, chunk, CopyScene.OPEN);
        await().until(() -> target(COPIERS_WAITING_FOR_ANOTHER).equals("1"));
        gate.open();

        assertThat(first.join()).isInstanceOf(CopyOutcome.Copied.class);
        assertThat(second.join()).isInstanceOf(CopyOutcome.CopiedBefore.class);
        assertThat(scene.rows(Side.NEW, table)).hasSize(100);
    }

    @ParameterizedTest
    @EnumSource(Side.class)
    void a_copier_whose_session_is_killed_leaves_nothing_and_the_waiting_one_copies(Side killed) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 100);
        Chunk chunk = opened(table, ChunkOrder.HEAP).claim(table, WHOLE).orElseThrow();
        StepThrottle.Gate gate = new StepThrottle.Gate();

        CompletableFuture<CopyOutcome> first = copying(table, chunk, gate);
        gate.awaitReached();
        CompletableFuture<CopyOutcome> second = copying(table, chunk, CopyScene.OPEN);
        await().until(() -> target(COPIERS_WAITING_FOR_ANOTHER).equals("1"));
        scene.databases.value(killed, """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE datname = current_database() AND query LIKE 'COPY %'""");
        gate.open();

        if (killed == Side.NEW) {
            assertThatThrownBy(first::join).hasCauseInstanceOf(DatabaseUnavailable.class);
            assertThat(second.join()).isInstanceOf(CopyOutcome.Copied.class);
        } else {
            // the source had sent everything before it died, or it had not: one of the two has copied, and one alone
            CopyOutcome secondOutcome = second.join();
            assertThat(outcome(first)).isNotEqualTo(secondOutcome.getClass());
        }
        assertThat(scene.rows(Side.NEW, table)).hasSize(100);
        assertThat(target("SELECT count(*) FROM theseus.chunk_ledger")).isEqualTo("1");
    }

    @Test
    void a_row_deleted_while_its_chunk_is_copied_has_its_entry_in_the_log() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 3);
        Chunk chunk = opened(table, ChunkOrder.HEAP).claim(table, WHOLE).orElseThrow();
        StepThrottle.Gate gate = new StepThrottle.Gate();

        CompletableFuture<CopyOutcome> copy = copying(table, chunk, gate);
        gate.awaitReached();
        scene.databases.old("DELETE FROM numbers WHERE id = 2");
        gate.open();

        assertThat(copy.join()).isInstanceOf(CopyOutcome.Copied.class);
        assertThat(scene.rows(Side.NEW, table)).contains("(2,\"row 2\")");
        assertThat(loggedKeys()).containsExactly("{2}");
    }

    @Test
    void a_row_that_moves_to_a_later_page_between_two_chunks_is_neither_doubled_nor_kept_stale() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 2_000);
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        Chunk first = ledger.claim(table, 64 << 10).orElseThrow();
        scene.copier().copy(table, first);

        scene.databases.old("UPDATE numbers SET name = repeat('x', 2000) WHERE id IN (1, 1999)");
        scene.copyRest(ledger, table, 64 << 10);

        assertThat(target("SELECT name FROM numbers WHERE id = 1")).isEqualTo("row 1");
        assertThat(target("SELECT count(*) FROM numbers WHERE id = 1999")).isEqualTo("0");
        assertThat(scene.rows(Side.NEW, table)).hasSize(1_999);
        assertThat(loggedKeys()).contains("{1}", "{1999}");
    }

    @Test
    void a_row_that_moves_to_another_key_between_two_chunks_by_key_is_not_doubled() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 2_000);
        scene.databases.both("CREATE UNIQUE INDEX ON numbers (name)");
        ChunkLedger ledger = opened(table, ChunkOrder.KEY);
        Chunk first = ledger.claim(table, 64 << 10).orElseThrow();
        scene.copier().copy(table, first);

        scene.databases.old(
                "UPDATE numbers SET id = 1900 + 5000 WHERE id = 1; UPDATE numbers SET id = 1 WHERE id = 1900");
        scene.copyRest(ledger, table, 64 << 10);

        assertThat(scene.rows(Side.NEW, table)).hasSize(1_999).contains("(1,\"row 1\")");
        assertThat(loggedKeys()).contains("{1}", "{1900}", "{6900}");
    }

    @Test
    void two_rows_that_swap_a_unique_value_between_two_chunks_do_not_collide() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 2_000);
        scene.databases.both("CREATE UNIQUE INDEX ON numbers (name)");
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        scene.copier().copy(table, ledger.claim(table, 64 << 10).orElseThrow());

        scene.databases.old("""
                UPDATE numbers SET name = 'between' WHERE id = 1; UPDATE numbers SET name = 'row 1' WHERE id = 2000;
                UPDATE numbers SET name = 'row 2000' WHERE id = 1""");

        scene.copyRest(ledger, table, 64 << 10);
        assertThat(scene.rows(Side.NEW, table)).hasSize(1_999);
    }

    @Test
    void rows_inserted_after_the_table_was_opened_do_not_prolong_its_copy() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 10);
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        scene.databases.old("INSERT INTO numbers SELECT i, 'late' FROM generate_series(11, 20000) i");

        assertThat(scene.copyRest(ledger, table, 64 << 10)).hasSize(1);
        assertThat(scene.rows(Side.NEW, table)).hasSize(10);
    }

    @Test
    void a_truncate_before_a_chunk_makes_it_void_and_the_rest_is_found_empty() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 2_000);
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        scene.copier().copy(table, ledger.claim(table, 64 << 10).orElseThrow());
        scene.databases.old("TRUNCATE numbers; INSERT INTO numbers VALUES (7, 'after')");
        Chunk chunk = ledger.claim(table, 64 << 10).orElseThrow();

        assertThat(scene.copier().copy(table, chunk)).isInstanceOf(CopyOutcome.HeapMoved.class);
        ledger.replanByKey(table, (ChunkRange.Heap) chunk.range());
        scene.copyRest(ledger, table, 64 << 10);

        assertThat(ledger.complete(table)).isEqualTo(ChunkLedger.Completion.COMPLETE);
        assertThat(loggedKeys()).contains("{7}");
        // what the first chunk brought is left to the entry of the TRUNCATE; row 7 of today to its own
        assertThat(target("SELECT name FROM numbers WHERE id = 7")).isEqualTo("row 7");
    }

    @ParameterizedTest
    @EnumSource(Rewrite.class)
    void a_rewrite_of_the_heap_in_the_middle_lets_the_rest_go_on_by_key(Rewrite rewrite) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5_000);
        scene.databases.old("DELETE FROM numbers WHERE id % 2 = 0");
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        scene.copier().copy(table, ledger.claim(table, 64 << 10).orElseThrow());

        scene.databases.old(rewrite.sql);
        List<Chunk> rest = scene.copyRest(ledger, table, 64 << 10);

        assertThat(rest).extracting(Chunk::manner).containsOnly(Chunk.Manner.KEEPING);
        assertThat(ledger.complete(table)).isEqualTo(ChunkLedger.Completion.COMPLETE);
        assertThat(scene.rows(Side.NEW, table)).hasSize(2_500).isEqualTo(scene.rows(Side.OLD, table));
    }

    enum Rewrite {
        VACUUM_FULL("VACUUM FULL numbers"),
        CLUSTER("CLUSTER numbers USING numbers_pkey"),
        ALTER_TABLE("ALTER TABLE numbers ALTER COLUMN name TYPE text USING name || ''");

        private final String sql;

        Rewrite(String sql) {
            this.sql = sql;
        }
    }

    @Test
    void to_plan_anew_waits_for_copiers_that_still_write_rows_of_the_void_plan() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5_000);
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        Chunk slow = ledger.claim(table, 64 << 10).orElseThrow();
        Chunk moved = ledger.claim(table, 64 << 10).orElseThrow();
        StepThrottle.Gate gate = new StepThrottle.Gate();
        CompletableFuture<CopyOutcome> slowCopy = copying(table, slow, gate);
        gate.awaitReached();
        // what follows is what another copier meets when the heap was rewritten after the slow one had read its rows
        CompletableFuture<Void> replan =
                CompletableFuture.runAsync(() -> ledger.replanByKey(table, (ChunkRange.Heap) moved.range()), threads);
        await().until(() -> target(COPIERS_WAITING_FOR_ANOTHER).equals("1"));
        assertThat(replan).isNotDone();
        gate.open();

        assertThat(slowCopy.join()).isInstanceOf(CopyOutcome.Copied.class);
        replan.join();
        assertThat(scene.copier().copy(table, moved)).isInstanceOf(CopyOutcome.HeapMoved.class);
        scene.copyRest(ledger, table, 64 << 10);
        assertThat(scene.rows(Side.NEW, table)).isEqualTo(scene.rows(Side.OLD, table));
    }

    @Test
    void a_target_that_has_taken_authority_takes_no_rows() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5);
        Chunk chunk = opened(table, ChunkOrder.HEAP).claim(table, WHOLE).orElseThrow();
        scene.databases.target("SELECT setval('theseus.epoch', 2)");

        assertThat(scene.copier().copy(table, chunk)).isInstanceOf(CopyOutcome.NotInForce.class);
        assertThat(scene.rows(Side.NEW, table)).isEmpty();
    }

    @Test
    void a_row_that_the_target_refuses_is_reported_without_its_content() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5);
        scene.databases.target("ALTER TABLE numbers ADD CONSTRAINT short_names CHECK (name <> 'row 3')");
        Chunk chunk = opened(table, ChunkOrder.HEAP).claim(table, WHOLE).orElseThrow();

        assertThatThrownBy(() -> scene.copier().copy(table, chunk))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("short_names")
                .hasMessageNotContaining("row 3");
        assertThat(scene.rows(Side.NEW, table)).isEmpty();
    }

    @Test
    void an_interrupted_copy_leaves_nothing_behind_and_its_connections_usable() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5);
        Chunk chunk = opened(table, ChunkOrder.HEAP).claim(table, WHOLE).orElseThrow();

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> scene.copier().copy(table, chunk)).isInstanceOf(InterruptedException.class);

        assertThat(Thread.interrupted()).isFalse();
        assertThat(scene.rows(Side.NEW, table)).isEmpty();
        assertThat(scene.copier().copy(table, chunk)).isInstanceOf(CopyOutcome.Copied.class);
    }

    @Test
    void triggers_and_foreign_keys_of_the_target_do_not_fire() throws Exception {
        scene.databases.target("""
                CREATE TABLE numbers (id bigint PRIMARY KEY, name text, parent bigint REFERENCES numbers);
                CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS
                  $$ BEGIN NEW.name = upper(NEW.name); RETURN NEW; END $$;
                CREATE TRIGGER shout BEFORE INSERT ON numbers FOR EACH ROW EXECUTE FUNCTION shout()""");
        scene.databases.old("""
                CREATE TABLE numbers (id bigint PRIMARY KEY, name text, parent bigint);
                INSERT INTO numbers VALUES (1, 'one', 2), (2, 'two', 1)""");
        TablePlan table =
                scene.captured(scene.databases.plan(1, "numbers", List.of("id"), List.of("id", "name", "parent")));

        scene.copyAll(table, ChunkOrder.HEAP, WHOLE);

        assertThat(scene.rows(Side.NEW, table)).containsExactly("(1,one,2)", "(2,two,1)");
    }

    private ChunkLedger opened(TablePlan table, ChunkOrder order) {
        ChunkLedger ledger = scene.ledger(order);
        ledger.open(table);
        return ledger;
    }

    private CompletableFuture<CopyOutcome> copying(TablePlan table, Chunk chunk, StepThrottle throttle) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return scene.copier(throttle).copy(table, chunk);
                    } catch (InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    private static Class<?> outcome(CompletableFuture<CopyOutcome> copy) {
        return copy.handle((outcome, failure) -> failure == null ? outcome.getClass() : failure.getClass())
                .join();
    }

    private List<String> loggedKeys() throws SQLException {
        return scene.databases.rows(Side.OLD, "SELECT key FROM theseus.change_log ORDER BY id").stream()
                .map(row -> row.replaceAll("^\\(\"?|\"?\\)$", ""))
                .toList();
    }

    private String target(String query) throws SQLException {
        return scene.databases.value(Side.NEW, query);
    }
}
