package dev.theseus.jdbc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class OutagesTest {

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final Outages outages = new Outages(now::get);

    private void pass(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void outage(int seconds) {
        outages.reached();
        pass(seconds);
        outages.missed();
        outages.reached();
    }

    private long before(int seconds) {
        return outages.before(Duration.ofSeconds(seconds)).toSeconds();
    }

    @Test
    void a_time_long_after_an_outage_stays_as_it_is() {
        outage(60);
        pass(400);

        assertThat(before(10)).isEqualTo(10);
    }

    @Test
    void an_outage_that_a_node_may_meet_only_now_is_looked_past() {
        outage(60);
        pass(200);

        assertThat(before(10)).isEqualTo(260);
    }

    @Test
    void an_outage_that_reaches_into_it_is_looked_past_also_while_it_lasts() {
        outages.reached();
        pass(60);
        outages.missed();
        pass(5);
        outages.missed();

        assertThat(before(10)).isEqualTo(65);
    }

    @Test
    void outages_that_follow_each_other_are_all_looked_past() {
        outage(60);
        outage(30);
        pass(5);

        assertThat(before(10)).isEqualTo(95);
    }
}
