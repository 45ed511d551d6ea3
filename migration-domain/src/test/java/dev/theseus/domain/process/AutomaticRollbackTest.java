package dev.theseus.domain.process;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.LATER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.migration.Story;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.AutomaticRollbackSettings.Mode;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.rollout.RollbackPolicy.Withheld;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AutomaticRollbackTest {

    private static final RolloutPolicy HALF = RolloutPolicy.NOBODY.withPercentage(50);

    private static MigrationCommand trouble(RestoreCause cause) {
        return new MigrationCommand.ReportTrouble(ID, LATER, cause, "it is bad");
    }

    private static TrafficTheatre reading(Mode mode) {
        return TrafficTheatre.ramping(RolloutSettings.Mode.AUTOMATIC, mode).tell(Shop.rollout(HALF));
    }

    private static List<Withheld> withheld(TrafficTheatre theatre) {
        return theatre.all(MigrationEvent.RollbackWithheld.class).stream()
                .map(MigrationEvent.RollbackWithheld::why)
                .toList();
    }

    @Test
    void errors_lead_back_to_a_checkpoint_of_an_earlier_phase() {
        Shop.in(Phase.RAMPING)
                .and(Shop.rollout(HALF))
                .when(trouble(RestoreCause.ERROR_RATE))
                .thenEvents(
                        MigrationEvent.RollbackDecided.class,
                        MigrationEvent.RestoreBegan.class,
                        MigrationEvent.RolloutChanged.class);
    }

    @Test
    void after_the_cutover_too() {
        Shop.in(Phase.CUT_OVER)
                .when(trouble(RestoreCause.ERROR_RATE))
                .thenEvents(
                        MigrationEvent.RollbackDecided.class,
                        MigrationEvent.RestoreBegan.class,
                        MigrationEvent.RolloutChanged.class);
    }

    @Test
    void trouble_that_is_told_again_leads_to_nothing_more() {
        Story back = Shop.in(Phase.RAMPING).and(Shop.rollout(HALF), trouble(RestoreCause.ERROR_RATE));

        back.when(trouble(RestoreCause.ERROR_RATE)).thenNothing();
        back.when(trouble(RestoreCause.ROLLOUT_GATE)).thenNothing();
    }

    @ParameterizedTest
    @EnumSource(names = {"DUAL_WRITING", "VERIFIED", "SHADOWING", "ROLLING_BACK", "ROLLED_BACK", "COMPLETED"})
    void where_nothing_of_the_service_goes_to_new_there_is_no_trouble(Phase phase) {
        Shop.in(phase).when(trouble(RestoreCause.ERROR_RATE)).thenNothing();
    }

    @Test
    void where_nobody_reads_from_new_there_is_no_trouble() {
        Shop.in(Phase.RAMPING).when(trouble(RestoreCause.ERROR_RATE)).thenNothing();
    }

    @Test
    void while_paused_a_person_has_it_in_hand() {
        Shop.in(Phase.RAMPING)
                .and(Shop.rollout(HALF), Shop.pause())
                .when(trouble(RestoreCause.ERROR_RATE))
                .thenNothing();
    }

    @Test
    void errors_of_a_failback_are_its_own_matter() {
        TrafficTheatre theatre = reading(Mode.ON).readsFail("a");
        theatre.tell(theatre.trouble(RestoreCause.ERROR_RATE));

        assertThat(theatre.all(MigrationEvent.RollbackDecided.class)).isEmpty();
    }

    @Test
    void dry_only_says_so_and_once_in_a_window() {
        TrafficTheatre theatre = reading(Mode.DRY);
        theatre.tell(theatre.trouble(RestoreCause.ERROR_RATE), theatre.trouble(RestoreCause.ERROR_RATE));
        assertThat(withheld(theatre)).containsExactly(Withheld.DRY);
        assertThat(theatre.percentage()).isEqualTo(50);

        theatre.waits(AutomaticRollbackSettings.DEFAULT.window()).tell(theatre.trouble(RestoreCause.ERROR_RATE));
        assertThat(withheld(theatre)).containsExactly(Withheld.DRY, Withheld.DRY);
    }

    @Test
    void after_going_back_twice_it_holds_with_all_reads_on_old() {
        TrafficTheatre theatre = reading(Mode.ON);
        IntStream.range(0, 3).forEach(i -> {
            theatre.tell(theatre.trouble(RestoreCause.ERROR_RATE));
            theatre.tell(
                    new MigrationCommand.ReportOldHealth(ID, theatre.now(), Shop.HEALTHY),
                    new MigrationCommand.ReportCachesCleared(ID, theatre.now()));
            if (i < 2) {
                theatre.tell(Shop.advance(Phase.RAMPING), Shop.rollout(HALF));
            }
        });

        assertThat(theatre.all(MigrationEvent.CheckpointRestored.class)).hasSize(2);
        assertThat(withheld(theatre)).containsExactly(Withheld.TOO_OFTEN);
        assertThat(theatre.percentage()).isZero();
    }

    @Test
    void rows_that_differ_after_the_cutover_do_not_lead_back_to_what_differs() {
        Shop.in(Phase.CUT_OVER)
                .when(Shop.compared(LATER, Shop.summary(LATER, Verdict.DIVERGENT, 2, 1)))
                .thenEvents(MigrationEvent.VerificationCompleted.class, MigrationEvent.RollbackWithheld.class);
    }

    @Test
    void rows_that_differ_where_nobody_reads_from_new_are_only_told() {
        Shop.in(Phase.RAMPING)
                .when(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 1)))
                .thenEvents(MigrationEvent.VerificationCompleted.class, MigrationEvent.RollbackWithheld.class);
    }
}
