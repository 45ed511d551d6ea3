package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.lineage.RowLineage;
import dev.theseus.domain.lineage.RowLineage.Written;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.lineage.PgLineages;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowLineageTest {

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

    private RowLineage of(TablePlan table, String... key) {
        return PgLineages.origins(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW))
                .of(table, RowKey.of(key));
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void a_row_that_was_copied_is_traced_to_its_chunk(ChunkOrder order) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 10_000);
        List<Chunk> chunks = scene.copyAll(table, order, SMALL);
        assertThat(chunks).hasSizeGreaterThan(3);

        List<Long> found = List.of("1", "5000", "10000").stream()
                .map(id -> ((Written.ByChunk) of(table, id).inNew().orElseThrow()).chunk())
                .toList();

        assertThat(found)
                .doesNotHaveDuplicates()
                .isSubsetOf(chunks.stream().map(Chunk::number).toList());
        RowLineage last = of(table, "010000");
        assertThat(last.key()).isEqualTo(RowKey.of("10000"));
        assertThat(last.inOld()).isTrue();
        assertThat(last.waiting()).isEmpty();
        assertThat(((Written.ByChunk) last.inNew().orElseThrow()).range())
                .contains(order == ChunkOrder.HEAP ? "pages" : "keys after")
                .endsWith("public.numbers");
    }

    @Test
    void a_row_that_changed_since_is_on_its_way_and_then_no_more_of_the_copy() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 3);
        scene.copyAll(table, ChunkOrder.KEY, SMALL);
        scene.databases.old("UPDATE numbers SET name = 'b' WHERE id = 2");
        scene.databases.old("DELETE FROM numbers WHERE id = 3");

        RowLineage changed = of(table, "2");
        RowLineage deleted = of(table, "3");

        assertThat(changed.inNew()).containsInstanceOf(Written.ByChunk.class);
        assertThat(changed.waiting()).singleElement().satisfies(w -> {
            assertThat(w.source()).isEqualTo(Side.OLD);
            assertThat(w.entries()).isEqualTo(1);
        });
        assertThat(deleted.inOld()).isFalse();
        assertThat(deleted.waiting()).hasSize(1);
        assertThat(of(table, "1").waiting()).isEmpty();

        scene.databases.target("UPDATE numbers SET name = 'b' WHERE id = 2");
        scene.databases.target("DELETE FROM numbers WHERE id = 3");

        assertThat(of(table, "2").inNew()).containsInstanceOf(Written.ByTransaction.class);
        assertThat(of(table, "3").inNew()).isEmpty();
    }

    @Test
    void what_was_set_aside_is_told_with_its_reason() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 3);
        scene.copyAll(table, ChunkOrder.KEY, SMALL);
        scene.databases.old("UPDATE numbers SET name = 'b' WHERE id = 2");
        ChangeLog log = PgCapture.log(scene.databases.on(Side.OLD));
        List<LogEntry> entries = log.pending(Set.of(1), List.of(), 10);
        assertThat(entries).extracting(LogEntry::change).hasOnlyElementsOfType(Change.KeyChanged.class);
        log.setAside(entries, new SetAside.Reason("23514", "check \"positive\"", 8));

        RowLineage row = of(table, "2");

        assertThat(row.waiting()).isEmpty();
        assertThat(row.aside()).singleElement().satisfies(a -> {
            assertThat(a.why()).isEqualTo("23514 check \"positive\"");
            assertThat(a.attempts()).isEqualTo(8);
        });
        assertThat(of(table, "1").aside()).isEmpty();
    }

    @Test
    void a_table_that_was_emptied_is_on_its_way_for_every_key() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 3);
        scene.copyAll(table, ChunkOrder.KEY, SMALL);
        scene.databases.old("TRUNCATE numbers");

        assertThat(of(table, "2").waiting()).hasSize(1);
    }

    @Test
    void a_key_of_another_type_is_refused() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 3);

        assertThatThrownBy(() -> of(table, "two")).isInstanceOf(DatabaseRefused.class);
    }
}
