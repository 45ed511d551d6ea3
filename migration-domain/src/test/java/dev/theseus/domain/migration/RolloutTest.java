package dev.theseus.domain.migration;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;
import static dev.theseus.domain.migration.Shop.in;
import static dev.theseus.domain.migration.Shop.rollout;
import static dev.theseus.domain.migration.Shop.said;
import static dev.theseus.domain.phase.Phase.PREPARED;
import static dev.theseus.domain.phase.Phase.RAMPING;
import static dev.theseus.domain.phase.Phase.ROLLED_BACK;
import static dev.theseus.domain.phase.Phase.ROLLING_BACK;
import static dev.theseus.domain.phase.Phase.SHADOWING;
import static dev.theseus.domain.phase.Phase.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.NodeWord.Kind;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RolloutTest {

    /** Entering SHADOWING turns shadow reads on. */
    private static final RolloutPolicy NOBODY = RolloutPolicy.NOBODY.withShadowReads(Switch.ON);

    private static RolloutPolicy percent(double percentage) {
        return NOBODY.withPercentage(percentage);
    }

    private static RolloutPolicy segments(String... segments) {
        return new RolloutPolicy(
                10, Set.of(segments), Set.of(), Set.of(), Switch.ON, Switch.ON, 0.01, 0.01, Duration.ofSeconds(5));
    }

    private static MigrationEvent changed(RolloutPolicy before, RolloutPolicy after, RolloutCause cause) {
        return new MigrationEvent.RolloutChanged(ID, NOON, before, after, cause);
    }

    @Nested
    class WhoReadsFromNew {

        @ParameterizedTest
        @EnumSource(names = {"PLANNED", "BACKFILLING", "DUAL_WRITING", "VERIFIED", "SHADOWING"})
        void is_nobody_before_ramping(Phase phase) {
            in(phase)
                    .when(rollout(percent(1)))
                    .thenRefused("is in phase " + phase, "from RAMPING on", "theseus advance");
        }

        @Test
        void is_more_or_less_while_ramping() {
            Story ramping = in(RAMPING);
            ramping.when(rollout(percent(5))).then(changed(NOBODY, percent(5), RolloutCause.ASKED));
            ramping.and(rollout(percent(50)))
                    .when(rollout(percent(5)))
                    .then(changed(percent(50), percent(5), RolloutCause.ASKED));
        }

        @Test
        void is_not_changed_by_the_same_policy() {
            in(RAMPING).and(rollout(percent(5))).when(rollout(percent(5))).thenNothing();
        }

        @Test
        void can_be_fewer_while_paused_but_not_more() {
            Story paused = in(RAMPING).and(rollout(segments("beta", "staff")), Shop.pause());

            paused.when(rollout(segments("beta"))).thenEvents(MigrationEvent.RolloutChanged.class);
            paused.when(rollout(percent(0))).thenEvents(MigrationEvent.RolloutChanged.class);
            paused.when(rollout(segments())).thenRefused("is paused", "resume it");
            paused.when(rollout(segments("beta", "press"))).thenRefused("is paused");
            paused.when(rollout(segments("beta", "staff").withPercentage(11))).thenRefused("is paused");
        }

        @Test
        void is_nobody_while_it_is_rolled_back() {
            in(ROLLING_BACK).when(rollout(percent(1))).thenRefused("all reads are on old");
            in(ROLLED_BACK).when(rollout(percent(1))).thenRefused("all reads are on old");
            in(ROLLED_BACK).when(rollout(percent(0))).thenNothing();
        }

        @Test
        void is_nobody_again_after_a_rollback() {
            Story again = in(RAMPING)
                    .and(rollout(percent(50)), Shop.rollBack(), Shop.rolledBack(), Shop.prepared())
                    .and(Shop.advance(PREPARED));

            assertThat(Migration.rollout(again.state(), 1).policy()).isEqualTo(RolloutPolicy.NOBODY);
        }
    }

    @Test
    void shadowing_begins_with_shadow_reads() {
        in(VERIFIED)
                .when(Shop.advance(SHADOWING))
                .thenEvents(
                        MigrationEvent.CheckpointTaken.class,
                        MigrationEvent.PhaseEntered.class,
                        MigrationEvent.RolloutChanged.class);
        assertThat(Migration.rollout(in(SHADOWING).state(), 1).policy()).isEqualTo(NOBODY);
    }

    @Test
    void rows_that_differ_take_everybody_off_new() {
        Story ramping = in(RAMPING).and(rollout(percent(50)));

        ramping.when(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 1)))
                .thenEvents(
                        MigrationEvent.VerificationCompleted.class,
                        MigrationEvent.RolloutChanged.class,
                        MigrationEvent.RollbackDecided.class,
                        MigrationEvent.RestoreBegan.class,
                        MigrationEvent.RolloutChanged.class);
        assertThat(Migration.rollout(
                                ramping.and(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 1)))
                                        .state(),
                                1)
                        .policy()
                        .percentage())
                .isZero();
        ramping.when(Shop.compared(Shop.summary(Verdict.UNSETTLED, 2, 0)))
                .thenEvents(MigrationEvent.VerificationCompleted.class);
        ramping.when(Shop.compared(Shop.EQUAL)).thenEvents(MigrationEvent.VerificationCompleted.class);
    }

    @Test
    void what_nodes_go_by_is_the_phase_and_the_policy_and_old_once_it_is_taken_back() {
        Story ramping = in(RAMPING).and(rollout(percent(50)));

        assertThat(Migration.rollout(Migration.INITIAL, 0)).isEqualTo(Rollout.NONE);
        assertThat(Migration.rollout(ramping.state(), 40))
                .isEqualTo(new Rollout(40, Epoch.FIRST, RAMPING, percent(50)));
        assertThat(Migration.rollout(ramping.and(Shop.pause()).state(), 41))
                .isEqualTo(new Rollout(41, Epoch.FIRST, RAMPING, percent(50)));
        assertThat(Migration.rollout(ramping.and(Shop.rollBack()).state(), 42))
                .isEqualTo(new Rollout(42, Epoch.FIRST, ROLLING_BACK, RolloutPolicy.NOBODY));
    }

    @Nested
    class WordsOfNodes {

        private final Story failed = in(RAMPING).and(said(3, "a", Kind.READS_FAILED));
        private final Story resumed = failed.and(said(5, "a", Kind.READS_RECOVERED));

        @Test
        void become_events() {
            in(RAMPING)
                    .when(said(3, "a", Kind.READS_FAILED))
                    .then(new MigrationEvent.ReadsFailedBack(ID, NOON, "a", 3, "57P01"));
            failed.when(said(5, "a", Kind.READS_RECOVERED)).then(new MigrationEvent.ReadsResumed(ID, NOON, "a", 5));
            in(RAMPING)
                    .when(said(3, "a", Kind.MISMATCH))
                    .then(new MigrationEvent.MismatchFound(ID, NOON, "a", 3, "57P01"));
        }

        @Test
        void that_are_told_again_lead_to_no_second_event() {
            failed.when(said(3, "a", Kind.READS_FAILED)).thenNothing();
            failed.when(said(4, "a", Kind.READS_FAILED)).thenNothing();
            resumed.when(said(3, "a", Kind.READS_FAILED)).thenNothing();
            resumed.when(said(4, "a", Kind.READS_FAILED)).thenNothing();
            resumed.when(said(5, "a", Kind.READS_RECOVERED)).thenNothing();
            Story mismatch = in(RAMPING).and(said(9, "a", Kind.MISMATCH));
            mismatch.when(said(9, "a", Kind.MISMATCH)).thenNothing();
            mismatch.when(said(8, "a", Kind.MISMATCH)).thenEvents(MigrationEvent.MismatchFound.class);
        }

        @Test
        void are_each_nodes_own() {
            failed.when(said(2, "b", Kind.READS_FAILED)).thenEvents(MigrationEvent.ReadsFailedBack.class);
            failed.when(said(6, "b", Kind.READS_RECOVERED)).thenNothing();
        }

        @Test
        void are_heard_again_after_a_rollback_whose_numbers_begin_anew() {
            Story again = resumed.and(Shop.rollBack(), Shop.rolledBack(), Shop.prepared())
                    .and(Shop.advance(PREPARED));

            again.when(said(1, "a", Kind.READS_FAILED)).thenEvents(MigrationEvent.ReadsFailedBack.class);
        }

        @Test
        void come_too_late_once_it_is_taken_back() {
            failed.and(Shop.rollBack()).when(said(5, "a", Kind.READS_RECOVERED)).thenNothing();
        }
    }
}
