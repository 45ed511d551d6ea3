package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WideRowsTest {

    private static final long MIB = 1 << 20;

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
    void values_of_50_megabytes_are_copied_by_two_threads_in_a_small_heap() throws Exception {
        scene.databases.both("CREATE TABLE documents (id int PRIMARY KEY, body bytea, title text)");
        scene.databases.both("ALTER TABLE documents ALTER body SET STORAGE EXTERNAL");
        scene.databases.old("INSERT INTO documents SELECT i, decode(repeat(md5(i::text), 3200000 + i), 'hex'), 'd' || i"
                + " FROM generate_series(1, 6) i");
        TablePlan table =
                scene.captured(scene.databases.plan(1, "documents", List.of("id"), List.of("id", "body", "title")));

        Process copy = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CopyInSmallHeap.class.getName(),
                        scene.databases.url(Side.OLD),
                        scene.databases.url(Side.NEW),
                        table.old().name())
                .redirectErrorStream(true)
                .start();
        String said = new String(copy.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);

        assertThat(copy.waitFor()).as(said).isZero();
        String sums = "SELECT id, length(body), md5(body), title FROM documents ORDER BY id";
        assertThat(scene.databases.rows(Side.NEW, sums)).hasSize(6).isEqualTo(scene.databases.rows(Side.OLD, sums));
    }

    @Test
    void the_widest_row_of_a_chunk_is_measured_without_reading_it() throws Exception {
        scene.databases.both("CREATE TABLE documents (id int PRIMARY KEY, body bytea)");
        scene.databases.old("INSERT INTO documents VALUES (1, 'x'), (2, decode(repeat('00', 8000000), 'hex'))");
        TablePlan table = scene.captured(scene.databases.plan(1, "documents", List.of("id"), List.of("id", "body")));
        var ledger = scene.ledger(ChunkOrder.HEAP);
        ledger.open(table);
        var chunk = ledger.claim(table, MIB).orElseThrow();
        CopyShape shape =
                CopyShape.read(new PgChunkStreams(scene.databases.on(Side.OLD)), scene.databases.on(Side.NEW), table);

        long widest = new WideRows(64 * MIB)
                .widest(scene.databases.on(Side.OLD), new ChunkQuery(shape.source(), chunk), shape);

        assertThat(widest).isBetween(8_000_000L, 8_000_100L);
    }

    /** By text, in which a bytea of 540 MB has more than 1 GB. */
    @Test
    void a_row_that_no_server_can_send_is_refused_by_its_key_before_it_is_copied_and_set_aside_when_it_changes()
            throws Exception {
        scene.databases.both(
                "CREATE TYPE tag AS (a int);" + " CREATE TABLE documents (id int PRIMARY KEY, body bytea, tag tag)");
        scene.databases.old("INSERT INTO documents VALUES (1, 'x'), (2, convert_to(repeat('x', 540000000), 'UTF8'))");
        TablePlan table =
                scene.captured(scene.databases.plan(1, "documents", List.of("id"), List.of("id", "body", "tag")));

        assertThatThrownBy(() -> scene.copyAll(table, ChunkOrder.HEAP, MIB))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("public.documents with the key {2} is too large");

        ApplyOutcome outcome = PgAppliers.applier(
                        scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), ApplyLimits.DEFAULT)
                .apply(table, Set.of(RowKey.of("2")), Applier.Patience.WAIT);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ApplyOutcome.Refused.class,
                        refused -> assertThat(refused.reason().toString())
                                .contains("reading the source")
                                .contains("invalid memory alloc request size"));
    }

    @Test
    void only_as_many_wide_rows_are_in_memory_as_fit_into_half_of_it_but_one_in_any_case() throws Exception {
        WideRows rows = new WideRows(100 * MIB);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            int narrow = rows.take(1_000);
            int first = rows.take(400 * MIB);
            CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> quietly(rows, 10 * MIB), threads);
            assertThat(second.completeOnTimeout(-1, 200, TimeUnit.MILLISECONDS).join())
                    .isEqualTo(-1);

            rows.giveBack(first);
            rows.giveBack(narrow);
            assertThat(quietly(rows, 10 * MIB)).isEqualTo(11);
        }
    }

    private static int quietly(WideRows rows, long size) {
        try {
            return rows.take(size);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
