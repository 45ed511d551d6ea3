package dev.theseus.app.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeptTest {

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void an_answer_is_kept_until_there_are_more_events() {
        Kept<Integer> kept = new Kept<>(Duration.ofDays(1), answer -> true);

        assertThat(kept.get(7, asked::incrementAndGet)).isEqualTo(1);
        assertThat(kept.get(7, asked::incrementAndGet)).isEqualTo(1);
        assertThat(kept.get(8, asked::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void an_answer_is_kept_for_some_time() {
        Kept<Integer> kept = new Kept<>(Duration.ZERO, answer -> true);

        assertThat(kept.get(7, asked::incrementAndGet)).isEqualTo(1);
        assertThat(kept.get(7, asked::incrementAndGet)).isEqualTo(2);
    }

    @Test
    void an_answer_that_does_not_last_is_not_kept() {
        Kept<Integer> kept = new Kept<>(Duration.ofDays(1), answer -> answer == 2);

        assertThat(kept.get(7, asked::incrementAndGet)).isEqualTo(1);
        assertThat(kept.get(7, asked::incrementAndGet)).isEqualTo(2);
        assertThat(kept.get(7, asked::incrementAndGet)).isEqualTo(2);
    }
}
