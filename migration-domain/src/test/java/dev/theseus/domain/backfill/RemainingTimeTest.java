package dev.theseus.domain.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RemainingTimeTest {

    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");

    @Test
    void nothing_is_known_before_something_was_done() {
        RemainingTime one = RemainingTime.unknown().observe(START, 5);

        assertThat(RemainingTime.unknown().until(100)).isEmpty();
        assertThat(one.until(100)).isEmpty();
        assertThat(one.observe(START.plusSeconds(10), 5).until(100)).isEmpty();
    }

    @Test
    void what_is_left_takes_as_long_as_the_rate_says() {
        RemainingTime time = RemainingTime.unknown().observe(START, 0).observe(START.plusSeconds(10), 20);

        assertThat(time.perSecond()).isEqualTo(2);
        assertThat(time.until(100)).contains(Duration.ofSeconds(40));
        assertThat(time.until(20)).contains(Duration.ZERO);
    }

    @Test
    void what_was_long_ago_does_not_count() {
        RemainingTime time = RemainingTime.unknown();
        for (int second = 0; second <= 600; second += 10) {
            time = time.observe(START.plusSeconds(second), second <= 500 ? 0 : second - 500);
        }

        assertThat(time.perSecond()).isEqualTo(1);
        assertThat(time.observations()).hasSizeLessThan(10);
    }

    @Test
    void work_that_was_voided_begins_the_measurement_anew() {
        RemainingTime time = RemainingTime.unknown()
                .observe(START, 0)
                .observe(START.plusSeconds(10), 90)
                .observe(START.plusSeconds(20), 45);

        assertThat(time.until(100)).isEmpty();
        assertThat(time.observe(START.plusSeconds(30), 50).until(100)).contains(Duration.ofSeconds(100));
    }
}
