package dev.theseus.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.process.RunLock.Held;
import dev.theseus.domain.process.RunLock.Standing;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RightWatchTest {

    private final Queue<Standing> heard = new ConcurrentLinkedQueue<>();

    /** Answers one after the other, and the last one for ever. */
    private static final class Scripted implements Held {

        private final Queue<Standing> answers;
        private volatile Standing last;

        Scripted(Standing... answers) {
            this.answers = new ConcurrentLinkedQueue<>(List.of(answers));
            this.last = answers[0];
        }

        @Override
        public Standing renew() {
            Standing next = answers.poll();
            last = next == null ? last : next;
            return last;
        }

        @Override
        public void close() {}

        boolean isTold() {
            return answers.isEmpty();
        }
    }

    private void watch(Scripted right, Consumer<Standing> changes) {
        try (RightWatch watch = RightWatch.start(right, changes, Duration.ofMillis(1))) {
            assertThat(watch).isNotNull();
            await().until(right::isTold);
            await().until(() -> !heard.isEmpty());
        }
    }

    @Test
    void only_changes_are_told() {
        watch(
                new Scripted(Standing.HELD, Standing.UNKNOWN, Standing.UNKNOWN, Standing.HELD, Standing.LOST),
                heard::add);

        await().untilAsserted(() -> assertThat(heard).containsExactly(Standing.UNKNOWN, Standing.HELD, Standing.LOST));
    }

    @Test
    void a_right_that_was_taken_again_is_told_each_time() {
        watch(
                new Scripted(
                        Standing.TAKEN_AGAIN, Standing.HELD, Standing.TAKEN_AGAIN, Standing.TAKEN_AGAIN, Standing.LOST),
                heard::add);

        await().untilAsserted(() -> assertThat(heard)
                .containsExactly(Standing.TAKEN_AGAIN, Standing.TAKEN_AGAIN, Standing.TAKEN_AGAIN, Standing.LOST));
    }

    @Test
    void what_could_not_be_taken_in_is_told_again() {
        Scripted right = new Scripted(Standing.TAKEN_AGAIN, Standing.HELD, Standing.HELD);

        watch(right, standing -> {
            heard.add(standing);
            if (heard.size() < 3) {
                throw new IllegalStateException("the control database is away");
            }
        });

        await().untilAsserted(() ->
                assertThat(heard).containsExactly(Standing.TAKEN_AGAIN, Standing.TAKEN_AGAIN, Standing.TAKEN_AGAIN));
    }
}
