package dev.theseus.domain.rollout;

import static dev.theseus.domain.rollout.Figures.NOON;
import static dev.theseus.domain.rollout.Figures.beat;
import static dev.theseus.domain.rollout.Figures.reads;
import static dev.theseus.domain.rollout.Figures.requests;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.AutomaticRollbackSettings.Guard;
import dev.theseus.domain.plan.AutomaticRollbackSettings.Mode;
import dev.theseus.domain.rollout.Watch.Course;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Reads;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WatchTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final AutomaticRollbackSettings SETTINGS =
            new AutomaticRollbackSettings(Mode.ON, FIVE_MINUTES, 0.05, 100, Guard.DEFAULT);
    private static final Course BEFORE_CUTOVER = new Course(Side.OLD, NOON);
    private static final Course AFTER_CUTOVER = new Course(Side.NEW, NOON);
    private static final Instant THEN = NOON.plusSeconds(1);

    private static TrafficWindow window(NodeCounts counts) {
        return TrafficWindow.of(FIVE_MINUTES)
                .with(NOON, List.of(beat("a", NodeCounts.ZERO)))
                .with(THEN, List.of(beat("a", counts)));
    }

    private static Optional<String> trouble(Course course, NodeCounts counts) {
        return Watch.trouble(SETTINGS, course, window(counts), THEN, List.of(beat("a", counts)));
    }

    @Test
    void sees_more_errors_than_allowed() {
        assertThat(trouble(BEFORE_CUTOVER, reads(100, 6)))
                .contains("6.00 % of 100 requests to new failed within 1 s, at most 5.00 % are allowed");
        assertThat(trouble(BEFORE_CUTOVER, reads(100, 5))).isEmpty();
    }

    @Test
    void concludes_nothing_from_few_requests() {
        assertThat(trouble(BEFORE_CUTOVER, reads(99, 99))).isEmpty();
    }

    @Test
    void counts_writes_only_where_new_has_authority() {
        assertThat(trouble(AFTER_CUTOVER, requests(0, 0, 94, 6))).isPresent();
        assertThat(trouble(AFTER_CUTOVER, requests(1_000, 0, 94, 6))).isEmpty();
        assertThat(trouble(BEFORE_CUTOVER, requests(0, 0, 94, 6))).isEmpty();
        // writes of old must not thin the errors of new
        assertThat(trouble(BEFORE_CUTOVER, reads(100, 6).plus(requests(0, 0, 10_000, 0))))
                .isPresent();
    }

    @Test
    void leaves_it_to_the_failback_while_a_breaker_is_open() {
        NodeCounts counts = reads(100, 100);
        NodeBeat failing = new NodeBeat("a", "shop", NOON, 1, Reads.FAILING, counts);

        assertThat(Watch.trouble(SETTINGS, BEFORE_CUTOVER, window(counts), THEN, List.of(failing)))
                .isEmpty();
    }

    @Test
    void forgets_what_was_before_the_present_course_and_before_its_window() {
        TrafficWindow window = window(reads(100, 100));

        assertThat(Watch.trouble(SETTINGS, new Course(Side.OLD, THEN), window, THEN, List.of()))
                .isEmpty();
        assertThat(Watch.trouble(SETTINGS, BEFORE_CUTOVER, window, THEN.plus(FIVE_MINUTES), List.of()))
                .isEmpty();
    }
}
