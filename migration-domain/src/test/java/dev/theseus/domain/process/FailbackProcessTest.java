package dev.theseus.domain.process;

import static dev.theseus.domain.migration.Shop.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.migration.FailbackEnd;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.plan.AutomaticRollbackSettings.Mode;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailbackProcessTest {

    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private static TrafficTheatre reading(double percentage) {
        return TrafficTheatre.ramping().tell(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(percentage)));
    }

    private static List<FailbackEnd> ends(TrafficTheatre theatre) {
        return theatre.all(MigrationEvent.FailbackEnded.class).stream()
                .map(MigrationEvent.FailbackEnded::end)
                .toList();
    }

    @Test
    void reads_come_back_once_new_works_on_all_nodes_and_was_compared() {
        TrafficTheatre theatre = reading(50).readsFail("a");
        assertThat(theatre.percentage()).isZero();
        assertThat(theatre.inHand()).contains(new Work.AwaitReads());
        assertThat(theatre.deadlines()).containsEntry("failback", theatre.now().plus(DEADLINE));

        theatre.readsWork("a");
        assertThat(theatre.percentage()).isZero();
        theatre.step();
        assertThat(theatre.inHand()).contains(new Work.VerifyTouched());
        assertThat(theatre.percentage()).isZero();
        theatre.step();

        assertThat(theatre.percentage()).isEqualTo(50);
        assertThat(ends(theatre)).containsExactly(FailbackEnd.RESUMED);
        assertThat(theatre.deadlines()).isEmpty();
    }

    @Test
    void where_nobody_reads_from_new_nothing_follows() {
        TrafficTheatre theatre = TrafficTheatre.ramping().readsFail("a");

        assertThat(theatre.all(MigrationEvent.FailbackBegan.class)).isEmpty();
        assertThat(theatre.ordered).isEmpty();
    }

    @Test
    void a_second_node_that_fails_belongs_to_the_same_failback() {
        TrafficTheatre theatre = reading(50).readsFail("a").readsFail("b");

        assertThat(theatre.all(MigrationEvent.FailbackBegan.class)).hasSize(1);
        assertThat(theatre.end().percentage()).isEqualTo(50);
    }

    @Test
    void a_node_that_fails_while_it_is_compared_makes_what_was_compared_worthless() {
        TrafficTheatre theatre = reading(50).readsFail("a");
        theatre.step();
        MigrationCommand compared = theatre.compared();
        theatre.readsWork("a").readsFail("a");

        theatre.tell(compared);
        assertThat(theatre.percentage()).isZero();
        assertThat(theatre.ordered)
                .containsExactly(new Work.AwaitReads(), new Work.VerifyTouched(), new Work.AwaitReads());
        assertThat(theatre.end().percentage()).isEqualTo(50);
    }

    @Test
    void what_settles_nothing_is_compared_again() {
        TrafficTheatre theatre = reading(50).readsFail("a");
        theatre.verdict = Verdict.UNSETTLED;
        theatre.step();
        theatre.step();
        assertThat(theatre.percentage()).isZero();

        theatre.verdict = Verdict.EQUAL;
        assertThat(theatre.end().percentage()).isEqualTo(50);
    }

    @Test
    void rows_that_differ_keep_reads_on_old_and_lead_back() {
        TrafficTheatre theatre = reading(50).readsFail("a");
        theatre.verdict = Verdict.DIVERGENT;
        theatre.end();

        assertThat(theatre.percentage()).isZero();
        assertThat(ends(theatre)).containsExactly(FailbackEnd.ABANDONED);
        assertThat(theatre.all(MigrationEvent.RestoreBegan.class))
                .extracting(MigrationEvent.RestoreBegan::cause)
                .containsExactly(RestoreCause.DIVERGENCE);
    }

    @Test
    void past_the_deadline_the_migration_goes_back() {
        TrafficTheatre theatre = reading(50).readsFail("a");
        theatre.deadlineComes();
        // killed before it was sent
        theatre.run().deadlineComes();
        theatre.step();

        assertThat(theatre.all(MigrationEvent.RestoreBegan.class))
                .extracting(MigrationEvent.RestoreBegan::cause)
                .containsExactly(RestoreCause.FAILBACK_DEADLINE);
        assertThat(theatre.inHand()).isEmpty();
        assertThat(theatre.deadlines()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Mode.class,
            names = {"OFF", "DRY"})
    void past_the_deadline_it_goes_on_where_it_may_not_go_back_by_itself(Mode mode) {
        TrafficTheatre theatre = TrafficTheatre.ramping(RolloutSettings.Mode.AUTOMATIC, mode)
                .tell(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(50)))
                .readsFail("a")
                .waits(DEADLINE);
        theatre.tell(theatre.trouble(RestoreCause.FAILBACK_DEADLINE));
        assertThat(theatre.all(MigrationEvent.RollbackWithheld.class)).hasSize(1);

        assertThat(theatre.end().percentage()).isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void is_taken_up_by_the_next_run_wherever_it_was_killed(int steps) {
        TrafficTheatre theatre = reading(50).readsFail("a");
        for (int i = 0; i < steps; i++) {
            theatre.step();
        }
        theatre.run();
        assertThat(theatre.deadlines()).containsKey("failback");

        assertThat(theatre.end().percentage()).isEqualTo(50);
        assertThat(ends(theatre)).containsExactly(FailbackEnd.RESUMED);
    }

    @Test
    void work_that_failed_is_done_again() {
        TrafficTheatre theatre = reading(50).readsFail("a");
        theatre.run();
        theatre.tell(new MigrationCommand.ReportStepFailed(ID, theatre.now(), "traffic", "wait", "away"));

        assertThat(theatre.deadlines()).containsKey("failback-retry");
        assertThat(theatre.end().percentage()).isEqualTo(50);
    }

    @Test
    void a_rollout_waits_and_measures_its_step_anew() {
        TrafficTheatre theatre = TrafficTheatre.ramping();
        theatre.tell(theatre.begin()).waits(Duration.ofMinutes(9)).readsFail("a");
        assertThat(theatre.deadlines()).doesNotContainKey("step");
        theatre.step();
        theatre.step();

        assertThat(theatre.percentage()).isEqualTo(5);
        assertThat(theatre.deadlines()).containsEntry("step", theatre.now().plus(TrafficTheatre.DWELL));
        assertThat(theatre.end().percentage()).isEqualTo(100);
    }

    @Test
    void a_person_can_keep_reads_on_old_but_not_send_them_to_new() {
        TrafficTheatre theatre = reading(50).readsFail("a");
        RolloutPolicy now =
                theatre.all(MigrationEvent.RolloutChanged.class).getLast().after();

        assertThatThrownBy(() -> theatre.tell(Shop.rollout(now.withPercentage(1))))
                .isInstanceOf(IllegalTransition.class)
                .hasMessageContaining("failed on new");
        theatre.tell(Shop.rollout(now)).end();

        assertThat(theatre.percentage()).isZero();
        assertThat(ends(theatre)).containsExactly(FailbackEnd.ABANDONED);
    }

    @Test
    void a_pause_holds_it_and_it_goes_on_afterwards() {
        TrafficTheatre theatre = reading(50).readsFail("a").tell(Shop.pause());
        assertThat(theatre.inHand()).isEmpty();
        assertThat(theatre.percentage()).isZero();

        assertThat(theatre.tell(Shop.resume()).end().percentage()).isEqualTo(50);
    }
}
