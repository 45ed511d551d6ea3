package dev.theseus.app.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentVersionTest {

    private final AtomicLong events = new AtomicLong(3);
    private int looks;

    private final RecentVersion recent = new RecentVersion(this::look, Duration.ofHours(1));

    private long look() {
        looks++;
        return events.get();
    }

    @Test
    void many_who_ask_cause_one_look() {
        assertThat(recent.get()).isEqualTo(3);
        assertThat(recent.get()).isEqualTo(3);

        assertThat(looks).isEqualTo(1);
    }

    @Test
    void what_is_too_old_is_looked_up_again() {
        RecentVersion forgetful = new RecentVersion(this::look, Duration.ZERO);
        forgetful.get();
        events.set(4);

        assertThat(forgetful.get()).isEqualTo(4);
    }

    @Test
    void who_looks_himself_tells_the_others() {
        recent.get();
        events.set(4);
        recent.look();

        assertThat(recent.get()).isEqualTo(4);
        assertThat(looks).isEqualTo(2);
    }

    @Test
    void what_was_decided_is_in_the_next_answer() {
        recent.get();
        events.set(4);
        recent.outdate();

        assertThat(recent.get()).isEqualTo(4);
    }

    @Test
    void a_look_that_began_before_something_was_decided_is_not_told_to_others() {
        RecentVersion[] self = new RecentVersion[1];
        self[0] = new RecentVersion(
                () -> {
                    long found = look();
                    if (looks == 1) {
                        events.set(4);
                        self[0].outdate();
                    }
                    return found;
                },
                Duration.ofHours(1));
        self[0].get();

        assertThat(self[0].get()).isEqualTo(4);
    }
}
