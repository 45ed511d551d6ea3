package dev.theseus.domain.migration;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;
import static dev.theseus.domain.migration.Shop.ORDERS;
import static dev.theseus.domain.migration.Shop.OTHER_SETTINGS;
import static dev.theseus.domain.migration.Shop.PLAN;
import static dev.theseus.domain.migration.Shop.QUIET;
import static dev.theseus.domain.migration.Shop.USERS;
import static dev.theseus.domain.migration.Shop.in;
import static dev.theseus.domain.migration.Shop.ready;
import static dev.theseus.domain.phase.Phase.BACKFILLING;
import static dev.theseus.domain.phase.Phase.CAPTURING;
import static dev.theseus.domain.phase.Phase.CATCHING_UP;
import static dev.theseus.domain.phase.Phase.DUAL_WRITING;
import static dev.theseus.domain.phase.Phase.PLANNED;
import static dev.theseus.domain.phase.Phase.PREPARED;
import static dev.theseus.domain.phase.Phase.ROLLED_BACK;
import static dev.theseus.domain.phase.Phase.ROLLING_BACK;
import static dev.theseus.domain.phase.Phase.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.RollingBack;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MigrationTest {

    private static final MigrationCommand OTHER_TABLES = new MigrationCommand.PlanMigration(ID, NOON, Shop.plan(USERS));
    private static final MigrationCommand OTHER_SETTINGS_ONLY =
            new MigrationCommand.PlanMigration(ID, NOON, PLAN.with(OTHER_SETTINGS));

    @Nested
    class BeforeAPlan {

        @Test
        void a_plan_is_taken_on() {
            Story.given().when(Shop.planned()).then(new MigrationEvent.MigrationPlanned(ID, NOON, PLAN));
        }

        @Test
        void nothing_else_can_be_asked() {
            Story.given().when(Shop.pause()).thenRefused("There is no migration \"shop\" yet", "Run its plan first");
            Story.given().when(Shop.rollBack()).thenRefused("There is no migration");
            Story.given().when(Shop.prepared()).thenRefused("There is no migration");
        }
    }

    @Nested
    class Planned {

        @Test
        void the_same_plan_again_changes_nothing() {
            in(PLANNED).when(Shop.planned()).thenNothing();
        }

        @Test
        void another_plan_takes_its_place_while_nothing_was_touched() {
            in(PLANNED).when(OTHER_TABLES).thenEvents(MigrationEvent.MigrationPlanned.class);
        }

        @Test
        void another_plan_is_refused_once_something_was_touched() {
            ready(PLANNED).when(OTHER_TABLES).thenRefused("under way with other tables", "roll the migration back");
        }

        @Test
        void a_paused_migration_that_is_planned_anew_stays_paused() {
            assertThat(in(PLANNED).and(Shop.pause(), OTHER_TABLES).state()).isInstanceOf(Paused.class);
        }

        @Test
        void it_is_not_prepared_before_the_bookkeeping_stands() {
            in(PLANNED)
                    .when(Shop.advance(PREPARED))
                    .then(new MigrationEvent.AdvanceRefused(
                            ID, NOON, PREPARED, List.of("the bookkeeping does not stand in both databases")));
        }

        @Test
        void a_checkpoint_is_taken_before_it_is_prepared() {
            ready(PLANNED)
                    .when(Shop.advance(PREPARED))
                    .thenEvents(MigrationEvent.CheckpointTaken.class, MigrationEvent.PhaseEntered.class);
        }

        @Test
        void a_phase_can_not_be_skipped() {
            ready(PLANNED)
                    .when(Shop.advance(CAPTURING))
                    .thenRefused("is in phase PLANNED", "CAPTURING can't be entered", "the next phase is PREPARED");
        }

        @Test
        void capture_that_stood_in_an_earlier_life_is_not_taken_for_todays() {
            in(PLANNED).when(Shop.captured(USERS)).thenRefused("is in phase PLANNED", "from PREPARED on");
        }
    }

    @Nested
    class Prepared {

        @Test
        void capture_is_noted_for_each_table_once() {
            in(PREPARED).when(Shop.captured(USERS)).then(new MigrationEvent.CaptureInstalled(ID, NOON, USERS));
            in(PREPARED).and(Shop.captured(USERS)).when(Shop.captured(USERS)).thenNothing();
        }

        @Test
        void a_table_that_is_not_planned_is_refused() {
            in(PREPARED)
                    .when(Shop.captured(new TableName("public", "visits")))
                    .thenRefused("does not plan table public.visits");
        }

        @Test
        void each_table_without_capture_is_named() {
            in(PREPARED)
                    .and(Shop.captured(USERS))
                    .when(Shop.advance(CAPTURING))
                    .then(new MigrationEvent.AdvanceRefused(
                            ID, NOON, CAPTURING, List.of("table public.orders is not under capture")));
        }

        @Test
        void other_settings_are_taken_on_under_way() {
            in(PREPARED)
                    .when(OTHER_SETTINGS_ONLY)
                    .then(new MigrationEvent.SettingsChanged(ID, NOON, PLAN.settings(), OTHER_SETTINGS));
        }
    }

    @Nested
    class Backfilling {

        @Test
        void a_copied_table_is_noted_once() {
            in(BACKFILLING).when(Shop.copied(USERS)).thenEvents(MigrationEvent.TableWasCopied.class);
            in(BACKFILLING).and(Shop.copied(USERS)).when(Shop.copied(USERS)).thenNothing();
        }

        @Test
        void its_checkpoint_says_how_far_each_table_was() {
            Checkpoint checkpoint = in(CATCHING_UP).state() instanceof Underway u
                    ? u.checkpoints().getLast()
                    : null;
            assertThat(checkpoint).isNotNull();
            assertThat(checkpoint.phase()).isEqualTo(BACKFILLING);
            assertThat(checkpoint.backlog()).isEqualTo(QUIET);
            assertThat(checkpoint.settings()).isEqualTo(PLAN.settings());
            assertThat(checkpoint.tables())
                    .containsExactly(
                            new Checkpoint.TablePosition(USERS, 10, 2, 4711),
                            new Checkpoint.TablePosition(ORDERS, 10, 2, 4711));
        }

        @Test
        void a_comparison_is_too_early() {
            in(BACKFILLING).when(Shop.compared(Shop.EQUAL)).thenRefused("from CATCHING_UP on");
        }
    }

    @Nested
    class CatchingUp {

        @Test
        void catching_up_again_after_a_crash_is_noted_again() {
            ready(CATCHING_UP).when(Shop.caughtUp()).then(new MigrationEvent.CaughtUp(ID, NOON, QUIET));
        }
    }

    @Nested
    class DualWriting {

        @Test
        void a_comparison_made_before_does_not_count() {
            Story story = ready(CATCHING_UP).and(Shop.compared(Shop.EQUAL), Shop.advance(DUAL_WRITING));

            story.when(Shop.advance(VERIFIED))
                    .then(new MigrationEvent.AdvanceRefused(
                            ID, NOON, VERIFIED, List.of("the databases have not been compared")));
        }

        @Test
        void a_comparison_that_found_a_difference_takes_the_place_of_one_that_found_none() {
            ready(DUAL_WRITING)
                    .and(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 1)))
                    .when(Shop.advance(VERIFIED))
                    .thenEvents(MigrationEvent.AdvanceRefused.class);
        }
    }

    @Nested
    class Verified {

        @Test
        void it_stays_verified_when_asked_again() {
            in(VERIFIED).when(Shop.advance(VERIFIED)).thenNothing();
            in(VERIFIED).when(Shop.advance(BACKFILLING)).thenNothing();
        }

        @Test
        void it_is_taken_back_by_a_comparison_that_finds_a_difference() {
            VerificationSummary differs = Shop.summary(Verdict.DIVERGENT, 2, 1);

            in(VERIFIED)
                    .when(Shop.compared(differs))
                    .then(
                            new MigrationEvent.VerificationCompleted(ID, NOON, differs),
                            new MigrationEvent.VerificationWithdrawn(ID, NOON, "1 rows differ, at most 0 are allowed"));
            Story withdrawn = in(VERIFIED).and(Shop.compared(differs));
            assertThat(Migration.phase(withdrawn.state())).contains(DUAL_WRITING);
            withdrawn.when(Shop.advance(VERIFIED)).thenEvents(MigrationEvent.AdvanceRefused.class);
            withdrawn
                    .and(Shop.compared(Shop.EQUAL))
                    .when(Shop.advance(VERIFIED))
                    .thenEvents(MigrationEvent.CheckpointTaken.class, MigrationEvent.PhaseEntered.class);
        }

        @Test
        void it_is_taken_back_while_paused_too() {
            Story held = in(VERIFIED).and(Shop.pause(), Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 1)));

            assertThat(Migration.phase(held.state())).contains(DUAL_WRITING);
            assertThat(held.state()).isInstanceOf(MigrationState.Paused.class);
        }

        @Test
        void a_comparison_that_settles_nothing_disproves_nothing() {
            for (Verdict verdict : List.of(Verdict.UNSETTLED, Verdict.NOTHING_COMPARED, Verdict.EQUAL)) {
                in(VERIFIED)
                        .when(Shop.compared(Shop.summary(verdict, 2, 0)))
                        .thenEvents(MigrationEvent.VerificationCompleted.class);
            }
        }

        @Test
        void as_many_differences_as_the_plan_permits_do_not_take_it_back() {
            Story story = in(VERIFIED).and(new MigrationCommand.ChangeSettings(ID, NOON, Shop.permitting(2)));

            story.when(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 2)))
                    .thenEvents(MigrationEvent.VerificationCompleted.class);
            story.when(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 3)))
                    .thenEvents(MigrationEvent.VerificationCompleted.class, MigrationEvent.VerificationWithdrawn.class);
        }

        @Test
        void a_checkpoint_was_taken_before_each_transition() {
            assertThat(Migration.checkpoints(in(VERIFIED).state()))
                    .extracting(Checkpoint::phase)
                    .containsExactly(PLANNED, PREPARED, CAPTURING, BACKFILLING, CATCHING_UP, DUAL_WRITING);
        }

        @Test
        void a_checkpoint_by_hand_has_a_name_of_its_own() {
            MigrationCommand take =
                    new MigrationCommand.TakeCheckpoint(ID, NOON, "before-lunch", new Evidence(NOON, QUIET));
            in(VERIFIED).when(take).thenEvents(MigrationEvent.CheckpointTaken.class);
            in(VERIFIED).and(take).when(take).thenRefused("before-lunch", "choose another name");
        }
    }

    @Nested
    class WhilePaused {

        private final Story paused = in(BACKFILLING).and(Shop.pause());

        @Test
        void pausing_again_changes_nothing() {
            paused.when(Shop.pause()).thenNothing();
        }

        @Test
        void it_does_not_advance() {
            paused.when(Shop.advance(CATCHING_UP)).thenRefused("is paused", "resume it");
        }

        @Test
        void what_was_done_meanwhile_is_noted() {
            paused.when(Shop.copied(USERS)).thenEvents(MigrationEvent.TableWasCopied.class);
        }

        @Test
        void it_goes_on_exactly_where_it_was() {
            assertThat(paused.and(Shop.resume()).state())
                    .isEqualTo(in(BACKFILLING).state());
        }

        @Test
        void resuming_what_is_not_paused_changes_nothing() {
            in(BACKFILLING).when(Shop.resume()).thenNothing();
        }
    }

    @Nested
    class RollingBackAndRolledBack {

        @ParameterizedTest
        @EnumSource(
                mode = EnumSource.Mode.EXCLUDE,
                names = {"CUT_OVER", "COMPLETED", "ROLLING_BACK", "ROLLED_BACK"})
        void it_can_be_rolled_back_from_every_phase(Phase phase) {
            in(phase)
                    .when(Shop.rollBack())
                    .then(new MigrationEvent.RollbackBegan(ID, NOON, phase, RowDisposition.REMOVE));
            in(phase)
                    .and(Shop.pause())
                    .when(Shop.rollBack())
                    .then(new MigrationEvent.RollbackBegan(ID, NOON, phase, RowDisposition.REMOVE));
        }

        @Test
        void reports_of_work_that_was_in_hand_are_ignored() {
            in(ROLLING_BACK).when(Shop.copied(USERS)).thenNothing();
            in(ROLLED_BACK).when(Shop.captured(USERS)).thenNothing();
        }

        @Test
        void it_can_not_be_paused() {
            in(ROLLING_BACK).when(Shop.pause()).thenRefused("being rolled back");
            in(ROLLED_BACK).when(Shop.pause()).thenRefused("nothing to pause");
        }

        @Test
        void the_plan_that_is_being_taken_back_may_be_run_again_to_finish_that() {
            in(ROLLING_BACK).when(Shop.planned()).thenNothing();
            in(ROLLING_BACK).when(OTHER_SETTINGS_ONLY).thenNothing();
            in(ROLLING_BACK).when(OTHER_TABLES).thenRefused("let that finish");
        }

        @Test
        void settings_that_change_meanwhile_change_once() {
            MigrationCommand change = new MigrationCommand.ChangeSettings(ID, NOON, OTHER_SETTINGS);
            in(ROLLING_BACK).when(change).thenEvents(MigrationEvent.SettingsChanged.class);
            in(ROLLING_BACK).and(change).when(change).thenNothing();
        }

        @Test
        void nothing_of_what_was_reported_before_counts_afterwards() {
            Story again = in(ROLLED_BACK).and(Shop.prepared(), Shop.advance(PREPARED));

            again.when(Shop.advance(CAPTURING)).thenEvents(MigrationEvent.AdvanceRefused.class);
            assertThat(again.state()).isInstanceOf(Underway.class);
        }

        @Test
        void checkpoints_outlive_it() {
            assertThat(Migration.checkpoints(in(ROLLED_BACK).and(Shop.planned()).state()))
                    .hasSize(3);
            assertThat(in(ROLLING_BACK).state()).isInstanceOf(RollingBack.class);
        }

        @Test
        void what_was_not_begun_can_not_be_done() {
            in(BACKFILLING).when(Shop.rolledBack()).thenRefused("is not being rolled back");
            in(ROLLED_BACK).when(Shop.rolledBack()).thenNothing();
        }
    }

    @Test
    void a_run_is_noted_whenever_it_begins_and_ends() {
        MigrationCommand begin = new MigrationCommand.BeginRun(ID, NOON, Shop.RUN, Optional.of(VERIFIED));
        MigrationCommand end = new MigrationCommand.EndRun(ID, NOON, Shop.RUN, RunOutcome.STOPPED);
        in(BACKFILLING).when(begin).then(new MigrationEvent.RunBegan(ID, NOON, Shop.RUN, Optional.of(VERIFIED)));
        in(BACKFILLING).when(end).then(new MigrationEvent.RunEnded(ID, NOON, Shop.RUN, RunOutcome.STOPPED));
    }
}
