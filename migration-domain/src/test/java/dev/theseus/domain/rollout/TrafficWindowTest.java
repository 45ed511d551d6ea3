package dev.theseus.domain.rollout;

import static dev.theseus.domain.rollout.Figures.NOON;
import static dev.theseus.domain.rollout.Figures.beat;
import static dev.theseus.domain.rollout.Figures.reads;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrafficWindowTest {

    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
    private static final TrafficWindow EMPTY = TrafficWindow.of(FIVE_MINUTES);

    private static Instant second(long second) {
        return NOON.plusSeconds(second);
    }

    private static NodeCounts counted(TrafficWindow window, Instant since) {
        return window.since(since, Duration.ZERO).orElseThrow().counts();
    }

    @Test
    void one_look_proves_nothing() {
        TrafficWindow once = EMPTY.with(NOON, List.of(beat("a", reads(100, 50))));

        assertThat(once.since(NOON, Duration.ZERO)).isEmpty();
    }

    @Test
    void what_nodes_counted_between_looks_is_added_up() {
        TrafficWindow window = EMPTY.with(NOON, List.of(beat("a", reads(100, 50)), beat("b", reads(10, 0))))
                .with(second(1), List.of(beat("a", reads(110, 51)), beat("b", reads(12, 0))))
                .with(second(2), List.of(beat("a", reads(120, 51)), beat("b", reads(15, 2))));

        assertThat(counted(window, NOON)).isEqualTo(reads(25, 3));
        assertThat(counted(window, second(1))).isEqualTo(reads(13, 2));
        assertThat(window.since(second(1), Duration.ofMillis(7)))
                .hasValueSatisfying(e -> assertThat(e)
                        .isEqualTo(new TrafficEvidence(second(1), second(2), reads(13, 2), Duration.ofMillis(7))));
    }

    @Test
    void a_node_that_was_started_anew_counts_from_nothing() {
        TrafficWindow window =
                EMPTY.with(NOON, List.of(beat("a", reads(1_000, 50)))).with(second(1), List.of(beat("a", reads(5, 1))));

        assertThat(counted(window, NOON)).isEqualTo(reads(5, 1));
    }

    @Test
    void what_a_node_counted_before_it_was_seen_belongs_to_no_stretch() {
        TrafficWindow window = EMPTY.with(NOON, List.of())
                .with(second(1), List.of(beat("a", reads(1_000, 900))))
                .with(second(2), List.of(beat("a", reads(1_001, 900))));

        assertThat(counted(window, NOON)).isEqualTo(reads(1, 0));
    }

    @Test
    void a_node_that_was_silent_for_a_while_loses_nothing() {
        TrafficWindow window = EMPTY.with(NOON, List.of(beat("a", reads(10, 0))))
                .with(second(1), List.of())
                .with(second(2), List.of(beat("a", reads(14, 1))));

        assertThat(counted(window, NOON)).isEqualTo(reads(4, 1));
    }

    @Test
    void what_is_older_than_its_length_falls_out_and_it_stays_small() {
        TrafficWindow window = EMPTY;
        for (int s = 0; s <= 3_600; s++) {
            window = window.with(second(s), List.of(beat("a", reads(s, 0))));
        }

        assertThat(window.samples()).hasSizeLessThanOrEqualTo(302);
        assertThat(counted(window, NOON).readsNew()).isBetween(299L, 302L);
    }

    @Test
    void a_long_window_looked_at_often_stays_small_and_loses_nothing() {
        TrafficWindow window = TrafficWindow.of(Duration.ofHours(1));
        List<NodeBeat> none = List.of(beat("a", reads(0, 0)));
        window = window.with(NOON, none);
        for (int s = 1; s <= 3_000; s++) {
            window = window.with(second(s), List.of(beat("a", reads(s, s / 10))));
        }

        assertThat(window.samples()).hasSizeLessThanOrEqualTo(302);
        assertThat(counted(window, NOON)).isEqualTo(reads(3_000, 300));
    }
}
