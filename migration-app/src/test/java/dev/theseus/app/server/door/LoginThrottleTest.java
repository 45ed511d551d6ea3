package dev.theseus.app.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How often somebody may try. */
class LoginThrottleTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final LoginThrottle throttle =
            new LoginThrottle(new ServerSettings.SignIn(3, Duration.ofMinutes(1)), now::get);

    private void tryTimes(int times, String from, String user) {
        for (int i = 0; i < times; i++) {
            assertThat(throttle.tryBegin(from, user)).isEmpty();
        }
    }

    @Test
    void who_has_failed_too_often_waits_for_the_rest_of_the_window() {
        tryTimes(3, "1.2.3.4", "anna");
        now.updateAndGet(t -> t.plusSeconds(20));

        assertThat(throttle.tryBegin("1.2.3.4", "anna")).contains(Duration.ofSeconds(40));
        assertThat(throttle.tryBegin("5.6.7.8", "anna")).isEmpty();
        now.updateAndGet(t -> t.plusSeconds(40));
        assertThat(throttle.tryBegin("1.2.3.4", "anna")).isEmpty();
    }

    @Test
    void who_gets_in_may_try_as_often_again() {
        tryTimes(2, "1.2.3.4", "anna");
        throttle.succeeded("1.2.3.4", "anna");

        tryTimes(3, "1.2.3.4", "anna");
        assertThat(throttle.tryBegin("1.2.3.4", "anna")).isPresent();
    }

    @Test
    void an_address_that_tries_many_names_is_held_up_too() {
        for (int i = 0; i < 12; i++) {
            tryTimes(1, "1.2.3.4", "name-" + i);
        }

        assertThat(throttle.tryBegin("1.2.3.4", "one more")).isPresent();
        assertThat(throttle.tryBegin("5.6.7.8", "one more")).isEmpty();
    }
}
