package dev.theseus.domain.process;

import static dev.theseus.domain.migration.Shop.FRESH;
import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;
import static dev.theseus.domain.migration.Shop.ORDERS;
import static dev.theseus.domain.migration.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.migration.Shop;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BackfillProcessTest {

    private static final RunId FIRST = new RunId("first");
    private static final RunId SECOND = new RunId("second");

    /** The aggregate and its process together: commands go in, orders come out. */
    private static final class Theatre {

        private MigrationState migration = Migration.INITIAL;
        private BackfillState process = BackfillState.INITIAL;
        private final List<Work> orders = new ArrayList<>();

        Theatre tell(MigrationCommand... commands) {
            for (MigrationCommand command : commands) {
                Migration.decide(migration, command).forEach(this::hear);
            }
            return this;
        }

        private void hear(MigrationEvent event) {
            migration = Migration.evolve(migration, event);
            process = BackfillProcess.evolve(process, event);
            BackfillProcess.react(process, event).ifPresent(orders::add);
        }

        Theatre run(RunId run, Phase... until) {
            return tell(new MigrationCommand.BeginRun(
                    ID, NOON, run, Stream.of(until).findFirst()));
        }

        /** Does what was ordered last, as a crew would, and so on until the phase is reached. */
        Theatre until(Phase phase) {
            for (int i = 0; i < 50 && !Migration.phase(migration).equals(Optional.of(phase)); i++) {
                obey(orders.getLast());
            }
            assertThat(Migration.phase(migration)).contains(phase);
            return this;
        }

        void obey(Work work) {
            switch (work) {
                case Work.Prepare w -> tell(Shop.prepared());
                case Work.InstallCapture w -> tell(Shop.captured(USERS), Shop.captured(ORDERS));
                case Work.CopyTables w ->
                    tell(Shop.copied(USERS), Shop.indexed(USERS), Shop.copied(ORDERS), Shop.indexed(ORDERS));
                case Work.CatchUp w -> tell(Shop.caughtUp());
                case Work.Verify w -> tell(Shop.compared(Shop.EQUAL));
                case Work.Enter w -> tell(new MigrationCommand.Advance(ID, NOON, w.phase(), FRESH));
                case Work.TakeBack w -> tell(Shop.rolledBack());
                case Work.Follow w -> throw new AssertionError("Following does not end");
                case Work.Hold w -> throw new AssertionError("Held");
                case Work.Finish w -> throw new AssertionError("Finished " + w);
                case Work.InstallFence w -> throw strange(w);
                case Work.Rehearse w -> throw strange(w);
                case Work.CheckCutover w -> throw strange(w);
                case Work.HandOver w -> throw strange(w);
                case Work.Settle w -> throw strange(w);
                case Work.VerifyMoved w -> throw strange(w);
                case Work.CheckOldHealth w -> throw strange(w);
                case Work.ClearCaches w -> throw strange(w);
                case Work.TakeOff w -> throw strange(w);
                case Work.MeasureTraffic w -> throw strange(w);
                case Work.AwaitReads w -> throw strange(w);
                case Work.VerifyTouched w -> throw strange(w);
            }
        }

        private static AssertionError strange(Work work) {
            return new AssertionError("Ordered by the backfill process: " + work);
        }

        Work last() {
            return orders.getLast();
        }

        Theatre forget() {
            orders.clear();
            return this;
        }
    }

    private static Theatre planned() {
        return new Theatre().tell(Shop.planned());
    }

    private static Work.Finish reached(RunId run) {
        return new Work.Finish(run, RunOutcome.REACHED, Optional.empty());
    }

    @Test
    void without_a_run_nothing_is_ordered() {
        assertThat(planned().tell(Shop.prepared()).orders).isEmpty();
    }

    @Test
    void the_whole_way_from_plan_to_verified() {
        Theatre theatre = planned().run(FIRST, Phase.VERIFIED).until(Phase.VERIFIED);

        assertThat(theatre.orders)
                .containsExactly(
                        new Work.Prepare(),
                        new Work.Enter(Phase.PREPARED),
                        new Work.InstallCapture(),
                        new Work.Enter(Phase.CAPTURING),
                        new Work.Enter(Phase.BACKFILLING),
                        new Work.CopyTables(),
                        new Work.Enter(Phase.CATCHING_UP),
                        new Work.CatchUp(),
                        new Work.Enter(Phase.DUAL_WRITING),
                        new Work.Verify(),
                        new Work.Enter(Phase.VERIFIED),
                        reached(FIRST));
    }

    @Test
    void a_run_without_an_end_follows_the_old_database() {
        assertThat(planned().run(FIRST).until(Phase.VERIFIED).last()).isEqualTo(new Work.Follow());
    }

    @ParameterizedTest
    @EnumSource(names = {"PREPARED", "CAPTURING", "BACKFILLING", "CATCHING_UP", "DUAL_WRITING", "VERIFIED"})
    void a_run_ends_at_the_phase_that_was_asked_for(Phase phase) {
        assertThat(planned().run(FIRST, phase).until(phase).last()).isEqualTo(reached(FIRST));
    }

    @Nested
    class AfterAKill {

        static Stream<Phase> onTheWay() {
            return PhaseTable.path().stream().filter(p -> !PhaseTable.hasReached(p, Phase.SHADOWING));
        }

        @ParameterizedTest
        @MethodSource("onTheWay")
        void the_work_of_the_phase_is_ordered_again(Phase phase) {
            Theatre theatre = planned().run(FIRST).until(phase).forget().run(SECOND);

            assertThat(theatre.orders)
                    .containsExactly(
                            switch (phase) {
                                case PLANNED -> new Work.Prepare();
                                case PREPARED -> new Work.InstallCapture();
                                case CAPTURING -> new Work.Enter(Phase.BACKFILLING);
                                case BACKFILLING -> new Work.CopyTables();
                                case CATCHING_UP -> new Work.CatchUp();
                                case DUAL_WRITING, VERIFIED, SHADOWING, RAMPING, CUT_OVER -> new Work.Verify();
                                case COMPLETED, ROLLING_BACK, ROLLED_BACK -> throw new AssertionError(phase);
                            });
            theatre.until(Phase.VERIFIED);
        }

        /** What was reported is not reported a second time: waiting for that would be for ever. */
        @ParameterizedTest
        @MethodSource("onTheWay")
        void between_the_last_report_of_a_phase_and_the_next_phase_the_next_run_gets_on(Phase phase) {
            Theatre theatre = planned().run(FIRST).until(phase);
            if (phase == Phase.VERIFIED) {
                return;
            }
            theatre.obey(theatre.last());
            theatre.forget().run(SECOND, Phase.VERIFIED).until(Phase.VERIFIED);

            assertThat(theatre.last()).isEqualTo(reached(SECOND));
        }

        @Test
        void what_is_left_of_the_tables_is_done() {
            Theatre theatre = planned().run(FIRST).until(Phase.BACKFILLING).tell(Shop.copied(USERS));

            assertThat(theatre.run(SECOND).last()).isEqualTo(new Work.CopyTables());
            assertThat(theatre.tell(Shop.indexed(USERS), Shop.copied(ORDERS)).last())
                    .isEqualTo(new Work.CopyTables());
            assertThat(theatre.tell(Shop.indexed(ORDERS)).last()).isEqualTo(new Work.Enter(Phase.CATCHING_UP));
        }

        @Test
        void a_run_that_was_thought_dead_does_not_end_the_next_one() {
            Theatre theatre = planned()
                    .run(FIRST)
                    .run(SECOND)
                    .tell(new MigrationCommand.EndRun(ID, NOON, FIRST, RunOutcome.STOPPED));

            assertThat(theatre.process.run()).map(BackfillState.Run::id).contains(SECOND);
        }

        @Test
        void a_rollback_that_was_begun_goes_on() {
            Theatre theatre = planned().run(FIRST).until(Phase.BACKFILLING).tell(Shop.rollBack());

            assertThat(theatre.run(SECOND).last()).isEqualTo(new Work.TakeBack(RowDisposition.REMOVE));
        }
    }

    @Nested
    class ARunToAPhaseThatIsReachedAlready {

        @Test
        void ends_at_once_while_the_new_database_does_not_follow() {
            Theatre theatre = planned().run(FIRST).until(Phase.BACKFILLING).forget();

            assertThat(theatre.run(SECOND, Phase.CAPTURING).orders).containsExactly(reached(SECOND));
        }

        @ParameterizedTest
        @EnumSource(names = {"DUAL_WRITING", "VERIFIED"})
        void compares_again_and_goes_no_further_once_it_follows(Phase phase) {
            Theatre theatre = planned().run(FIRST).until(phase).forget();

            assertThat(theatre.run(SECOND, phase).orders).containsExactly(new Work.Verify());
            assertThat(theatre.tell(Shop.compared(Shop.EQUAL)).last()).isEqualTo(reached(SECOND));
            assertThat(Migration.phase(theatre.migration)).contains(phase);
        }
    }

    /** A person enters the phases after VERIFIED; the run goes on. */
    @Nested
    class WhileReadsShift {

        private static Theatre following(Phase phase) {
            Theatre theatre = planned().run(FIRST).until(Phase.VERIFIED).tell(Shop.advance(Phase.SHADOWING));
            return phase == Phase.SHADOWING ? theatre : theatre.tell(Shop.advance(phase));
        }

        @ParameterizedTest
        @EnumSource(names = {"SHADOWING", "RAMPING"})
        void the_run_follows(Phase phase) {
            assertThat(following(phase).last()).isEqualTo(new Work.Follow());
            assertThat(following(phase).tell(Shop.compared(Shop.EQUAL)).last()).isEqualTo(new Work.Follow());
        }

        @ParameterizedTest
        @EnumSource(names = {"SHADOWING", "RAMPING"})
        void the_next_run_compares_and_follows(Phase phase) {
            Theatre theatre = following(phase).forget().run(SECOND);

            assertThat(theatre.orders).containsExactly(new Work.Verify());
            assertThat(theatre.tell(Shop.compared(Shop.EQUAL)).last()).isEqualTo(new Work.Follow());
        }

        @Test
        void a_comparison_that_could_not_settle_every_row_ends_nothing() {
            assertThat(following(Phase.RAMPING)
                            .tell(Shop.compared(Shop.summary(Verdict.UNSETTLED, 2, 0)))
                            .last())
                    .isEqualTo(new Work.Follow());
        }

        @Test
        void rows_that_differ_end_the_run() {
            assertThat(following(Phase.RAMPING)
                            .tell(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 1)))
                            .last())
                    .isEqualTo(new Work.Finish(
                            FIRST, RunOutcome.FAILED, Optional.of("1 rows differ, at most 0 are allowed")));
        }
    }

    @Nested
    class PauseAndResume {

        @ParameterizedTest
        @MethodSource("dev.theseus.domain.process.BackfillProcessTest$AfterAKill#onTheWay")
        void everything_is_put_down_and_taken_up_again(Phase phase) {
            Theatre theatre = planned().run(FIRST).until(phase);
            Work inHand = theatre.last();

            assertThat(theatre.tell(Shop.pause()).last()).isEqualTo(new Work.Hold());
            theatre.forget();
            assertThat(theatre.tell(Shop.prepared()).orders).isEmpty();
            Work takenUp = theatre.tell(Shop.resume()).last();
            assertThat(takenUp)
                    .isEqualTo(
                            phase == Phase.VERIFIED
                                    ? new Work.Verify()
                                    : phase == Phase.PLANNED ? new Work.Enter(Phase.PREPARED) : inHand);
        }

        @Test
        void a_run_that_begins_while_paused_waits() {
            Theatre theatre = planned().tell(Shop.pause()).run(FIRST);

            assertThat(theatre.orders).isEmpty();
            assertThat(theatre.tell(Shop.resume()).last()).isEqualTo(new Work.Prepare());
        }

        @Test
        void a_rollback_does_not_wait_for_a_resume() {
            Theatre theatre = planned().run(FIRST).until(Phase.BACKFILLING).tell(Shop.pause(), Shop.rollBack());

            assertThat(theatre.last()).isEqualTo(new Work.TakeBack(RowDisposition.REMOVE));
        }
    }

    @Nested
    class WhatEndsARunOtherwise {

        @ParameterizedTest
        @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EQUAL")
        void a_comparison_that_did_not_find_both_equal(Verdict verdict) {
            Theatre theatre = planned().run(FIRST, Phase.VERIFIED).until(Phase.DUAL_WRITING);

            Work order =
                    theatre.tell(Shop.compared(Shop.summary(verdict, 2, 1))).last();

            assertThat(order).isInstanceOfSatisfying(Work.Finish.class, finish -> {
                assertThat(finish.outcome()).isEqualTo(RunOutcome.FAILED);
                assertThat(finish.reason()).isPresent();
            });
            assertThat(Migration.phase(theatre.migration)).contains(Phase.DUAL_WRITING);
        }

        @Test
        void work_that_failed() {
            Theatre theatre = planned().run(FIRST).until(Phase.BACKFILLING);

            assertThat(theatre.tell(new MigrationCommand.ReportFailure(ID, NOON, "copy", "no such table"))
                            .last())
                    .isEqualTo(new Work.Finish(FIRST, RunOutcome.FAILED, Optional.of("copy: no such table")));
        }

        @Test
        void a_rollback_that_was_asked_for() {
            Theatre theatre = planned().run(FIRST).until(Phase.BACKFILLING).tell(Shop.rollBack());

            assertThat(theatre.last()).isEqualTo(new Work.TakeBack(RowDisposition.REMOVE));
            assertThat(theatre.until(Phase.ROLLED_BACK).last()).isEqualTo(reached(FIRST));
        }

        @Test
        void a_rollback_that_kept_it_from_its_phase() {
            Theatre theatre = planned().run(FIRST, Phase.VERIFIED).until(Phase.BACKFILLING);

            assertThat(theatre.tell(Shop.rollBack()).until(Phase.ROLLED_BACK).last())
                    .isEqualTo(new Work.Finish(FIRST, RunOutcome.STOPPED, Optional.empty()));
        }
    }

    @Nested
    class WhereSomeRowsMayDiffer {

        private final Theatre theatre = planned()
                .tell(new MigrationCommand.ChangeSettings(ID, NOON, Shop.permitting(3)))
                .run(FIRST, Phase.VERIFIED)
                .until(Phase.DUAL_WRITING);

        @Test
        void a_comparison_that_finds_no_more_than_these_opens_the_gate() {
            theatre.tell(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 3)));

            assertThat(theatre.last()).isEqualTo(new Work.Enter(Phase.VERIFIED));
            assertThat(theatre.until(Phase.VERIFIED).last()).isEqualTo(reached(FIRST));
        }

        @Test
        void one_row_more_ends_the_run() {
            assertThat(theatre.tell(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 4)))
                            .last())
                    .isEqualTo(new Work.Finish(
                            FIRST, RunOutcome.FAILED, Optional.of("4 rows differ, at most 3 are allowed")));
        }
    }

    @Test
    void a_difference_found_later_ends_the_run_and_the_next_one_compares_before_it_is_verified_again() {
        Theatre theatre = planned().run(FIRST).until(Phase.VERIFIED);

        theatre.tell(Shop.compared(Shop.summary(Verdict.DIVERGENT, 2, 1)));
        assertThat(theatre.orders).endsWith(new Work.Follow(), theatre.last());
        assertThat(theatre.last())
                .isInstanceOfSatisfying(
                        Work.Finish.class, f -> assertThat(f.outcome()).isEqualTo(RunOutcome.FAILED));
        assertThat(Migration.phase(theatre.migration)).contains(Phase.DUAL_WRITING);

        theatre.tell(new MigrationCommand.EndRun(ID, NOON, FIRST, RunOutcome.FAILED))
                .forget()
                .run(SECOND, Phase.VERIFIED)
                .until(Phase.VERIFIED);
        assertThat(theatre.orders).containsExactly(new Work.Verify(), new Work.Enter(Phase.VERIFIED), reached(SECOND));
    }

    @Test
    void a_comparison_by_somebody_else_while_catching_up_is_no_order() {
        Theatre theatre = planned().run(FIRST).until(Phase.CATCHING_UP).forget();

        assertThat(theatre.tell(Shop.compared(Shop.EQUAL)).orders).isEmpty();
    }

    @Test
    void a_migration_that_was_rolled_back_can_go_the_way_again() {
        Theatre theatre = planned()
                .run(FIRST)
                .until(Phase.DUAL_WRITING)
                .tell(Shop.rollBack())
                .until(Phase.ROLLED_BACK);
        theatre.tell(new MigrationCommand.EndRun(ID, NOON, FIRST, RunOutcome.REACHED), Shop.planned());

        assertThat(theatre.forget().run(SECOND, Phase.VERIFIED).until(Phase.VERIFIED).orders)
                .startsWith(new Work.Prepare())
                .endsWith(reached(SECOND));
    }
}
