package dev.theseus.jdbc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.jdbc.relay.Ground.Course;
import dev.theseus.jdbc.relay.Ground.Measured;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroundTest {

    private final Ground ground = new Ground();

    @Test
    void a_relay_that_retires_less_than_is_logged_loses_ground() {
        measured(3_000, 1_000, 500, 0);
        measured(3_000, 2_000, 1_400, 1_000);

        assertThat(ground.course()).isEqualTo(Course.LOSING);
    }

    @Test
    void a_relay_that_retires_more_than_is_logged_gains_however_far_behind_it_is() {
        measured(90_000, 1_000, 0, 0);
        measured(91_000, 2_000, 1_000, 1_000);

        assertThat(ground.course()).isEqualTo(Course.GAINING);
    }

    @Test
    void a_small_lag_is_no_loss() {
        measured(100, 1_000, 0, 0);
        measured(2_000, 9_000, 0, 1_000);

        assertThat(ground.course()).isEqualTo(Course.GAINING);
    }

    @Test
    void what_was_measured_long_ago_does_not_count() {
        measured(9_000, 0, 0, 0);
        measured(9_000, 8_000, 100, 2_000);
        measured(9_000, 9_000, 1_100, 4_000);

        assertThat(ground.course()).isEqualTo(Course.GAINING);
    }

    private void measured(long lag, long logged, long retired, long at) {
        ground.add(new Measured(
                Duration.ofMillis(lag), logged, retired, Duration.ofMillis(at).toNanos()));
    }
}
