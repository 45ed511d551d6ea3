package dev.theseus.domain.process;

import static dev.theseus.domain.migration.Shop.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.migration.Story;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.CutoverSettings.Approval;
import dev.theseus.domain.plan.Plan.Settings;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TransferProcessTest {

    private static final Epoch FIRST = Epoch.FIRST;
    private static final Epoch SECOND = new Epoch(2);

    private static final List<Work> CUTOVER = List.of(
            new Work.InstallFence(),
            new Work.Rehearse(),
            new Work.CheckCutover(),
            new Work.HandOver(FIRST),
            new Work.VerifyMoved());

    private static final List<Work> WAY_BACK =
            List.of(new Work.CheckOldHealth(), new Work.HandOver(SECOND), new Work.ClearCaches());

    static IntStream stepsOfCutover() {
        return IntStream.range(0, CUTOVER.size());
    }

    static IntStream stepsOfWayBack() {
        return IntStream.range(0, WAY_BACK.size());
    }

    private static TransferTheatre ramped() {
        return TransferTheatre.after(Shop.ramped());
    }

    private static TransferTheatre cuttingOver(int stepsDone) {
        TransferTheatre theatre = ramped();
        theatre.tell(theatre.beginCutover());
        return steps(theatre, stepsDone);
    }

    private static TransferTheatre cutOver() {
        return cuttingOver(0).end();
    }

    private static TransferTheatre goingBack(int stepsDone) {
        TransferTheatre theatre = cutOver();
        theatre.ordered.clear();
        theatre.tell(theatre.restore());
        return steps(theatre, stepsDone);
    }

    private static TransferTheatre steps(TransferTheatre theatre, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(theatre.step()).isTrue();
        }
        return theatre;
    }

    private static Settings asking(Settings settings, CutoverSettings cutover) {
        return new Settings(
                settings.backfill(),
                settings.throttle(),
                settings.relay(),
                settings.verification(),
                settings.gates(),
                cutover);
    }

    private static TransferTheatre withApproval() {
        CutoverSettings usual = CutoverSettings.DEFAULT;
        Settings settings = asking(
                Settings.DEFAULT,
                new CutoverSettings(
                        usual.budget(), Approval.REQUIRED, usual.readiness(), usual.wayBack(), usual.persistence()));
        return TransferTheatre.after(Shop.ramped().and(new MigrationCommand.ChangeSettings(ID, Shop.NOON, settings)));
    }

    private static void isWith(Side side, TransferTheatre theatre) {
        assertThat(theatre.databases.authority().holder()).contains(side);
        assertThat(theatre.recordedEpoch())
                .isEqualTo(theatre.databases.authority().newest().number());
        assertThat(theatre.transfer()).isEmpty();
        assertThat(theatre.phase()).contains(side == Side.NEW ? Phase.CUT_OVER : Phase.RAMPING);
    }

    @Nested
    class Cutover {

        @Test
        void goes_its_steps_in_order() {
            TransferTheatre theatre = cutOver();

            assertThat(theatre.ordered).isEqualTo(CUTOVER);
            isWith(Side.NEW, theatre);
        }

        @Test
        void begins_with_a_checkpoint() {
            assertThat(cuttingOver(0)
                            .all(MigrationEvent.CheckpointTaken.class)
                            .getLast()
                            .checkpoint()
                            .phase())
                    .isEqualTo(Phase.RAMPING);
        }

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.TransferProcessTest#stepsOfCutover")
        void goes_on_where_the_run_died_before_a_step(int step) {
            TransferTheatre theatre = cuttingOver(step).run();

            assertThat(theatre.inHand()).contains(CUTOVER.get(step));
            isWith(Side.NEW, theatre.end());
        }

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.TransferProcessTest#stepsOfCutover")
        void goes_on_where_the_run_died_after_a_step_before_it_could_report(int step) {
            TransferTheatre theatre = cuttingOver(step);
            theatre.perform(CUTOVER.get(step));

            isWith(Side.NEW, theatre.run().end());
        }

        @Test
        void goes_on_where_the_run_died_between_taking_authority_away_and_giving_it() {
            TransferTheatre theatre = cuttingOver(3);
            theatre.databases.takeAway();

            isWith(Side.NEW, theatre.run().end());
        }

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.TransferProcessTest#stepsOfCutover")
        void a_report_that_comes_twice_and_late_changes_nothing(int step) {
            TransferTheatre theatre = cuttingOver(step);
            MigrationCommand report = theatre.perform(CUTOVER.get(step));
            theatre.tell(report, report);
            theatre.end();
            theatre.offer(report);

            isWith(Side.NEW, theatre);
        }

        @Test
        void is_tried_again_with_growing_rests_while_somebody_holds_the_fence() {
            TransferTheatre theatre = cuttingOver(3);
            theatre.databases.heldFor = 2;

            isWith(Side.NEW, theatre.end());
            assertThat(theatre.all(MigrationEvent.HandoverGivenUp.class)).hasSize(2);
            assertThat(theatre.all(MigrationEvent.HandoverGivenUp.class)
                            .getFirst()
                            .reason())
                    .contains("process 4711 of the old database", "monthly report");
        }

        @Test
        void is_given_up_with_the_holders_name_when_it_was_tried_often_enough() {
            TransferTheatre theatre = cuttingOver(3);
            theatre.databases.heldFor = 1000;

            isWith(Side.OLD, theatre.end());
            assertThat(theatre.all(MigrationEvent.HandoverGivenUp.class)).hasSize(5);
            assertThat(theatre.all(MigrationEvent.TransferAborted.class))
                    .singleElement()
                    .satisfies(e -> assertThat(e.reason()).contains("monthly report"));
        }

        @Test
        void is_given_up_when_the_way_back_does_not_work() {
            TransferTheatre theatre = cuttingOver(1);
            theatre.rehearsal = new Rehearsal.Failed("a write on new travels to old", "it never came");

            isWith(Side.OLD, theatre.end());
            assertThat(theatre.all(MigrationEvent.RehearsalFailed.class)).hasSize(5);
            assertThat(theatre.all(MigrationEvent.TransferAborted.class)
                            .getFirst()
                            .reason())
                    .contains("it never came");
        }

        @Test
        void is_given_up_when_a_step_fails_too_often() {
            TransferTheatre theatre = cuttingOver(0);
            for (int i = 0; i < 5; i++) {
                theatre.tell(theatre.failed());
            }

            isWith(Side.OLD, theatre.end());
        }

        @Test
        void waits_for_its_gate_until_the_step_takes_too_long_and_then_says_what_was_missing() {
            TransferTheatre theatre = cuttingOver(2);
            theatre.old = new DatabaseHealth.Answers(DatabaseHealth.Writing.READ_ONLY, 50);

            isWith(Side.OLD, theatre.end());
            assertThat(theatre.all(MigrationEvent.TransferAborted.class)
                            .getFirst()
                            .reason())
                    .contains("CHECKING\" took longer than 600 s", "read only");
        }

        @Test
        void a_deadline_of_an_earlier_step_that_comes_late_gives_nothing_up() {
            TransferTheatre theatre = cuttingOver(1);
            theatre.tell(new MigrationCommand.NoteDeadline(
                    ID, theatre.now().plusSeconds(599), TransferProcess.PROCESS.name(), TransferProcess.LIMIT));

            isWith(Side.NEW, theatre.end());
        }

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.TransferProcessTest#stepsOfCutover")
        void when_aborted_at_any_step_authority_stays_unless_it_has_moved(int step) {
            TransferTheatre theatre = cuttingOver(step);
            theatre.offer(theatre.abort());

            isWith(step < 4 ? Side.OLD : Side.NEW, theatre.end());
        }

        @Test
        void when_aborted_too_late_the_databases_decide() {
            TransferTheatre theatre = cuttingOver(3);
            MigrationCommand report = theatre.perform(new Work.HandOver(FIRST));
            theatre.tell(theatre.abort());
            assertThat(theatre.inHand()).contains(new Work.Settle(FIRST));
            theatre.end();
            theatre.offer(report);

            isWith(Side.NEW, theatre);
            assertThat(theatre.all(MigrationEvent.TransferAborted.class)).isEmpty();
        }

        @Test
        void is_complete_only_when_both_databases_were_found_equal() {
            TransferTheatre theatre = cuttingOver(4);
            theatre.verdict = Verdict.DIVERGENT;
            theatre.step();
            assertThat(theatre.transfer()).isPresent();
            theatre.verdict = Verdict.EQUAL;

            isWith(Side.NEW, theatre.end());
            assertThat(theatre.all(MigrationEvent.CutoverCompleted.class)).hasSize(1);
        }

        @Test
        void is_not_complete_by_a_comparison_that_began_before_authority_moved() {
            Story moved = Shop.handingOver().and(Shop.moved(2));
            Instant before = Shop.LATER.minusMillis(1);

            moved.when(new MigrationCommand.ReportVerification(ID, Shop.LATER, before, Shop.EQUAL_LATER))
                    .thenEvents(MigrationEvent.VerificationCompleted.class);
            moved.when(new MigrationCommand.ReportVerification(ID, Shop.LATER, Shop.LATER, Shop.EQUAL_LATER))
                    .thenEvents(MigrationEvent.VerificationCompleted.class, MigrationEvent.CutoverCompleted.class);
        }

        @Test
        void waits_for_a_person_where_the_plan_says_so_and_tries_the_way_back_once_more() {
            TransferTheatre theatre = withApproval();
            theatre.tell(theatre.beginCutover());
            steps(theatre, 2);
            assertThat(theatre.isIdle()).isTrue();
            assertThat(theatre.deadlineComes()).isFalse();

            theatre.waits(Duration.ofDays(1)).run();
            assertThat(theatre.isIdle()).isTrue();
            theatre.tell(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(100)));
            theatre.tell(theatre.compared());
            theatre.tell(new MigrationCommand.Approve(ID, theatre.now(), "cutover"));

            assertThat(theatre.inHand()).contains(new Work.Rehearse());
            isWith(Side.NEW, theatre.end());
        }
    }

    @Nested
    class WayBack {

        @Test
        void goes_its_steps_in_order() {
            TransferTheatre theatre = goingBack(0).end();

            assertThat(theatre.ordered).isEqualTo(WAY_BACK);
            isWith(Side.OLD, theatre);
            assertThat(theatre.all(MigrationEvent.CheckpointRestored.class)).hasSize(1);
        }

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.TransferProcessTest#stepsOfWayBack")
        void goes_on_where_the_run_died_before_a_step(int step) {
            TransferTheatre theatre = goingBack(step).run();

            assertThat(theatre.inHand()).contains(WAY_BACK.get(step));
            isWith(Side.OLD, theatre.end());
        }

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.TransferProcessTest#stepsOfWayBack")
        void goes_on_where_the_run_died_after_a_step_before_it_could_report(int step) {
            TransferTheatre theatre = goingBack(step);
            theatre.perform(WAY_BACK.get(step));

            isWith(Side.OLD, theatre.run().end());
        }

        @Test
        void goes_on_where_the_run_died_between_taking_authority_away_and_giving_it() {
            TransferTheatre theatre = goingBack(1);
            theatre.databases.takeAway();

            isWith(Side.OLD, theatre.run().end());
        }

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.TransferProcessTest#stepsOfWayBack")
        void a_report_that_comes_twice_and_late_changes_nothing(int step) {
            TransferTheatre theatre = goingBack(step);
            MigrationCommand report = theatre.perform(WAY_BACK.get(step));
            theatre.tell(report, report);
            theatre.end();
            theatre.offer(report);

            isWith(Side.OLD, theatre);
        }

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.TransferProcessTest#stepsOfWayBack")
        void is_never_given_up_however_often_a_step_fails(int step) {
            TransferTheatre theatre = goingBack(step);
            for (int i = 0; i < 30; i++) {
                theatre.tell(theatre.failed());
                assertThat(theatre.deadlineComes()).isTrue();
            }
            theatre.offer(theatre.abort());

            isWith(Side.OLD, theatre.end());
            assertThat(theatre.all(MigrationEvent.TransferAborted.class)).isEmpty();
        }

        @Test
        void waits_for_old_and_says_what_it_lacks_as_long_as_it_takes() {
            TransferTheatre theatre = goingBack(0);
            theatre.old = new DatabaseHealth.Away();
            steps(theatre, 60);
            assertThat(theatre.databases.authority().holder()).contains(Side.NEW);
            theatre.old = new DatabaseHealth.Answers(DatabaseHealth.Writing.WRITABLE, 50);

            isWith(Side.OLD, theatre.end());
            assertThat(theatre.all(MigrationEvent.OldHealthChecked.class)
                            .getFirst()
                            .obstacles())
                    .containsExactly("the old database does not answer");
        }

        @Test
        void waits_for_whoever_holds_the_fence_as_long_as_it_takes() {
            TransferTheatre theatre = goingBack(1);
            theatre.databases.heldFor = 20;

            isWith(Side.OLD, theatre.end());
            assertThat(theatre.all(MigrationEvent.HandoverGivenUp.class)).hasSize(20);
        }

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.TransferProcessTest#stepsOfCutover")
        void can_begin_at_any_step_of_a_cutover(int step) {
            TransferTheatre theatre = cuttingOver(step);
            theatre.tell(theatre.restore("before-CUT_OVER-9"));

            isWith(Side.OLD, theatre.end());
        }

        @Test
        void can_begin_while_authority_is_between_the_databases() {
            TransferTheatre theatre = cuttingOver(3);
            theatre.databases.takeAway();
            theatre.tell(theatre.restore("before-CUT_OVER-9"));
            assertThat(theatre.inHand()).contains(new Work.Settle(FIRST));

            isWith(Side.OLD, theatre.end());
            assertThat(theatre.recordedEpoch()).isEqualTo(3);
        }

        @ParameterizedTest
        @EnumSource(names = {"VERIFIED", "SHADOWING", "RAMPING"})
        void works_before_the_cutover_without_moving_authority(Phase phase) {
            TransferTheatre theatre = TransferTheatre.after(Shop.in(phase));
            theatre.tell(theatre.restore()).end();

            assertThat(theatre.ordered).containsExactly(new Work.CheckOldHealth(), new Work.ClearCaches());
            assertThat(theatre.transfer()).isEmpty();
            assertThat(theatre.phase().flatMap(PhaseTable::next)).contains(phase);
        }

        @Test
        void and_forth_again() {
            TransferTheatre theatre = goingBack(0).end();
            theatre.tell(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(100)));
            theatre.waits(Duration.ofHours(1)).tell(theatre.compared());
            theatre.tell(theatre.beginCutover());

            isWith(Side.NEW, theatre.end());
            assertThat(theatre.recordedEpoch()).isEqualTo(4);
        }
    }

    @Nested
    class Completion {

        private TransferTheatre completing() {
            TransferTheatre theatre = cutOver().waits(Duration.ofDays(1));
            theatre.tell(theatre.compared());
            theatre.ordered.clear();
            return theatre.tell(theatre.complete());
        }

        @Test
        void takes_off_what_leads_back() {
            TransferTheatre theatre = completing();

            assertThat(theatre.end().ordered).containsExactly(new Work.TakeOff());
            assertThat(theatre.phase()).contains(Phase.COMPLETED);
            assertThat(theatre.recordedEpoch()).isEqualTo(2);
        }

        @Test
        void goes_on_where_the_run_died_and_is_never_given_up() {
            TransferTheatre theatre = completing();
            for (int i = 0; i < 10; i++) {
                theatre.tell(theatre.failed());
            }

            assertThat(theatre.run().end().phase()).contains(Phase.COMPLETED);
        }
    }

    @Test
    void without_a_run_nothing_is_ordered() {
        Story story = Shop.ramped().and(Shop.beginCutover());
        TransferState state = TransferState.INITIAL;
        for (MigrationEvent event : story.events()) {
            state = TransferProcess.PROCESS.evolve(state, event);
            assertThat(TransferProcess.PROCESS.react(state, event)).isEmpty();
        }
    }
}
