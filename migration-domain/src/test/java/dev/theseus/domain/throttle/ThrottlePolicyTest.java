package dev.theseus.domain.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.plan.ThrottleSettings;
import dev.theseus.domain.throttle.Load.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThrottlePolicyTest {

    private static final Instant NOW = Instant.parse("2024-01-01T00:00:00Z");
    private static final ThrottleSettings SETTINGS =
            new ThrottleSettings(Duration.ofSeconds(10), 4, Duration.ofMillis(250), 0.5, Duration.ofSeconds(5));
    private static final Load AT_THE_LIMITS =
            new Load(Duration.ofSeconds(10), 4, Traffic.SEEN, Duration.ofMillis(250), NOW.minusSeconds(5));

    private final ThrottlePolicy policy = new ThrottlePolicy(SETTINGS);

    @Test
    void a_load_at_the_limits_lets_the_copy_go_on() {
        assertThat(policy.decide(Optional.of(AT_THE_LIMITS), NOW)).isEqualTo(new Verdict.Go());
    }

    @Test
    void each_limit_stops_the_copy_and_is_named() {
        assertThat(reason(load(Duration.ofMillis(10_001), 0, Duration.ZERO))).contains("lags by 10001 ms", "10000 ms");
        assertThat(reason(load(Duration.ZERO, 5, Duration.ZERO))).contains("5 sessions", "limit 4");
        assertThat(reason(load(Duration.ZERO, 0, Duration.ofMillis(251)))).contains("commit takes 251 ms");
    }

    @Test
    void what_was_not_measured_lately_stops_the_copy() {
        assertThat(policy.decide(Optional.empty(), NOW)).isInstanceOf(Verdict.Wait.class);
        assertThat(policy.decide(Optional.of(AT_THE_LIMITS), NOW.plusMillis(1)))
                .isInstanceOfSatisfying(
                        Verdict.Wait.class, w -> assertThat(w.reason()).contains("5001 ms old"));
    }

    @Test
    void without_limits_no_load_stops_the_copy() {
        ThrottlePolicy off = new ThrottlePolicy(ThrottleSettings.OFF);

        assertThat(off.decide(Optional.of(load(Duration.ofHours(1), 1_000, Duration.ofMinutes(1))), NOW))
                .isEqualTo(new Verdict.Go());
        assertThat(off.rest(Duration.ofSeconds(2), Optional.empty(), NOW)).isEqualTo(Duration.ZERO);
    }

    @Test
    void a_copier_rests_unless_it_is_known_that_nobody_else_is_there() {
        Duration worked = Duration.ofSeconds(2);
        Load nobody = new Load(Duration.ZERO, 0, Traffic.NONE, Duration.ZERO, NOW);

        assertThat(policy.rest(worked, Optional.of(AT_THE_LIMITS), NOW)).isEqualTo(worked);
        assertThat(policy.rest(worked, Optional.empty(), NOW)).isEqualTo(worked);
        assertThat(policy.rest(worked, Optional.of(nobody), NOW)).isEqualTo(Duration.ZERO);
        assertThat(policy.rest(worked, Optional.of(nobody), NOW.plusSeconds(6))).isEqualTo(worked);
    }

    @Test
    void the_relay_rests_for_no_longer_than_three_times_what_it_worked() {
        Duration worked = Duration.ofMillis(100);
        ThrottlePolicy gentle = new ThrottlePolicy(
                new ThrottleSettings(Duration.ofSeconds(10), 0, Duration.ZERO, 0.05, Duration.ofSeconds(5)));

        assertThat(gentle.rest(worked, Optional.of(AT_THE_LIMITS), NOW)).isEqualTo(Duration.ofMillis(1_900));
        assertThat(gentle.relayRest(worked, Optional.of(AT_THE_LIMITS), NOW)).isEqualTo(Duration.ofMillis(300));
        assertThat(policy.relayRest(worked, Optional.of(AT_THE_LIMITS), NOW)).isEqualTo(worked);
        assertThat(new ThrottlePolicy(ThrottleSettings.OFF).relayRest(worked, Optional.empty(), NOW))
                .isEqualTo(Duration.ZERO);
    }

    private String reason(Load load) {
        return switch (policy.decide(Optional.of(load), NOW)) {
            case Verdict.Go go -> "";
            case Verdict.Wait wait -> wait.reason();
        };
    }

    private static Load load(Duration lag, int sessions, Duration commit) {
        return new Load(lag, sessions, Traffic.SEEN, commit, NOW);
    }
}
