package dev.theseus.domain.phase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.migration.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PhaseTableTest {

    private static final Path ARCHITECTURE = Path.of("docs/architecture.md");

    static Stream<Transition> transitions() {
        return PhaseTable.transitions().stream();
    }

    @ParameterizedTest
    @MethodSource("transitions")
    void every_transition_of_the_table_is_what_the_aggregate_does(Transition transition) {
        Story before = Shop.ready(transition.from());

        MigrationState after = before.state();
        for (MigrationEvent event : Migration.decide(before.state(), command(transition))) {
            after = Migration.evolve(after, event);
        }

        assertThat(Migration.phase(before.state())).contains(transition.from());
        assertThat(Migration.phase(after)).contains(transition.to());
    }

    private static MigrationCommand command(Transition transition) {
        return switch (transition.trigger()) {
            case PLAN -> Shop.planned();
            case ADVANCE -> Shop.advance(transition.to());
            case ROLL_BACK -> Shop.rollBack();
            case ROLLBACK_DONE -> Shop.rolledBack();
        };
    }

    @Test
    void every_phase_and_every_trigger_has_a_place() {
        assertThat(PhaseTable.transitions()).extracting(Transition::trigger).contains(Trigger.values());
        assertThat(PhaseTable.transitions()).extracting(Transition::from).contains(Phase.values());
        assertThat(PhaseTable.transitions()).extracting(Transition::to).contains(Phase.values());
        assertThat(PhaseTable.transitions()).doesNotHaveDuplicates();
    }

    @Test
    void the_way_leads_from_plan_to_reads_on_new() {
        assertThat(PhaseTable.path()).startsWith(Phase.PLANNED).endsWith(Phase.RAMPING);
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
