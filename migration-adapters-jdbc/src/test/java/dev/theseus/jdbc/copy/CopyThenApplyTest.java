package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.backfill.ChunkLedger;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.capture.PgCapture;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the copy leaves out and what the change log brings make the old table, whatever happened between the chunks. */
class CopyThenApplyTest {

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
    void a_row_deleted_during_the_copy_does_not_come_back_as_a_ghost() throws Exception {
        TablePlan table = scene.numbers(1, "numbers", 3);
        ChunkLedger ledger = scene.ledger(ChunkOrder.HEAP);
        ledger.open(table);
        scene.copyRest(ledger, table, SMALL);
        scene.databases.old("DELETE FROM numbers WHERE id = 2");
        assertThat(scene.rows(Side.NEW, table)).hasSize(3);

        applyLog(table);

        assertThat(scene.rows(Side.NEW, table)).containsExactly("(1,\"row 1\")", "(3,\"row 3\")");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void writes_between_the_chunks_leave_both_sides_equal_once_the_log_is_applied(long seed) throws Exception {
        Random random = new Random(seed);
        TablePlan table = scene.numbers(1, "numbers", 3_000);
        scene.databases.both("CREATE UNIQUE INDEX ON numbers (name)");
        ChunkOrder order = random.nextBoolean() ? ChunkOrder.HEAP : ChunkOrder.KEY;
        ChunkLedger ledger = scene.ledger(order);
        ledger.open(table);
        for (var chunk = ledger.claim(table, SMALL); chunk.isPresent(); chunk = ledger.claim(table, SMALL)) {
            for (int i = random.nextInt(6); i > 0; i--) {
                scene.databases.old(write(random));
            }
            scene.copier().copy(table, chunk.get());
            ledger.release(chunk.get());
        }

        applyLog(table);

        assertThat(scene.rows(Side.NEW, table))
                .as("seed %d, by %s", seed, order)
                .isEqualTo(scene.rows(Side.OLD, table));
    }

    /** Ours are queries on the service's tables: what they call their own parts must not mean a column. */
    @ParameterizedTest
    @EnumSource(ChunkOrder.class)
    void columns_may_have_any_name(ChunkOrder order) throws Exception {
        List<String> names = Stream.concat(
                        "abcdefghijlmnopqrsuvwxyz".chars().mapToObj(Character::toString),
                        Stream.of("k", "t", "k0", "k1", "key", "value", "no", "floor", "name", "id", "table_no"))
                .toList();
        String columns = names.stream().map(n -> '"' + n + "\" int").collect(Collectors.joining(", "));
        scene.databases.both("CREATE TABLE names (" + columns + ", PRIMARY KEY (k, t))");
        String insert = "INSERT INTO names (k, t, a) SELECT i, -i, i FROM generate_series(%d, %d) i";
        scene.databases.old(insert.formatted(1, 20));
        TablePlan table = scene.captured(scene.databases.plan(1, "names", List.of("k", "t"), names));
        scene.databases.old("UPDATE names SET a = -1, k0 = 7, key = 8 WHERE k = 3; DELETE FROM names WHERE k = 4");
        scene.copyAll(table, order, SMALL);
        scene.databases.old(insert.formatted(21, 30) + "; UPDATE names SET value = k, t = t - 100 WHERE k > 25;"
                + " DELETE FROM names WHERE t = -9");

        applyLog(table);

        assertThat(scene.rows(Side.NEW, table))
                .isEqualTo(scene.rows(Side.OLD, table))
                .hasSize(28);
    }

    private static String write(Random random) {
        int id = 1 + random.nextInt(3_000);
        int other = 1 + random.nextInt(3_000);
        return switch (random.nextInt(6)) {
            case 0 -> "DELETE FROM numbers WHERE id BETWEEN %d AND %d".formatted(id, id + random.nextInt(50));
            case 1 ->
                "UPDATE numbers SET name = name || '%s' WHERE id = %d".formatted("x".repeat(random.nextInt(900)), id);
            case 2 ->
                "UPDATE numbers SET id = id + 10000 WHERE id = %d AND NOT EXISTS (SELECT FROM numbers WHERE id = %d)"
                        .formatted(id, id + 10_000);
            case 3 -> "INSERT INTO numbers VALUES (%d, 'new %d') ON CONFLICT DO NOTHING".formatted(id, id);
            case 4 -> """
                    UPDATE numbers SET name = 'swapping' WHERE id = %1$d; UPDATE numbers SET name = 'row %1$d' WHERE id = %2$d
                      AND NOT EXISTS (SELECT FROM numbers WHERE name = 'row %1$d');
                    UPDATE numbers SET name = 'row %2$d' WHERE id = %1$d
                      AND NOT EXISTS (SELECT FROM numbers WHERE name = 'row %2$d')""".formatted(id, other);
            default -> "UPDATE numbers SET name = name || '-' || id WHERE id > %d AND id %% 97 = 0".formatted(id);
        };
    }

    private void applyLog(TablePlan table) {
        ChangeLog log = PgCapture.log(scene.databases.on(Side.OLD));
        Applier applier =
                PgAppliers.applier(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), ApplyLimits.DEFAULT);
        for (List<LogEntry> entries = pending(log); !entries.isEmpty(); entries = pending(log)) {
            for (LogEntry entry : entries) {
                apply(applier, table, entry);
            }
            log.retire(entries, (no, micros) -> {});
        }
    }

    private static List<LogEntry> pending(ChangeLog log) {
        return log.pending(Set.of(1), List.of(), 1_000);
    }

    private static void apply(Applier applier, TablePlan table, LogEntry entry) {
        if (entry.change() instanceof Change.KeyChanged changed) {
            assertThat(applier.apply(table, Set.of(changed.key()), Patience.WAIT))
                    .isInstanceOf(ApplyOutcome.Applied.class);
        }
    }
}
