package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The server sees through an image: a mapped chunk is read as cheaply as a plain one. */
class MappedChunkQueryPlanTest {

    private CopyScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = CopyScene.create();
        scene.databases.old("""
                CREATE TABLE item (id bigint PRIMARY KEY, name text, amount numeric(9,2), kind text COLLATE "C");
                CREATE TABLE detail (item_id bigint PRIMARY KEY, note text);
                INSERT INTO item SELECT i, 'row ' || i, i, 'k' FROM generate_series(1, 100000) i;
                INSERT INTO detail SELECT i, 'note ' || i FROM generate_series(1, 100000, 2) i; ANALYZE item, detail""");
        scene.databases.target("CREATE TABLE goods (code text PRIMARY KEY, title text, cents bigint, kind text)");
    }

    @AfterEach
    void end() {
        scene.close();
    }

    private TablePlan table(List<Join> joins, String title) {
        Image image = new Image(
                List.of("id"),
                List.of("code"),
                List.of(
                        new MappedColumn("code", new Expression.Sql("'I-' || t.id")),
                        new MappedColumn("title", new Expression.Sql(title)),
                        new MappedColumn("cents", new Expression.Sql("(t.amount * 100)::bigint")),
                        MappedColumn.same("kind")),
                joins,
                Optional.of("t.name <> ''"));
        return scene.captured(new TablePlan(
                1,
                new TableName("public", "item"),
                new TableName("public", "goods"),
                new Mapping(1, Optional.of(image), Optional.empty()),
                TablePlan.ExistingRows.REFUSE,
                TablePlan.CaptureMode.AUTOMATIC));
    }

    private TablePlan plain() {
        return table(List.of(), "upper(t.name)");
    }

    private TablePlan joined() {
        return table(List.of(new Join("d", new TableName("public", "detail"), List.of("item_id"))), "d.note");
    }

    @Test
    void a_chunk_along_the_heap_is_a_range_of_it() throws Exception {
        assertThat(plan(plain(), ChunkOrder.HEAP))
                .contains("Tid Range Scan on item")
                .contains("((table_no = 1) AND (hash_array(key) = hash_array(")
                .contains("age(")
                .doesNotContain("Seq Scan")
                .doesNotContain("Subquery Scan");
    }

    @Test
    void a_chunk_by_key_walks_along_the_index() throws Exception {
        assertThat(plan(plain(), ChunkOrder.KEY))
                .contains("item_pkey")
                .doesNotContain("Filter: ((id >")
                .doesNotContain("Seq Scan")
                .doesNotContain("Subquery Scan");
    }

    @Test
    void joined_rows_are_looked_up_and_no_age_is_trusted() throws Exception {
        assertThat(plan(joined(), ChunkOrder.HEAP))
                .contains("Tid Range Scan on item")
                .contains("detail_pkey")
                .contains("(hash_array(key) = hash_array(")
                .doesNotContain("age(")
                .doesNotContain("Seq Scan");
    }

    @Test
    void the_server_says_what_computed_columns_are_like() {
        TablePlan table = plain();
        PgRelation relation =
                scene.databases.on(Side.OLD).inTransaction("read", c -> PgRelation.source(c, table, Direction.FORWARD));

        assertThat(relation.columns())
                .extracting(PgColumn::name, PgColumn::base)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("code", "text"),
                        org.assertj.core.groups.Tuple.tuple("title", "text"),
                        org.assertj.core.groups.Tuple.tuple("cents", "int8"),
                        org.assertj.core.groups.Tuple.tuple("kind", "text"));
        assertThat(relation.isBinaryPortable()).isTrue();
        assertThat(CopyShape.read(new PgChunkStreams(scene.databases.on(Side.OLD)), scene.databases.on(Side.NEW), table)
                        .format())
                .as("types that agree are copied in binary form")
                .isEqualTo(CopyShape.Format.BINARY);
        assertThat(relation.mappedKey()).isPresent();
    }

    private String plan(TablePlan table, ChunkOrder order) throws InterruptedException {
        ChunkLedger ledger = scene.ledger(order);
        ledger.open(table);
        ledger.claim(table, 1 << 20);
        Chunk chunk = ledger.claim(table, 1 << 20).orElseThrow();
        return scene.databases.on(Side.OLD).inTransaction("explain", connection -> {
            SourceSession.begin(connection);
            ChunkQuery query = new ChunkQuery(PgRelation.source(connection, table, Direction.FORWARD), chunk);
            query.bind(connection);
            String rows = query.unchangedRows(
                    CaptureMark.read(connection, table), query.table().sentList("t"));
            return String.join("\n", Run.texts(connection, "EXPLAIN " + rows));
        });
    }
}
