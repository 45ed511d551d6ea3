package dev.theseus.jdbc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.jdbc.relay.Ground.Course;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroundTest {

    private final Ground ground = new Ground();

    @Test
    void a_relay_whose_oldest_entry_grows_older_loses_ground() {
        measured(2_500, 0);
        measured(2_900, 1_000);

        assertThat(ground.course()).isEqualTo(Course.LOSING);
    }

    @Test
    void a_relay_that_catches_up_gains_however_far_behind_it_is() {
        measured(90_000, 0);
        measured(89_000, 1_000);

        assertThat(ground.course()).isEqualTo(Course.GAINING);
    }

    @Test
    void a_small_lag_is_no_loss() {
        measured(100, 0);
        measured(1_900, 1_000);

        assertThat(ground.course()).isEqualTo(Course.GAINING);
    }

    @Test
    void what_was_measured_long_ago_does_not_count() {
        measured(2_500, 0);
        measured(9_000, 2_000);
        measured(8_000, 4_000);

        assertThat(ground.course()).isEqualTo(Course.GAINING);
    }

    private void measured(long age, long at) {
        ground.measured(Duration.ofMillis(age), Duration.ofMillis(at).toNanos());
    }
}
