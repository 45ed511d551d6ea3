package dev.theseus.messaging.saga;

import static dev.theseus.messaging.Shop.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaOutcome;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.messaging.TestControlDatabase;
import dev.theseus.messaging.TestPools;
import java.io.BufferedReader;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process is killed while it is at every step of sagas at once, one saga at each; another process goes on. */
class KilledSagasTest {

    private static final List<String> FORTH =
            List.of("before debit", "after debit", "before credit", "after credit", "before notify", "after notify");

    private static final List<String> BACK =
            List.of("before undo credit", "after undo credit", "before undo debit", "after undo debit");

    private final TestControlDatabase database = TestControlDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    private static List<String> points() {
        return Stream.concat(FORTH.stream(), BACK.stream()).toList();
    }

    private static SagaId stoppedAt(String point) {
        return new SagaId(point.replace(' ', '-'));
    }

    @Test
    void every_saga_comes_to_its_end_and_nothing_happens_twice() throws Exception {
        database.execute(Bank.TABLES);
        killAtAllPoints();
        List<String> before = database.texts("SELECT saga || ' ' || what FROM call");

        BusinessSagas sagas = BusinessSagas.open(
                database.source(),
                List.of(new Bank(database.source(), (call, point) -> {}).transfer()),
                new BusinessSagas.Settings(4, alert -> {}, InstantSource.system()));
        try {
            for (String point : points()) {
                SagaOutcome end = FORTH.contains(point) ? SagaOutcome.COMPLETED : SagaOutcome.COMPENSATED;
                await().atMost(Duration.ofSeconds(40))
                        .untilAsserted(() -> assertThat(sagas.state(stoppedAt(point)))
                                .as(point)
                                .isInstanceOfSatisfying(
                                        SagaState.Ended.class,
                                        e -> assertThat(e.outcome()).isEqualTo(end)));
            }
        } finally {
            sagas.close();
        }
        assertThat(database.texts("SELECT key FROM effect")).containsExactlyInAnyOrderElementsOf(effects());
        assertThat(before).contains("after-debit debit");
        assertThat(database.texts("SELECT what FROM call WHERE saga = 'after-debit' AND what = 'debit'"))
                .as("it was seen to have happened")
                .hasSize(1);
        assertThat(database.texts("SELECT what FROM call WHERE saga = 'after-credit' AND what = 'credit'"))
                .as("it was asked again, under the same key")
                .hasSize(2);
    }

    private static List<String> effects() {
        return points().stream()
                .flatMap(point -> {
                    String saga = stoppedAt(point).value();
                    return FORTH.contains(point)
                            ? Stream.of(saga + "/debit", saga + "/credit", saga + "/notify")
                            : Stream.of(
                                    saga + "/debit",
                                    saga + "/credit",
                                    "undo " + saga + "/debit",
                                    "undo " + saga + "/credit");
                })
                .toList();
    }

    private void killAtAllPoints() throws Exception {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        database.url()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader says = process.inputReader()) {
            Set<String> missing = new HashSet<>(points());
            for (String said = says.readLine(); said != null; said = says.readLine()) {
                missing.remove(said);
                if (missing.isEmpty()) {
                    break;
                }
            }
            assertThat(missing).isEmpty();
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    /** What the killed process runs: each saga comes as far as the point after which it is named, and stays there. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws InterruptedException {
            Bank bank = new Bank(TestPools.open(arguments[0]), (call, point) -> {
                if (call.saga().equals(stoppedAt(point))) {
                    System.out.println(point);
                    System.out.flush();
                    new CountDownLatch(1).await();
                }
            });
            BusinessSagas sagas = BusinessSagas.open(
                    TestPools.open(arguments[0]),
                    List.of(bank.transfer()),
                    new BusinessSagas.Settings(points().size(), alert -> {}, InstantSource.system()));
            for (String point : points()) {
                Map<String, String> inputs = BACK.contains(point) ? Map.of("refuse", "yes") : Map.of();
                sagas.begin(stoppedAt(point), Bank.TRANSFER, inputs, ANNA);
            }
            Thread.currentThread().join();
        }
    }
}
