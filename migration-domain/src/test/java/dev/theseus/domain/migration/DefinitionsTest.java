package dev.theseus.domain.migration;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;
import static dev.theseus.domain.migration.Shop.USERS;
import static dev.theseus.domain.migration.Shop.in;
import static dev.theseus.domain.migration.Shop.ready;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.alert.Alerts;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.definition.DefinitionChange.Weight;
import dev.theseus.domain.definition.Trait;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.BackfillState;
import dev.theseus.domain.process.Work;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables whose definitions change while they are on their way. */
class DefinitionsTest {

    static final DefinitionChange PHONE = change(Trait.column("phone"), Weight.STOPS);
    private static final DefinitionChange EMAIL = change(Trait.column("email"), Weight.STOPS);
    private static final DefinitionChange INDEX = change(new Trait(Trait.Kind.INDEX, "by_name"), Weight.NOTED);

    private static DefinitionChange change(Trait trait, Weight weight) {
        return new DefinitionChange(
                Side.OLD, USERS, trait, Optional.empty(), Optional.of("text"), weight, Optional.empty());
    }

    static MigrationCommand found(DefinitionChange... changes) {
        return new MigrationCommand.ReportDefinitions(ID, NOON, List.of(changes));
    }

    static MigrationCommand accept(DefinitionChange... changes) {
        return new MigrationCommand.AcceptDefinitions(ID, NOON, List.of(changes));
    }

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"CAPTURING", "BACKFILLING", "CATCHING_UP", "DUAL_WRITING", "VERIFIED", "SHADOWING", "RAMPING"})
    void a_change_that_matters_holds_the_migration(Phase phase) {
        in(phase)
                .when(found(PHONE, INDEX))
                .then(
                        new MigrationEvent.DefinitionsChanged(ID, NOON, List.of(PHONE, INDEX)),
                        new MigrationEvent.MigrationPaused(ID, NOON));
        assertThat(in(phase).and(found(PHONE)).state()).isInstanceOf(Paused.class);
    }

    @Test
    void a_harmless_change_goes_on_record_only() {
        in(Phase.BACKFILLING).when(found(INDEX)).then(new MigrationEvent.DefinitionsChanged(ID, NOON, List.of(INDEX)));
    }

    @Test
    void no_change_is_no_event() {
        in(Phase.BACKFILLING).when(found()).thenNothing();
    }

    @Test
    void before_anything_was_made_nothing_is_held() {
        ready(Phase.PLANNED).when(found(PHONE)).thenNothing();
        in(Phase.ROLLING_BACK).when(found(PHONE)).thenNothing();
        in(Phase.COMPLETED).when(found(PHONE)).thenNothing();
    }

    @Nested
    class WhileAChangeIsOpen {

        private final Story held = in(Phase.DUAL_WRITING).and(found(PHONE));

        @Test
        void it_is_not_told_again() {
            held.when(found(PHONE)).thenNothing();
            held.when(found(PHONE.seen("ALTER TABLE by anna"))).thenNothing();
        }

        @Test
        void another_one_is() {
            held.when(found(PHONE, EMAIL)).then(new MigrationEvent.DefinitionsChanged(ID, NOON, List.of(EMAIL)));
        }

        @Test
        void nobody_goes_on_as_if_nothing_were() {
            held.when(Shop.resume())
                    .thenRefused("public.users", "column phone was added", "theseus accept", "theseus rollback");
        }

        @Test
        void reports_are_taken() {
            held.when(Shop.compared(Shop.EQUAL)).thenEvents(MigrationEvent.VerificationCompleted.class);
        }

        @Test
        void it_may_be_accepted_and_work_goes_on() {
            held.when(accept(PHONE))
                    .then(
                            new MigrationEvent.DefinitionsAccepted(ID, NOON, List.of(PHONE)),
                            new MigrationEvent.MigrationResumed(ID, NOON));
            held.and(accept(PHONE)).when(found()).thenNothing();
            held.and(accept(PHONE)).when(accept(PHONE)).thenNothing();
        }

        @Test
        void all_have_to_be_accepted_before_work_goes_on() {
            held.and(found(PHONE, EMAIL))
                    .when(accept(PHONE))
                    .then(new MigrationEvent.DefinitionsAccepted(ID, NOON, List.of(PHONE)));
            held.and(found(PHONE, EMAIL), accept(PHONE))
                    .when(accept(EMAIL))
                    .thenEvents(MigrationEvent.DefinitionsAccepted.class, MigrationEvent.MigrationResumed.class);
        }

        @Test
        void everything_may_be_taken_back() {
            held.when(Shop.rollBack()).thenEvents(MigrationEvent.RollbackBegan.class);
            assertThat(held.and(Shop.rollBack(), Shop.rolledBack(), Shop.prepared(), Shop.advance(Phase.PREPARED))
                            .state())
                    .isInstanceOfSatisfying(
                            Underway.class,
                            u -> assertThat(u.facts().definitions()).isEqualTo(OpenDefinitions.NONE));
        }

        @Test
        void no_gate_is_open() {
            Underway u = ((Paused) held.and(Shop.compared(Shop.EQUAL)).state()).held();

            assertThat(Gates.check(Phase.VERIFIED, u, Shop.FRESH, NOON))
                    .isInstanceOfSatisfying(
                            GateResult.Closed.class,
                            closed -> assertThat(closed.missing())
                                    .singleElement()
                                    .asString()
                                    .contains("nobody has answered", "column phone was added"));
        }

        @Test
        void a_person_hears_of_it() {
            assertThat(Alerts.of(new MigrationEvent.DefinitionsChanged(ID, NOON, List.of(INDEX, PHONE))))
                    .hasValueSatisfying(a -> {
                        assertThat(a.kind()).isEqualTo(Alert.Kind.DEFINITION);
                        assertThat(a.severity()).isEqualTo(Alert.Severity.CRITICAL);
                        assertThat(a.text()).contains("column phone was added").doesNotContain("by_name");
                    });
        }

        @Test
        void the_crew_lays_its_work_down_and_takes_it_up_after_the_answer() {
            Story story = in(Phase.DUAL_WRITING)
                    .and(new MigrationCommand.BeginRun(ID, NOON, Shop.RUN, Optional.empty()), found(PHONE), accept(PHONE));
            BackfillState process = BackfillState.INITIAL;
            Stream.Builder<Work> ordered = Stream.builder();
            for (MigrationEvent event : story.events()) {
                process = BackfillProcess.evolve(process, event);
                BackfillProcess.react(process, event).ifPresent(ordered);
            }
            assertThat(ordered.build()).containsExactly(new Work.Verify(), new Work.Hold(), new Work.Verify());
        }
    }

    @Nested
    class Otherwise {

        @Test
        void what_a_person_has_paused_stays_paused_after_the_answer() {
            in(Phase.DUAL_WRITING)
                    .and(Shop.pause(), found(PHONE))
                    .when(accept(PHONE))
                    .then(new MigrationEvent.DefinitionsAccepted(ID, NOON, List.of(PHONE)));
            in(Phase.DUAL_WRITING)
                    .and(Shop.pause(), found(PHONE), accept(PHONE))
                    .when(Shop.resume())
                    .thenEvents(MigrationEvent.MigrationResumed.class);
        }

        @Test
        void what_was_compared_before_an_accepted_change_proves_nothing() {
            Story accepted = in(Phase.VERIFIED).and(found(PHONE), accept(PHONE));

            accepted.when(Shop.advance(Phase.SHADOWING))
                    .then(new MigrationEvent.AdvanceRefused(
                            ID, NOON, Phase.SHADOWING, List.of("the databases have not been compared")));
            accepted.and(Shop.compared(Shop.EQUAL))
                    .when(Shop.advance(Phase.SHADOWING))
                    .thenEvents(
                            MigrationEvent.CheckpointTaken.class,
                            MigrationEvent.PhaseEntered.class,
                            MigrationEvent.RolloutChanged.class);
        }

        @Test
        void a_cutover_in_progress_is_not_interrupted_but_does_not_get_through_its_gate() {
            Story checking = Shop.ramped().and(Shop.beginCutover(), Shop.fenced(), Shop.rehearsed());

            checking.when(found(PHONE)).then(new MigrationEvent.DefinitionsChanged(ID, NOON, List.of(PHONE)));
            checking.and(found(PHONE)).when(Shop.request()).thenEvents(MigrationEvent.AdvanceRefused.class);
        }

        @Test
        void it_is_held_once_the_cutover_has_ended() {
            Shop.ramped()
                    .and(Shop.beginCutover(), found(PHONE), Shop.abort())
                    .when(found(PHONE))
                    .then(new MigrationEvent.MigrationPaused(ID, NOON));
        }

        @Test
        void a_cutover_and_the_completion_do_not_begin() {
            assertThat(Gates.beforeCutover(
                            ((Paused) Shop.ramped().and(found(PHONE)).state()).held(), Shop.FRESH_LATER, Shop.LATER))
                    .isInstanceOf(GateResult.Closed.class);
            assertThat(Gates.completion(
                            ((Paused) in(Phase.CUT_OVER).and(found(PHONE)).state()).held(),
                            Shop.FRESH_LATER,
                            Shop.NEXT_DAY))
                    .isInstanceOf(GateResult.Closed.class);
        }

        @Test
        void a_rollback_ends_the_pause_and_is_not_held_itself() {
            in(Phase.RAMPING)
                    .and(found(PHONE))
                    .when(Shop.restore())
                    .thenEvents(
                            MigrationEvent.MigrationResumed.class,
                            MigrationEvent.RestoreBegan.class,
                            MigrationEvent.RolloutChanged.class);
            in(Phase.RAMPING).and(found(PHONE), Shop.restore()).when(found(PHONE)).thenNothing();
        }
    }
}
