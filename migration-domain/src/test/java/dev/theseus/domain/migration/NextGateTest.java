package dev.theseus.domain.migration;

import static dev.theseus.domain.migration.Shop.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.phase.Phase;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The gate that a migration stands before. */
class NextGateTest {

    private static Optional<NextGate> next(Story story, Evidence evidence) {
        return NextGate.of(story.state(), evidence, evidence.measuredAt());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RAMPING", "CUT_OVER", "COMPLETED", "ROLLING_BACK", "ROLLED_BACK"})
    void it_is_open_when_everything_is_there(Phase phase) {
        assertThat(next(Shop.ready(phase), Shop.FRESH))
                .hasValueSatisfying(gate -> assertThat(gate.missing()).isEmpty());
    }

    @Test
    void it_says_what_is_missing() {
        assertThat(next(Shop.in(Phase.PLANNED), Shop.FRESH))
                .contains(new NextGate(Phase.PREPARED, List.of("the bookkeeping does not stand in both databases")));
        assertThat(next(Shop.in(Phase.SHADOWING), new Evidence(NOON, Shop.QUIET, ShadowReads.NONE)))
                .hasValueSatisfying(gate ->
                        assertThat(gate.missing()).singleElement().asString().contains("shadow reads were compared"));
    }

    @Test
    void before_the_cutover_it_asks_for_readers() {
        assertThat(next(Shop.in(Phase.RAMPING), Shop.FRESH)).hasValueSatisfying(gate -> {
            assertThat(gate.to()).isEqualTo(Phase.CUT_OVER);
            assertThat(gate.missing()).isNotEmpty();
        });
        assertThat(next(Shop.ramped(), Shop.FRESH_LATER)).contains(new NextGate(Phase.CUT_OVER, List.of()));
    }

    @Test
    void before_the_end_it_asks_for_time() {
        assertThat(next(Shop.in(Phase.CUT_OVER), Shop.FRESH_LATER)).hasValueSatisfying(gate -> {
            assertThat(gate.to()).isEqualTo(Phase.COMPLETED);
            assertThat(gate.missing()).anyMatch(m -> m.contains("the way back is kept"));
        });
    }

    @Test
    void a_migration_that_is_held_stands_before_the_same_gate() {
        assertThat(next(Shop.in(Phase.PREPARED).and(Shop.pause()), Shop.FRESH))
                .isEqualTo(next(Shop.in(Phase.PREPARED), Shop.FRESH));
    }

    @Test
    void there_is_none_where_no_phase_comes_next() {
        assertThat(next(Story.given(), Shop.FRESH)).isEmpty();
        assertThat(next(Shop.in(Phase.ROLLING_BACK), Shop.FRESH)).isEmpty();
        assertThat(next(Shop.in(Phase.ROLLED_BACK), Shop.FRESH)).isEmpty();
        assertThat(next(Shop.in(Phase.COMPLETED), Shop.FRESH)).isEmpty();
    }
}
