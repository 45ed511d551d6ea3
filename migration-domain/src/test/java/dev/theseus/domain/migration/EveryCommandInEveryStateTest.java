package dev.theseus.domain.migration;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;
import static dev.theseus.domain.migration.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.rollout.TrafficEvidence;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every command against every kind of state: {@code +} has an effect, {@code .} changes nothing, {@code x} is refused,
 * {@code ?} finds its gate closed. In each phase all that the next one needs has been reported. A new command or phase
 * must be given its place here.
 */
class EveryCommandInEveryStateTest {

    private static final RolloutPolicy OTHER_LAG =
            new RolloutPolicy(0, Set.of(), Set.of(), Set.of(), Switch.ON, Switch.ON, 0.1, 0.1, Duration.ofSeconds(1));

    private static final String EXPECTED = """
                                Unplanned PLANNED PREPARED CAPTURING BACKFILLING CATCHING_UP DUAL_WRITING VERIFIED SHADOWING RAMPING CUT_OVER COMPLETED Paused ROLLING_BACK ROLLED_BACK
            PlanMigration       +         .       .        .         .           .           .            .        .         .       .        .         .      .            +
            ChangeSettings      x         +       +        +         +           +           +            +        +         +       +        +         +      +            +
            BeginRun            x         +       +        +         +           +           +            +        +         +       +        +         +      +            +
            EndRun              x         +       +        +         +           +           +            +        +         +       +        +         +      +            +
            Advance             x         +       +        +         +           +           +            +        +         .       .        x         x      x            +
            ReportPrepared      x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportCaptured      x         x       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportCopied        x         x       x        x         .           .           .            .        .         .       .        .         .      .            .
            ReportIndexesBuilt  x         x       x        x         .           .           .            .        .         .       .        .         .      .            .
            ReportCaughtUp      x         x       x        x         x           +           +            +        +         +       +        .         x      .            .
            ReportVerification  x         x       x        x         x           +           +            +        +         +       +        .         x      .            .
            ReportFailure       x         +       +        +         +           +           +            +        +         +       +        +         +      +            +
            ReportIncident      x         +       +        +         +           +           +            +        +         +       +        +         +      +            +
            Pause               x         +       +        +         +           +           +            +        +         +       +        x         .      x            x
            Resume              x         .       .        .         .           .           .            .        .         .       .        .         +      .            .
            TakeCheckpoint      x         +       +        +         +           +           +            +        +         +       +        x         x      x            +
            RollBack            x         +       +        +         +           +           +            +        +         +       x        x         +      .            .
            ReportRolledBack    x         x       x        x         x           x           x            x        x         x       x        x         x      +            .
            ChangeRollout       x         +       +        +         +           +           +            +        +         +       +        x         +      .            .
            NoteNodeWord        x         +       +        +         +           +           +            +        +         +       +        .         +      .            .
            BeginCutover        x         x       x        x         x           x           x            x        x         ?       .        x         x      x            x
            ReportFenced        x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportRehearsal     x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            AskApproval         x         +       +        +         +           +           +            +        +         +       +        .         +      .            .
            Approve             x         x       x        x         x           x           x            x        x         x       x        .         x      .            .
            RequestHandover     x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportHandover      x         x       x        x         x           x           x            x        x         +       .        .         x      .            .
            ReportAuthority     x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            Abort               x         .       .        .         .           .           .            .        .         .       x        .         .      .            .
            RestoreCheckpoint   x         x       x        x         x           x           x            +        +         +       +        x         x      x            x
            ReportOldHealth     x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportCachesCleared x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            BeginCompletion     x         x       x        x         x           x           x            x        x         x       ?        .         x      x            x
            ReportTakenOff      x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportStepFailed    x         +       +        +         +           +           +            +        +         +       +        +         +      +            +
            NoteDeadline        x         +       +        +         +           +           +            +        +         +       +        +         +      +            +
            BeginRollout        x         x       x        x         x           x           x            x        x         +       x        x         x      x            x
            StopRollout         x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            RaiseRollout        x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportTraffic       x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportReadsRecovered x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportFailbackCompared x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportTrouble       x         .       .        .         .           .           .            .        .         .       +        .         .      .            .
            ReplaceMappings     x         +       +        +         +           +           +            +        +         +       x        x         +      x            x
            ReportLoggedAnew    x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            ReportDefinitions   x         .       +        +         +           +           +            +        +         +       +        .         +      .            .
            AcceptDefinitions   x         .       .        .         .           .           .            .        .         .       .        .         .      .            .
            """;

    @Test
    void has_the_effect_that_the_table_says() {
        Map<String, List<String>> actual = new LinkedHashMap<>();
        commands().forEach(command -> actual.put(name(command), effects(command)));

        assertThat(actual).isEqualTo(expected());
    }

    @Test
    void no_command_is_left_out() {
        assertThat(commands().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrder(MigrationCommand.class.getPermittedSubclasses());
    }

    @Test
    void no_kind_of_state_is_left_out() {
        assertThat(states().values().stream()
                        .<Class<?>>map(story -> story.state().getClass())
                        .distinct())
                .containsExactlyInAnyOrder(MigrationState.class.getPermittedSubclasses());
        assertThat(states().values().stream().flatMap(story -> Migration.phase(story.state()).stream()))
                .contains(Phase.values());
    }

    private static List<String> effects(MigrationCommand command) {
        return states().values().stream().map(story -> effect(story, command)).toList();
    }

    private static String effect(Story story, MigrationCommand command) {
        MigrationCommand fitting = command instanceof MigrationCommand.Advance ? Shop.advance(next(story)) : command;
        try {
            List<MigrationEvent> events = Migration.decide(story.state(), fitting);
            if (events.stream().anyMatch(MigrationEvent.AdvanceRefused.class::isInstance)) {
                return "?";
            }
            return events.isEmpty() ? "." : "+";
        } catch (IllegalTransition refused) {
            return "x";
        }
    }

    private static Phase next(Story story) {
        return Migration.phase(story.state()).flatMap(PhaseTable::next).orElse(Phase.RAMPING);
    }

    private static Map<String, Story> states() {
        Map<String, Story> states = new LinkedHashMap<>();
        states.put("Unplanned", Story.given());
        for (Phase phase : PhaseTable.path()) {
            states.put(phase.name(), Shop.ready(phase));
        }
        states.put("Paused", Shop.ready(Phase.BACKFILLING).and(Shop.pause()));
        states.put("ROLLING_BACK", Shop.in(Phase.ROLLING_BACK));
        states.put("ROLLED_BACK", Shop.ready(Phase.ROLLED_BACK));
        return states;
    }

    private static List<MigrationCommand> commands() {
        return List.of(
                Shop.planned(),
                new MigrationCommand.ChangeSettings(ID, NOON, Shop.OTHER_SETTINGS),
                new MigrationCommand.BeginRun(ID, NOON, Shop.RUN, Optional.empty()),
                new MigrationCommand.EndRun(ID, NOON, Shop.RUN, RunOutcome.REACHED),
                Shop.advance(Phase.PREPARED),
                Shop.prepared(),
                Shop.captured(USERS),
                Shop.copied(USERS),
                Shop.indexed(USERS),
                Shop.caughtUp(),
                Shop.compared(Shop.EQUAL),
                new MigrationCommand.ReportFailure(ID, NOON, "copy", "because"),
                new MigrationCommand.ReportIncident(ID, NOON, new Incident.ServerAway(Side.OLD)),
                Shop.pause(),
                Shop.resume(),
                new MigrationCommand.TakeCheckpoint(ID, NOON, "by hand", new Evidence(NOON, Shop.QUIET)),
                Shop.rollBack(),
                Shop.rolledBack(),
                Shop.rollout(OTHER_LAG),
                Shop.said(1, "node-1", NodeWord.Kind.READS_FAILED),
                Shop.beginCutover(),
                Shop.fenced(),
                Shop.rehearsed(),
                new MigrationCommand.AskApproval(ID, NOON, "rollout-step 3"),
                new MigrationCommand.Approve(ID, NOON, "rollout-step 3"),
                Shop.request(),
                Shop.moved(2),
                new MigrationCommand.ReportAuthority(ID, NOON, Authority.FIRST),
                Shop.abort(),
                Shop.restore(),
                Shop.oldIsHealthy(),
                Shop.cachesCleared(),
                Shop.complete(),
                new MigrationCommand.ReportTakenOff(ID, NOON),
                new MigrationCommand.ReportStepFailed(ID, NOON, "transfer", "rehearse", "because"),
                new MigrationCommand.NoteDeadline(ID, NOON, "transfer", "limit"),
                new MigrationCommand.BeginRollout(ID, NOON),
                new MigrationCommand.StopRollout(ID, NOON),
                new MigrationCommand.RaiseRollout(ID, NOON, 2),
                new MigrationCommand.ReportTraffic(ID, NOON, 1, TrafficEvidence.none(NOON)),
                new MigrationCommand.ReportReadsRecovered(ID, NOON),
                new MigrationCommand.ReportFailbackCompared(ID, NOON, Shop.EQUAL),
                new MigrationCommand.ReportTrouble(ID, NOON, RestoreCause.ERROR_RATE, "it is bad"),
                Shop.remap(2),
                Shop.loggedAnew(2),
                DefinitionsTest.found(DefinitionsTest.PHONE),
                DefinitionsTest.accept(DefinitionsTest.PHONE));
    }

    private static String name(MigrationCommand command) {
        return command.getClass().getSimpleName();
    }

    private static Map<String, List<String>> expected() {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        EXPECTED.lines()
                .skip(1)
                .map(line -> Arrays.asList(line.strip().split(" +")))
                .forEach(cells -> rows.put(cells.getFirst(), cells.subList(1, cells.size())));
        assertThat(EXPECTED.lines().findFirst().orElseThrow().strip().split(" +"))
                .containsExactlyElementsOf(states().keySet());
        return rows;
    }
}
