package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkCopy.CopyOutcome;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A row that does not fit its mapping holds up no chunk, and is not forgotten. */
class UnmappableChunkTest {

    private CopyScene scene;
    private TablePlan table;

    @BeforeEach
    void begin() throws SQLException {
        scene = CopyScene.create();
        scene.databases.old(
                "CREATE TABLE raw (id int PRIMARY KEY, amount text);"
                        + "INSERT INTO raw SELECT i, CASE i WHEN 1234 THEN 'none' ELSE i::text END FROM generate_series(1, 3000) i");
        scene.databases.target("CREATE TABLE clean (id int PRIMARY KEY, amount int)");
        Image image = new Image(
                List.of("id"),
                List.of("id"),
                List.of(MappedColumn.same("id"), new MappedColumn("amount", new Expression.Sql("t.amount::int"))),
                List.of(),
                Optional.empty());
        table = scene.captured(new TablePlan(
                1,
                new TableName("public", "raw"),
                new TableName("public", "clean"),
                new Mapping(1, Optional.of(image), Optional.empty()),
                TablePlan.ExistingRows.REFUSE,
                TablePlan.CaptureMode.AUTOMATIC));
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = ChunkOrder.class,
            names = {"HEAP", "KEY"})
    void itsChunkIsHalvedUntilFewRowsHaveToTravelThroughTheLog(ChunkOrder order) throws Exception {
        scene.copyAll(table, order, 1 << 24);

        int copied = scene.rows(Side.NEW, table).size();
        List<String> logged = scene.databases.rows(Side.OLD, "SELECT key[1]::int AS k FROM theseus.change_log");
        assertThat(logged).contains("(1234)").hasSizeLessThan(300);
        assertThat(copied + logged.size())
                .as("every row is copied or logged, and none both")
                .isEqualTo(3000);
        assertThat(scene.databases.value(Side.NEW, "SELECT sum(row_count) FROM theseus.chunk_ledger"))
                .isEqualTo(Integer.toString(copied));
        assertThat(scene.databases.value(Side.NEW, "SELECT count(*) FROM theseus.chunk WHERE state <> 'copied'"))
                .isEqualTo("0");
    }

    @Test
    void whoHoldsAChunkThatWasHalvedMeanwhileCopiesNothing() throws Exception {
        ChunkLedger ledger = scene.ledger(ChunkOrder.HEAP);
        ledger.open(table);
        Chunk chunk = ledger.claim(table, 1 << 24).orElseThrow();
        assertThat(scene.copier().copy(table, chunk)).isEqualTo(new CopyOutcome.Split());
        scene.databases.old("UPDATE raw SET amount = '0' WHERE id = 1234");

        assertThat(scene.copier().copy(table, chunk)).isEqualTo(new CopyOutcome.Split());
        assertThat(scene.rows(Side.NEW, table)).isEmpty();
    }

    @Test
    void aCrashAfterTheKeysAreNotedAndBeforeTheChunkIsEnteredNotesThemOnce() throws Exception {
        scene.databases.old("DELETE FROM raw WHERE id NOT BETWEEN 1200 AND 1250; TRUNCATE theseus.change_log");
        ChunkLedger ledger = scene.ledger(ChunkOrder.KEY);
        ledger.open(table);
        Chunk chunk = ledger.claim(table, 1 << 24).orElseThrow();
        scene.databases.target("""
                CREATE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no room'' USING ERRCODE = ''53400''; END';
                CREATE TRIGGER crash BEFORE UPDATE ON theseus.chunk_ledger FOR EACH ROW EXECUTE FUNCTION crash();
                ALTER TABLE theseus.chunk_ledger ENABLE ALWAYS TRIGGER crash""");
        assertThatThrownBy(() -> scene.copier().copy(table, chunk)).isInstanceOf(DatabaseRefused.class);
        assertThat(scene.databases.value(Side.OLD, "SELECT count(*) FROM theseus.change_log"))
                .isEqualTo("51");
        scene.databases.target("DROP TRIGGER crash ON theseus.chunk_ledger");

        assertThat(scene.copier().copy(table, chunk)).isEqualTo(new CopyOutcome.LeftToRelay(0));
        assertThat(scene.copier().copy(table, chunk)).isInstanceOf(CopyOutcome.CopiedBefore.class);
        assertThat(scene.databases.value(Side.OLD, "SELECT count(*) FROM theseus.change_log"))
                .isEqualTo("51");
        assertThat(scene.rows(Side.NEW, table)).isEmpty();
    }

    @Test
    void whereRowsThatDoNotFitAreTheRuleTheCopyStopsInsteadOfLeavingAllToTheRelay() throws Exception {
        scene.databases.old("UPDATE raw SET amount = 'none' WHERE id > 200; TRUNCATE theseus.change_log");
        ChunkLedger ledger = scene.ledger(ChunkOrder.KEY);
        ledger.open(table);

        assertThatThrownBy(() -> copyWithFewMisfits(ledger, 500))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("Correct the mapping")
                .hasMessageNotContaining("none");
        assertThat(scene.databases.value(Side.OLD, "SELECT count(*) BETWEEN 500 AND 700 FROM theseus.change_log"))
                .isEqualTo("t");
    }

    private void copyWithFewMisfits(ChunkLedger ledger, long few) throws InterruptedException {
        PgChunkCopy copy = new PgChunkCopy(
                new PgChunkStreams(scene.databases.on(Side.OLD)),
                scene.databases.on(Side.NEW),
                CopyScene.OPEN,
                new WideRows(Runtime.getRuntime().maxMemory()),
                new Misfits(few));
        Optional<Chunk> chunk = ledger.claim(table, 1 << 24);
        while (chunk.isPresent()) {
            copy.copy(table, chunk.get());
            ledger.release(chunk.get());
            chunk = ledger.claim(table, 1 << 24);
        }
    }

    @Test
    void aTableThatDoesNotFitStopsTheCopy() throws Exception {
        scene.databases.target("ALTER TABLE clean DROP COLUMN amount");

        assertThatThrownBy(() -> scene.copyAll(table, ChunkOrder.KEY, 1 << 24)).hasMessageContaining("amount");
    }
}
