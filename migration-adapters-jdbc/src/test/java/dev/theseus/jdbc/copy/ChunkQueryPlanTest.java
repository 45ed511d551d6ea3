package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A chunk is read without reading what it doesn't need, whatever the log and its statistics look like. */
class ChunkQueryPlanTest {

    private CopyScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = CopyScene.create();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    enum Log {
        EMPTY("SELECT"),
        LARGE_AND_NEVER_ANALYZED(
                "INSERT INTO theseus.change_log (table_no, key) SELECT 1, ARRAY[i::text] FROM generate_series(1, 300000) i"),
        LARGE_AND_ANALYZED(LARGE_AND_NEVER_ANALYZED.sql + "; ANALYZE theseus.change_log");

        private final String sql;

        Log(String sql) {
            this.sql = sql;
        }
    }

    @ParameterizedTest
    @EnumSource(Log.class)
    void a_recent_row_is_looked_up_by_index_and_the_log_is_never_hashed(Log log) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 100_000);
        scene.databases.old(log.sql);
        Chunk chunk = claim(table, ChunkOrder.HEAP);

        for (CaptureMark mark : new CaptureMark[] {mark(table), old(mark(table))}) {
            assertThat(plan(table, chunk, mark))
                    .contains("Tid Range Scan on numbers")
                    .contains("((table_no = 1) AND (hash_array(key) = hash_array(")
                    .doesNotContain("hashed SubPlan")
                    .doesNotContain("Seq Scan");
        }
    }

    @ParameterizedTest
    @EnumSource(Log.class)
    void a_chunk_by_key_walks_along_the_index(Log log) throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 100_000);
        scene.databases.old(log.sql);
        ChunkLedger ledger = scene.ledger(ChunkOrder.KEY);
        ledger.open(table);
        ledger.claim(table, 1 << 20);
        Chunk chunk = ledger.claim(table, 1 << 20).orElseThrow();

        assertThat(plan(table, chunk, mark(table)))
                .contains("numbers_pkey")
                .doesNotContain("Filter: ((id >")
                .doesNotContain("Seq Scan");
    }

    @Test
    void when_capture_is_so_old_that_ages_mean_nothing_every_row_is_looked_up() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 100);
        Chunk chunk = claim(table, ChunkOrder.HEAP);

        assertThat(plan(table, chunk, mark(table))).contains("age(");
        assertThat(plan(table, chunk, old(mark(table)))).doesNotContain("age(").contains("SubPlan");
    }

    private static CaptureMark old(CaptureMark mark) {
        return new CaptureMark(mark.since(), mark.age(), (1L << 31) - 100_000_000);
    }

    private Chunk claim(TablePlan table, ChunkOrder order) {
        ChunkLedger ledger = scene.ledger(order);
        ledger.open(table);
        return ledger.claim(table, 1 << 20).orElseThrow();
    }

    private CaptureMark mark(TablePlan table) {
        return scene.databases.on(Side.OLD).inTransaction("read", c -> CaptureMark.read(c, table));
    }

    private String plan(TablePlan table, Chunk chunk, CaptureMark mark) {
        PgDatabase old = scene.databases.on(Side.OLD);
        return old.inTransaction("explain", connection -> {
            SourceSession.begin(connection);
            ChunkQuery query = new ChunkQuery(PgRelation.source(connection, table, Direction.FORWARD), chunk);
            query.bind(connection);
            return explain(connection, query.unchangedRows(mark, query.table().sentList("t")));
        });
    }

    private static String explain(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN " + query)) {
            StringBuilder plan = new StringBuilder();
            while (rows.next()) {
                plan.append(rows.getString(1)).append('\n');
            }
            return plan.toString();
        }
    }
}
