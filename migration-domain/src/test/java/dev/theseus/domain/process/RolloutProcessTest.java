package dev.theseus.domain.process;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.process.TrafficTheatre.BAD;
import static dev.theseus.domain.process.TrafficTheatre.DWELL;
import static dev.theseus.domain.process.TrafficTheatre.FEW;
import static dev.theseus.domain.process.TrafficTheatre.GOOD;
import static dev.theseus.domain.process.TrafficTheatre.REST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RolloutEnd;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.migration.Story;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.RolloutSettings.Mode;
import dev.theseus.domain.routing.RolloutPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutProcessTest {

    private static List<Double> percentages(TrafficTheatre theatre) {
        return theatre.all(MigrationEvent.RolloutChanged.class).stream()
                .map(e -> e.after().percentage())
                .filter(p -> p > 0)
                .toList();
    }

    private static List<RolloutEnd> ends(TrafficTheatre theatre) {
        return theatre.all(MigrationEvent.RolloutEnded.class).stream()
                .map(MigrationEvent.RolloutEnded::end)
                .toList();
    }

    private static TrafficTheatre begun() {
        TrafficTheatre theatre = TrafficTheatre.ramping();
        return theatre.tell(theatre.begin());
    }

    @Test
    void goes_up_step_by_step_and_dwells_at_each() {
        TrafficTheatre theatre = begun();
        assertThat(theatre.percentage()).isEqualTo(5);
        assertThat(theatre.deadlines()).containsEntry("step", theatre.now().plus(DWELL));

        theatre.end();

        assertThat(percentages(theatre)).containsExactly(5.0, 50.0, 100.0);
        assertThat(theatre.now()).isEqualTo(Shop.NOON.plus(DWELL.multipliedBy(3)));
        assertThat(ends(theatre)).containsExactly(RolloutEnd.COMPLETED);
        assertThat(theatre.deadlines()).isEmpty();
    }

    @Test
    void begins_above_what_is_in_force_already() {
        TrafficTheatre theatre = TrafficTheatre.ramping();
        theatre.tell(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(20)), theatre.begin());

        assertThat(theatre.percentage()).isEqualTo(50);
        theatre.counts = BAD;
        theatre.deadlineComes();
        theatre.step();
        assertThat(theatre.percentage()).isEqualTo(20);
    }

    @Test
    void is_not_begun_where_nothing_is_left_of_it_or_in_another_phase() {
        TrafficTheatre all = TrafficTheatre.ramping();
        all.tell(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(100)));

        assertThatThrownBy(() -> all.tell(all.begin()))
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("already");
        Shop.in(Phase.SHADOWING)
                .when(new MigrationCommand.BeginRollout(ID, Shop.NOON))
                .thenRefused("SHADOWING", "theseus advance");
    }

    @Test
    void to_begin_it_twice_begins_it_once() {
        TrafficTheatre theatre = begun();
        theatre.tell(theatre.begin());

        assertThat(theatre.all(MigrationEvent.RolloutBegan.class)).hasSize(1);
    }

    @Test
    void waits_while_there_are_few_reads() {
        TrafficTheatre theatre = begun();
        theatre.counts = FEW;
        for (int i = 0; i < 10; i++) {
            theatre.step();
        }
        assertThat(theatre.percentage()).isEqualTo(5);
        assertThat(theatre.all(MigrationEvent.RolloutStepUnproven.class)).isNotEmpty();

        theatre.counts = GOOD;
        theatre.end();
        assertThat(theatre.percentage()).isEqualTo(100);
    }

    @Test
    void goes_down_to_the_last_good_percentage_and_tries_again_after_a_rest() {
        TrafficTheatre theatre = begun();
        theatre.deadlineComes();
        theatre.step();
        theatre.step();
        assertThat(theatre.percentage()).isEqualTo(50);

        theatre.counts = BAD;
        theatre.deadlineComes();
        theatre.step();
        assertThat(theatre.percentage()).isEqualTo(5);
        assertThat(theatre.deadlines()).containsEntry("step", theatre.now().plus(REST));

        theatre.counts = GOOD;
        theatre.end();
        assertThat(percentages(theatre)).containsExactly(5.0, 50.0, 5.0, 50.0, 100.0);
        assertThat(ends(theatre)).containsExactly(RolloutEnd.COMPLETED);
    }

    @Test
    void goes_back_by_itself_when_a_step_has_failed_twice() {
        TrafficTheatre theatre = begun();
        theatre.counts = BAD;
        theatre.end();

        assertThat(theatre.all(MigrationEvent.RolloutStepFailed.class)).hasSize(2);
        assertThat(ends(theatre)).containsExactly(RolloutEnd.GIVEN_UP);
        assertThat(theatre.all(MigrationEvent.RestoreBegan.class))
                .extracting(MigrationEvent.RestoreBegan::cause)
                .containsExactly(RestoreCause.ROLLOUT_GATE);
        assertThat(theatre.percentage()).isZero();
        assertThat(theatre.deadlines()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = AutomaticRollbackSettings.Mode.class,
            names = {"OFF", "DRY"})
    void holds_and_says_so_where_it_may_not_go_back_by_itself(AutomaticRollbackSettings.Mode mode) {
        TrafficTheatre theatre = TrafficTheatre.ramping(Mode.AUTOMATIC, mode);
        theatre.tell(theatre.begin());
        theatre.counts = BAD;
        theatre.end();

        assertThat(theatre.all(MigrationEvent.RestoreBegan.class)).isEmpty();
        assertThat(theatre.all(MigrationEvent.RollbackWithheld.class))
                .extracting(e -> e.why().name())
                .containsExactly(mode.name());
        assertThat(ends(theatre)).containsExactly(RolloutEnd.GIVEN_UP);
    }

    @Nested
    class WithApprovals {

        private final TrafficTheatre theatre = TrafficTheatre.ramping(Mode.APPROVAL, AutomaticRollbackSettings.Mode.ON);

        private TrafficTheatre begun() {
            return theatre.tell(theatre.begin()).end();
        }

        @Test
        void each_step_waits_for_a_person() {
            begun();
            assertThat(theatre.percentage()).isEqualTo(5);
            assertThat(theatre.all(MigrationEvent.ApprovalAsked.class))
                    .extracting(MigrationEvent.ApprovalAsked::what)
                    .containsExactly("rollout-step 2");

            theatre.tell(new MigrationCommand.Approve(ID, theatre.now(), "rollout-step 2"))
                    .end();
            assertThat(theatre.percentage()).isEqualTo(50);

            theatre.tell(new MigrationCommand.Approve(ID, theatre.now(), "rollout-step 3"))
                    .end();
            assertThat(theatre.percentage()).isEqualTo(100);
        }

        @Test
        void a_step_that_nobody_agreed_to_does_not_begin_whoever_sends_it() {
            begun();
            theatre.tell(new MigrationCommand.RaiseRollout(ID, theatre.now(), 2));

            assertThat(theatre.percentage()).isEqualTo(5);
        }

        @Test
        void what_was_agreed_to_while_nobody_ran_it_is_done_by_the_next_run() {
            begun();
            theatre.tell(new MigrationCommand.Approve(ID, theatre.now(), "rollout-step 2"));
            theatre.run().end();

            assertThat(theatre.percentage()).isEqualTo(50);
        }
    }

    @Nested
    class APerson {

        @Test
        void stops_it_where_it_is() {
            TrafficTheatre theatre = begun();
            theatre.tell(new MigrationCommand.StopRollout(ID, theatre.now())).end();

            assertThat(theatre.percentage()).isEqualTo(5);
            assertThat(ends(theatre)).containsExactly(RolloutEnd.STOPPED);
        }

        @Test
        void lets_fewer_read_from_new_at_any_time_which_stops_it() {
            TrafficTheatre theatre = begun();
            theatre.tell(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(1))).end();

            assertThat(theatre.percentage()).isEqualTo(1);
            assertThat(ends(theatre)).containsExactly(RolloutEnd.STOPPED);
        }

        @Test
        void does_not_let_more_in_beside_it() {
            TrafficTheatre theatre = begun();

            assertThatThrownBy(() -> theatre.tell(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(6))))
                    .isInstanceOf(IllegalTransition.class)
                    .hasMessageContaining("by steps");
        }

        @Test
        void pauses_it_and_it_goes_on_afterwards() {
            TrafficTheatre theatre = begun();
            theatre.tell(Shop.pause());
            assertThat(theatre.deadlines()).isEmpty();
            theatre.tell(theatre.measured(1, Shop.NOON), new MigrationCommand.RaiseRollout(ID, theatre.now(), 2));
            assertThat(theatre.percentage()).isEqualTo(5);

            theatre.tell(Shop.resume()).end();
            assertThat(theatre.percentage()).isEqualTo(100);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8})
    void is_taken_up_by_the_next_run_wherever_it_was_killed(int steps) {
        TrafficTheatre theatre = begun();
        for (int i = 0; i < steps; i++) {
            theatre.step();
        }
        theatre.run().end();

        assertThat(percentages(theatre)).containsExactly(5.0, 50.0, 100.0);
        assertThat(ends(theatre)).containsExactly(RolloutEnd.COMPLETED);
    }

    @Test
    void what_is_sent_late_or_twice_leads_to_nothing() {
        TrafficTheatre theatre = begun();
        theatre.waits(DWELL);
        MigrationCommand measured = theatre.measured(1, Shop.NOON);
        theatre.tell(measured, measured);
        assertThat(theatre.all(MigrationEvent.RolloutStepPassed.class)).hasSize(1);

        MigrationCommand raise = new MigrationCommand.RaiseRollout(ID, theatre.now(), 2);
        theatre.tell(raise, raise, measured, new MigrationCommand.RaiseRollout(ID, theatre.now(), 3));
        assertThat(percentages(theatre)).containsExactly(5.0, 50.0);
    }

    @Test
    void a_measurement_that_failed_is_made_again() {
        TrafficTheatre theatre = begun();
        theatre.deadlineComes();
        assertThat(theatre.inHand()).contains(new Work.MeasureTraffic(1, Shop.NOON));
        theatre.run();
        theatre.tell(new MigrationCommand.ReportStepFailed(ID, theatre.now(), "traffic", "measure", "away"));
        assertThat(theatre.deadlines()).containsEntry("step", theatre.now().plus(Duration.ofSeconds(5)));
        theatre.end();
        assertThat(theatre.percentage()).isEqualTo(100);
    }

    @Test
    void rows_that_differ_end_it_and_the_migration_goes_back() {
        TrafficTheatre theatre = begun();
        theatre.tell(Shop.compared(
                Shop.summary(dev.theseus.domain.verification.VerificationReport.Verdict.DIVERGENT, 2, 1)));

        assertThat(theatre.percentage()).isZero();
        assertThat(ends(theatre)).containsExactly(RolloutEnd.OVERTAKEN);
        assertThat(theatre.all(MigrationEvent.RestoreBegan.class))
                .extracting(MigrationEvent.RestoreBegan::cause)
                .containsExactly(RestoreCause.DIVERGENCE);
    }

    @Test
    void a_story_without_a_rollout_has_nothing_to_stop() {
        Story ramping = Shop.in(Phase.RAMPING);

        ramping.when(new MigrationCommand.StopRollout(ID, Shop.NOON)).thenNothing();
        ramping.when(new MigrationCommand.RaiseRollout(ID, Shop.NOON, 1)).thenNothing();
    }
}
