package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.backfill.ChunkLedger.Completion;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkLedgerTest {

    private static final long SMALL = 64 << 10;

    private CopyScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = CopyScene.create();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void a_table_without_capture_is_not_opened() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5);
        scene.databases.old("DELETE FROM theseus.captured_table");

        assertThatThrownBy(() -> scene.ledger(ChunkOrder.AUTOMATIC).open(table))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("install capture first");
    }

    @Test
    void a_target_that_holds_rows_is_refused() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5);
        scene.databases.target("INSERT INTO numbers VALUES (9, 'nine')");

        assertThatThrownBy(() -> scene.ledger(ChunkOrder.AUTOMATIC).open(table))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("public.numbers")
                .hasMessageContaining("holds rows already");
        assertThat(progress(table).state()).isEqualTo(CopyProgress.State.NOT_OPEN);
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void a_target_that_holds_rows_is_overwritten_where_the_plan_says_merge(ChunkOrder order) throws Exception {
        TablePlan plan = scene.numbers(1, "numbers", 3);
        TablePlan table = new TablePlan(
                1, plan.old(), plan.target(), plan.key(), plan.columns(), TablePlan.ExistingRows.MERGE, plan.capture());
        scene.databases.target("INSERT INTO numbers VALUES (2, 'before'), (9, 'nine')");

        scene.copyAll(table, order, SMALL);

        assertThat(scene.rows(Side.NEW, table))
                .containsExactly("(1,\"row 1\")", "(2,\"row 2\")", "(3,\"row 3\")", "(9,nine)");
    }

    @Test
    void a_role_that_cannot_switch_foreign_keys_off_is_told_what_is_in_the_way() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5);
        scene.databases.target("""
                CREATE TABLE parents (id bigint PRIMARY KEY);
                ALTER TABLE numbers ADD CONSTRAINT of_parent FOREIGN KEY (id) REFERENCES parents;
                CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
                CREATE TRIGGER shouting BEFORE INSERT ON numbers FOR EACH ROW EXECUTE FUNCTION shout();
                DROP ROLE IF EXISTS mover; CREATE ROLE mover LOGIN;
                GRANT ALL ON SCHEMA theseus TO mover; GRANT ALL ON ALL TABLES IN SCHEMA theseus, public TO mover;
                GRANT ALL ON ALL SEQUENCES IN SCHEMA theseus TO mover""");
        String url = scene.databases.url(Side.NEW).replace("user=postgres", "user=mover");
        try (PgDatabase target = PgDatabase.open(Side.NEW, url, null, null, 4);
                ChunkLedger ledger = PgCopy.ledger(scene.databases.on(Side.OLD), target, BackfillSettings.DEFAULT)) {

            assertThatThrownBy(() -> ledger.open(table))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("foreign key of_parent, trigger shouting")
                    .hasMessageContaining("session_replication_role");

            scene.databases.target("ALTER TABLE numbers DROP CONSTRAINT of_parent, DISABLE TRIGGER shouting");
            ledger.open(table);
            Chunk chunk = ledger.claim(table, SMALL).orElseThrow();
            PgCopy.chunkCopy(scene.databases.on(Side.OLD), target, CopyScene.OPEN)
                    .copy(table, chunk);
        }
        assertThat(scene.rows(Side.NEW, table)).hasSize(5);
    }

    @Test
    void a_table_that_is_open_stays_as_it_was() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 2_000);
        scene.ledger(ChunkOrder.KEY).open(table);
        scene.ledger(ChunkOrder.HEAP).open(table);

        Chunk chunk = scene.ledger(ChunkOrder.HEAP).claim(table, SMALL).orElseThrow();

        assertThat(chunk.range()).isInstanceOf(ChunkRange.Keys.class);
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void a_chunk_is_as_large_as_it_is_wanted_then(ChunkOrder order) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 20_000);
        ChunkLedger ledger = opened(table, order);

        long small = length(ledger.claim(table, 64 << 10).orElseThrow());
        long large = length(ledger.claim(table, 256 << 10).orElseThrow());

        assertThat(large).isBetween(small * 3, small * 5);
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void a_chunk_never_has_many_more_rows_than_the_plan_allows(ChunkOrder order) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5_000);
        scene.databases.old("ANALYZE numbers");
        ChunkLedger ledger = scene.ledger(order, 500);
        ledger.open(table);

        scene.copyRest(ledger, table, 1 << 30);

        assertThat(scene.databases.value(Side.NEW, "SELECT max(row_count) <= 600 FROM theseus.chunk_ledger"))
                .isEqualTo("t");
    }

    @Test
    void chunks_are_handed_out_once_to_copiers_in_several_processes() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 20_000);
        opened(table, ChunkOrder.HEAP);
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Callable<List<Chunk>>> copiers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                ChunkLedger ledger = scene.ledger(ChunkOrder.HEAP);
                copiers.add(() -> claimAll(ledger, table));
            }
            List<Chunk> claimed = new ArrayList<>();
            for (Future<List<Chunk>> chunks : threads.invokeAll(copiers)) {
                claimed.addAll(chunks.get());
            }

            Set<Long> numbers = new HashSet<>();
            assertThat(claimed).allMatch(chunk -> numbers.add(chunk.number()));
            assertThat(claimed.stream().mapToLong(ChunkLedgerTest::length).sum())
                    .isEqualTo(Long.parseLong(
                            scene.databases.value(Side.OLD, "SELECT pg_relation_size('numbers') / 8192")));
        }
    }

    private static List<Chunk> claimAll(ChunkLedger ledger, TablePlan table) {
        List<Chunk> claimed = new ArrayList<>();
        for (Optional<Chunk> c = ledger.claim(table, SMALL); c.isPresent(); c = ledger.claim(table, SMALL)) {
            claimed.add(c.get());
        }
        return claimed;
    }

    @Test
    void what_a_dead_copier_had_claimed_is_handed_out_again_at_once() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 10);
        Chunk claimed = opened(table, ChunkOrder.HEAP).claim(table, SMALL).orElseThrow();
        ChunkLedger other = scene.ledger(ChunkOrder.HEAP);
        assertThat(other.claim(table, SMALL)).isEmpty();

        scene.databases.target("""
                SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2
                  AND objid = (SELECT claimant::bigint::oid FROM theseus.chunk)""");

        await().until(() -> other.claim(table, SMALL).equals(Optional.of(claimed)));
    }

    @Test
    void what_a_closed_ledger_had_claimed_is_handed_out_again() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 10);
        ChunkLedger first = opened(table, ChunkOrder.HEAP);
        Chunk claimed = first.claim(table, SMALL).orElseThrow();
        first.close();

        assertThat(scene.ledger(ChunkOrder.HEAP).claim(table, SMALL)).contains(claimed);
    }

    @Test
    void a_ledger_whose_session_was_lost_does_not_hand_out_what_its_own_copiers_still_hold() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 10);
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        Chunk claimed = ledger.claim(table, SMALL).orElseThrow();
        scene.databases.target(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2");

        assertThat(ledger.claim(table, SMALL)).isEmpty();
        ledger.release(claimed);
        assertThat(ledger.claim(table, SMALL)).contains(claimed);
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void a_released_chunk_is_handed_out_again_with_the_same_bounds(ChunkOrder order) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 20_000);
        ChunkLedger ledger = opened(table, order);
        ledger.claim(table, SMALL);
        Chunk claimed = ledger.claim(table, SMALL).orElseThrow();

        ledger.release(claimed);

        assertThat(scene.ledger(order).claim(table, SMALL)).contains(claimed);
    }

    @Test
    void a_table_is_complete_when_every_chunk_was_copied_and_not_before() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 5_000);
        ChunkLedger ledger = opened(table, ChunkOrder.HEAP);
        Chunk first = ledger.claim(table, SMALL).orElseThrow();
        assertThat(ledger.complete(table)).isEqualTo(Completion.CHUNKS_OPEN);

        scene.copyRest(ledger, table, SMALL);
        assertThat(ledger.complete(table)).isEqualTo(Completion.CHUNKS_OPEN);
        assertThat(progress(table).fraction()).isBetween(0.1, 0.999);

        scene.copier().copy(table, first);
        ledger.release(first);
        assertThat(ledger.complete(table)).isEqualTo(Completion.COMPLETE);
        assertThat(ledger.complete(table)).isEqualTo(Completion.COMPLETE);
        assertThat(progress(table)).satisfies(done -> {
            assertThat(done.state()).isEqualTo(CopyProgress.State.COMPLETE);
            assertThat(done.rows()).isEqualTo(5_000);
            assertThat(done.fraction()).isEqualTo(1);
        });
    }

    @Test
    void keys_are_cut_in_the_order_of_the_database() throws Exception {
        scene.databases.both("CREATE TABLE words (lang varchar(5), word text COLLATE \"und-x-icu\", n int,"
                + " PRIMARY KEY (lang, word))");
        scene.databases.old("""
                INSERT INTO words SELECT l, w || i, i FROM unnest(ARRAY['de', 'en', 'it''s']) l,
                  unnest(ARRAY['Äpfel', 'apfel', 'Zebra', '', 'quote''s', '"', E'back\\\\slash', 'ß', '{', ' ']) w,
                  generate_series(1, 20) i""");
        TablePlan table =
                scene.captured(scene.databases.plan(1, "words", List.of("lang", "word"), List.of("lang", "word", "n")));
        ChunkLedger ledger = scene.ledger(ChunkOrder.KEY, 7);
        ledger.open(table);

        List<Chunk> chunks = scene.copyRest(ledger, table, 1 << 30);

        assertThat(chunks).hasSize(86);
        assertThat(((ChunkRange.Keys) chunks.getLast().range()).upTo()).isInstanceOf(RowKey.class);
        assertThat(scene.rows(Side.NEW, table)).hasSize(600).isEqualTo(scene.rows(Side.OLD, table));
    }

    private ChunkLedger opened(TablePlan table, ChunkOrder order) {
        ChunkLedger ledger = scene.ledger(order);
        ledger.open(table);
        return ledger;
    }

    private CopyProgress progress(TablePlan table) {
        return scene.ledger(ChunkOrder.AUTOMATIC).progress(List.of(table)).get(table.old());
    }

    private static long length(Chunk chunk) {
        return switch (chunk.range()) {
            case ChunkRange.Heap heap -> heap.toPage() - heap.fromPage();
            case ChunkRange.Keys keys ->
                Long.parseLong(keys.upTo().parts().getFirst())
                        - keys.after()
                                .map(k -> Long.parseLong(k.parts().getFirst()))
                                .orElse(0L);
        };
    }
}
