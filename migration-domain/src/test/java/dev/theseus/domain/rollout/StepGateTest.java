package dev.theseus.domain.rollout;

import static dev.theseus.domain.rollout.Figures.NOON;
import static dev.theseus.domain.rollout.Figures.over;
import static dev.theseus.domain.rollout.Figures.reads;
import static dev.theseus.domain.rollout.Figures.shadows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.plan.RolloutSettings.Limits;
import dev.theseus.domain.rollout.StepGate.Asked;
import dev.theseus.domain.rollout.StepGate.Verdict;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepGateTest {

    private static final Duration DWELL = Duration.ofMinutes(10);
    private static final Limits LIMITS = new Limits(100, 0.01, 2, 0.001);

    private static Verdict check(TrafficEvidence evidence) {
        return check(NOON, Optional.empty(), evidence);
    }

    private static Verdict check(Instant since, Optional<Duration> oldMean, TrafficEvidence evidence) {
        return StepGate.check(new Asked(since, DWELL, LIMITS, Duration.ofSeconds(5), oldMean), evidence);
    }

    private static List<String> reasons(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Failed.class);
        return ((Verdict.Failed) verdict).reasons();
    }

    private static Verdict.Unproven unproven(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Unproven.class);
        return (Verdict.Unproven) verdict;
    }

    @Test
    void passes_on_enough_good_reads_over_the_whole_time() {
        assertThat(check(over(DWELL, reads(100, 1)))).isEqualTo(new Verdict.Passed());
    }

    @Test
    void fails_on_errors_before_the_time_is_over() {
        assertThat(reasons(check(over(Duration.ofSeconds(1), reads(100, 2)))))
                .containsExactly("2.00 % of 100 reads of new failed, at most 1.00 % are allowed");
    }

    @Test
    void concludes_nothing_from_few_reads() {
        assertThat(unproven(check(over(DWELL, reads(99, 99)))).missing())
                .containsExactly("99 reads of new were counted, at least 100 are asked for");
    }

    @Test
    void waits_for_what_is_missing_of_the_time() {
        assertThat(unproven(check(over(DWELL.minusSeconds(7), reads(100, 0)))))
                .isEqualTo(new Verdict.Unproven(List.of("it was measured for 593 of 600 s"), Duration.ofSeconds(7)));
        assertThat(unproven(check(over(DWELL.minusMillis(1), reads(100, 0)))).rest())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void takes_no_figures_from_before_the_step() {
        assertThat(unproven(check(NOON.plusSeconds(1), Optional.empty(), over(DWELL, reads(100, 0))))
                        .missing())
                .containsExactly("the figures are from before this step");
    }

    @Test
    void waits_while_the_relay_lags_since_lowering_would_not_help() {
        TrafficEvidence evidence = new TrafficEvidence(NOON, NOON.plus(DWELL), reads(100, 0), Duration.ofSeconds(6));

        assertThat(unproven(check(evidence)).missing())
                .containsExactly("the relay lags by 6000 ms, at most 5000 ms are allowed");
    }

    @Test
    void fails_on_shadow_reads_that_differ() {
        NodeCounts bad = reads(100, 0).plus(shadows(1_000, 2));

        assertThat(reasons(check(over(DWELL, bad))))
                .containsExactly("2 of 1000 shadow reads differed, at most 0.10 % are allowed");
        assertThat(check(over(DWELL, reads(100, 0).plus(shadows(1_000, 1))))).isEqualTo(new Verdict.Passed());
    }

    @Test
    void fails_when_new_is_much_slower_than_old() {
        assertThat(reasons(check(over(DWELL, reads(100, 0, 2_001)))))
                .containsExactly("a read of new takes 2.0 ms, one of old 1.0 ms; at most 2.0 times as long is allowed");
        assertThat(check(over(DWELL, reads(100, 0, 2_000)))).isEqualTo(new Verdict.Passed());
    }

    @Test
    void compares_with_an_earlier_step_where_old_answers_nothing_any_more() {
        TrafficEvidence slow = over(DWELL, Figures.requests(100, 0, 0, 0));

        assertThat(check(NOON, Optional.of(Duration.ofNanos(400_000)), slow)).isInstanceOf(Verdict.Failed.class);
        assertThat(check(NOON, Optional.of(Duration.ofNanos(500_000)), slow)).isEqualTo(new Verdict.Passed());
        assertThat(check(NOON, Optional.empty(), slow)).isEqualTo(new Verdict.Passed());
    }
}
