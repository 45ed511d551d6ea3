package dev.theseus.jdbc.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.plan.BackfillSettings.Window;
import dev.theseus.domain.plan.ThrottleSettings;
import dev.theseus.domain.throttle.Load;
import dev.theseus.domain.throttle.ThrottlePolicy;
import dev.theseus.domain.throttle.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Time passes here only while the throttle sleeps. */
@Tag("alone")
class PacedThrottleTest {

    private static final Instant START = Instant.parse("2024-01-01T20:00:00Z");
    private static final ThrottleSettings SETTINGS =
            new ThrottleSettings(Duration.ofSeconds(10), 5, Duration.ofMillis(250), 0.25, Duration.ofSeconds(5));

    private Instant now = START;

    @Test
    void a_quiet_service_lets_a_chunk_begin_at_once() throws Exception {
        assertThat(throttle(this::busy).beforeChunk()).isEqualTo(new Verdict.Go());
        assertThat(now).isEqualTo(START);
    }

    @Test
    void a_chunk_waits_until_the_load_has_fallen_and_says_why() throws Exception {
        PacedThrottle throttle = throttle(time -> time.isBefore(START.plusSeconds(7)) ? load(time, 6) : load(time, 5));

        assertThat(throttle.beforeChunk())
                .isInstanceOfSatisfying(
                        Verdict.Wait.class, w -> assertThat(w.reason()).contains("6 sessions"));
        assertThat(Duration.between(START, now)).isBetween(Duration.ofSeconds(7), Duration.ofSeconds(8));
    }

    @Test
    void a_chunk_waits_while_nothing_was_measured_lately() throws Exception {
        PacedThrottle throttle =
                throttle(time -> time.isBefore(START.plusSeconds(60)) ? load(START.minusSeconds(6), 0) : load(time, 0));

        throttle.beforeChunk();

        assertThat(now).isAfterOrEqualTo(START.plusSeconds(60));
    }

    @Test
    void a_chunk_waits_for_the_hours_of_the_plan() throws Exception {
        Window night = new Window(LocalTime.of(22, 0), LocalTime.of(4, 0), ZoneOffset.UTC);
        PacedThrottle throttle = throttle(this::busy, Optional.of(night));

        assertThat(throttle.beforeChunk()).isInstanceOf(Verdict.Wait.class);
        assertThat(now).isBetween(START.plusSeconds(7_200), START.plusSeconds(7_201));
    }

    @Test
    void a_copier_rests_for_the_share_of_the_time_that_belongs_to_the_service() throws Exception {
        throttle(this::busy).afterChunk(Duration.ofSeconds(2));

        assertThat(now).isEqualTo(START.plusSeconds(6));
    }

    @Test
    void a_copier_does_not_rest_where_nobody_else_is() throws Exception {
        throttle(time -> new Load(Duration.ZERO, 0, Load.Traffic.NONE, Duration.ZERO, time))
                .afterChunk(Duration.ofSeconds(2));

        assertThat(now).isEqualTo(START);
    }

    @Test
    void a_copier_that_waits_can_be_interrupted() {
        PacedThrottle throttle =
                new PacedThrottle(limits(Optional.empty()), probe(time -> load(time, 100)), () -> now, Thread::sleep);
        Thread.currentThread().interrupt();

        assertThatThrownBy(throttle::beforeChunk).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void rows_and_bytes_pass_no_faster_than_their_rates() throws Exception {
        assertThat(timeOf(new Pace(1_000, 0), 700, 1)).isGreaterThan(Duration.ofMillis(450));
        assertThat(timeOf(new Pace(0, 1_000_000), 1, 700_000)).isGreaterThan(Duration.ofMillis(450));
        assertThat(timeOf(new Pace(0, 0), 1L << 40, 1L << 50)).isLessThan(Duration.ofMillis(450));
    }

    private static Duration timeOf(Pace pace, long rows, long bytes) throws InterruptedException {
        long began = System.nanoTime();
        for (int i = 0; i < 7; i++) {
            pace.passed(rows / 7, bytes / 7);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private Load busy(Instant time) {
        return load(time, 3);
    }

    private static Load load(Instant time, int sessions) {
        return new Load(Duration.ZERO, sessions, Load.Traffic.SEEN, Duration.ofMillis(1), time);
    }

    private PacedThrottle throttle(Function<Instant, Load> load) {
        return throttle(load, Optional.empty());
    }

    private PacedThrottle throttle(Function<Instant, Load> load, Optional<Window> window) {
        return new PacedThrottle(limits(window), probe(load), () -> now, time -> now = now.plus(time));
    }

    private static PacedThrottle.Limits limits(Optional<Window> window) {
        return new PacedThrottle.Limits(new ThrottlePolicy(SETTINGS), new Pace(0, 0), window);
    }

    private LoadProbe probe(Function<Instant, Load> load) {
        return new LoadProbe() {
            @Override
            public Optional<Load> last() {
                return Optional.of(load.apply(now));
            }

            @Override
            public void close() {}
        };
    }
}
