package dev.theseus.domain.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.migration.Story;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PhaseTableTest {

    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");

    /** All but the one that nothing leads out of. */
    private static final Phase[] ON_THE_WAY =
            Stream.of(Phase.values()).filter(p -> p != Phase.COMPLETED).toArray(Phase[]::new);

    static Stream<Transition> transitions() {
        return PhaseTable.transitions().stream();
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void every_transition_of_the_table_is_what_the_aggregate_does(Transition transition) {
        Story before = before(transition);

        MigrationState after = before.state();
        for (MigrationEvent event : Migration.decide(before.state(), command(transition))) {
            after = Migration.evolve(after, event);
        }

        assertThat(Migration.phase(before.state())).contains(transition.from());
        assertThat(Migration.phase(after)).contains(transition.to());
    }

    private static Story before(Transition transition) {
        return switch (transition.trigger()) {
            case CUT_OVER -> Shop.handingOver();
            case COMPLETE -> Shop.completing();
            case RESTORE -> Shop.restoring(transition.from(), transition.to());
            case PLAN, ADVANCE, DIVERGENCE, REMAP, ROLL_BACK, ROLLBACK_DONE -> Shop.ready(transition.from());
        };
    }

    private static MigrationCommand command(Transition transition) {
        return switch (transition.trigger()) {
            case PLAN -> Shop.planned();
            case CUT_OVER -> Shop.moved(2);
            case COMPLETE -> new MigrationCommand.ReportTakenOff(Shop.ID, Shop.NEXT_DAY);
            case RESTORE -> Shop.cachesCleared();
            case ADVANCE -> Shop.advance(transition.to());
            case DIVERGENCE -> Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 1));
            case REMAP -> Shop.remap(2);
            case ROLL_BACK -> Shop.rollBack();
            case ROLLBACK_DONE -> Shop.rolledBack();
        };
    }

    @Test
    void every_phase_and_every_trigger_has_a_place() {
        assertThat(PhaseTable.transitions()).extracting(Transition::trigger).contains(Trigger.values());
        assertThat(PhaseTable.transitions()).extracting(Transition::from).contains(ON_THE_WAY);
        assertThat(PhaseTable.transitions()).extracting(Transition::to).contains(Phase.values());
        assertThat(PhaseTable.transitions()).doesNotHaveDuplicates();
    }

    @Test
    void the_way_leads_from_plan_to_a_new_database_that_stands_alone() {
        assertThat(PhaseTable.path()).startsWith(Phase.PLANNED).endsWith(Phase.COMPLETED);
        assertThat(PhaseTable.hasReached(Phase.CATCHING_UP, Phase.BACKFILLING)).isTrue();
        assertThat(PhaseTable.hasReached(Phase.BACKFILLING, Phase.CATCHING_UP)).isFalse();
        assertThat(PhaseTable.hasReached(Phase.ROLLED_BACK, Phase.PLANNED)).isFalse();
        assertThat(PhaseTable.next(Phase.RAMPING)).isEmpty();
    }

    @Test
    void the_documentation_shows_this_very_table() throws IOException {
        assertThat(Files.readString(ARCHITECTURE)).contains("```mermaid\n" + PhaseTable.diagram() + "```\n");
    }
}
