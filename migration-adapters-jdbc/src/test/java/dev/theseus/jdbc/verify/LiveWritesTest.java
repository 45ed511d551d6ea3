package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.testing.BusyClient;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveWritesTest {

    private static final long SEED = Long.getLong("theseus.seed", System.nanoTime());

    private LiveScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = LiveScene.open();
        scene.relay.start();
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void aTableThatIsWrittenToAllTheTimeIsEqualAndOnlyWhatWasPlantedIsRepaired() throws Exception {
        try (BusyClient writer = BusyClient.write(scene.databases, Side.OLD, SEED, LiveWritesTest::next)) {
            for (int round = 1; round <= 3; round++) {
                long before = writer.written();
                // rows beyond the writer's reach, so that only a comparison can find them
                scene.databases.target("UPDATE t SET v = 'spoilt' WHERE id = " + (900 + round));

                TableComparison comparison = scene.compare();

                writer.awaitWritten(before + 50);
                assertThat(comparison.divergences()).as("seed " + SEED).isZero();
                assertThat(comparison.unsettled()).as("seed " + SEED).isZero();
                assertThat(comparison.repaired()).as("seed " + SEED).isEqualTo(1);
                assertThat(comparison.rowsOld()).isGreaterThan(500);
            }
        }

        assertThat(scene.relay.awaitDrained(List.of(scene.table.plan()), Duration.ofSeconds(20)))
                .isEqualTo(Drain.DRAINED);
        assertThat(scene.compareIndependently().differences())
                .as("seed " + SEED)
                .isZero();
    }

    /** Inserts, updates, deletes, changes of key and a few hot rows. */
    private static String next(Random random) {
        int id = 1 + random.nextInt(800);
        return switch (random.nextInt(6)) {
            case 0 -> "INSERT INTO t VALUES (%d, 'in') ON CONFLICT (id) DO UPDATE SET v = 'up'".formatted(id);
            case 1 -> "DELETE FROM t WHERE id = " + id;
            case 2 ->
                "UPDATE t SET id = %d WHERE id = %d AND NOT EXISTS (SELECT FROM t WHERE id = %d)"
                        .formatted(id + 2000, id, id + 2000);
            case 3 -> "UPDATE t SET v = v || 'x', n = n - 1 WHERE id BETWEEN %d AND %d".formatted(id, id + 9);
            default -> "UPDATE t SET n = n + 1 WHERE id = " + (850 + random.nextInt(3));
        };
    }
}
