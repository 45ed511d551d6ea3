package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.verification.TableComparison;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
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
        try (Writer writer = new Writer()) {
            for (int round = 1; round <= 5; round++) {
                long before = writer.written.get();
                // rows beyond the writer's reach, so that only a comparison can find them
                scene.databases.target("UPDATE t SET v = 'spoilt' WHERE id = " + (900 + round));

                TableComparison comparison = scene.compare();

                await().until(() -> writer.written.get() > before + 50);
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

    /** Inserts, updates, deletes, changes of key and a few hot rows, as fast as it can. */
    private final class Writer implements AutoCloseable {

        private final Random random = new Random(SEED);
        private final AtomicLong written = new AtomicLong();
        private final CompletableFuture<Void> running;
        private volatile boolean stop;

        Writer() {
            running = CompletableFuture.runAsync(
                    this::write, work -> Thread.ofPlatform().start(work));
        }

        private void write() {
            try (Connection connection = scene.databases.session(Side.OLD);
                    Statement statement = connection.createStatement()) {
                while (!stop) {
                    statement.execute(next());
                    written.incrementAndGet();
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private String next() {
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

        @Override
        public void close() {
            stop = true;
            running.join();
        }
    }
}
