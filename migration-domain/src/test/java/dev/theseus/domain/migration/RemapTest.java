package dev.theseus.domain.migration;

import static dev.theseus.domain.migration.Shop.ID;
import static dev.theseus.domain.migration.Shop.NOON;
import static dev.theseus.domain.migration.Shop.PLAN;
import static dev.theseus.domain.migration.Shop.USERS;
import static dev.theseus.domain.migration.Shop.in;
import static dev.theseus.domain.migration.Shop.loggedAnew;
import static dev.theseus.domain.migration.Shop.remap;
import static dev.theseus.domain.migration.Shop.usersMapping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.BackfillState;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.routing.RolloutPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mapping that is replaced while the migration is under way. */
class RemapTest {

    private static final MigrationEvent REPLACED = new MigrationEvent.MappingsReplaced(
            ID, NOON, List.of(new MappingReplacement(1, USERS, USERS, usersMapping(2))));

    @ParameterizedTest
    @EnumSource(
            value = Phase.class,
            names = {"PREPARED", "BACKFILLING", "CATCHING_UP", "DUAL_WRITING"})
    void before_anything_is_verified_the_phase_stays(Phase phase) {
        in(phase).when(remap(2)).then(REPLACED);
        assertThat(((Underway) in(phase).and(remap(2)).state())
                        .plan()
                        .tables()
                        .getFirst()
                        .mapping())
                .isEqualTo(usersMapping(2));
    }

    @Test
    void what_was_verified_is_so_no_more() {
        in(Phase.VERIFIED)
                .when(remap(2))
                .then(new MigrationEvent.PhaseEntered(ID, NOON, Phase.VERIFIED, Phase.DUAL_WRITING), REPLACED);
    }

    @Test
    void nobody_reads_from_new_until_all_rows_have_gone_again() {
        in(Phase.RAMPING)
                .and(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(50)))
                .when(remap(2))
                .thenEvents(
                        MigrationEvent.RolloutChanged.class,
                        MigrationEvent.PhaseEntered.class,
                        MigrationEvent.MappingsReplaced.class);
        assertThat(((Underway) in(Phase.RAMPING)
                                .and(Shop.rollout(RolloutPolicy.NOBODY.withPercentage(50)), remap(2))
                                .state())
                        .traffic()
                        .policy()
                        .percentage())
                .isZero();
    }

    @Test
    void the_same_plan_again_changes_nothing() {
        in(Phase.DUAL_WRITING).and(remap(2)).when(remap(2)).thenNothing();
    }

    @Test
    void a_migration_that_is_paused_stays_so() {
        assertThat(in(Phase.VERIFIED).and(Shop.pause(), remap(2)).state())
                .isInstanceOfSatisfying(
                        Paused.class, p -> assertThat(p.held().phase()).isEqualTo(Phase.DUAL_WRITING));
    }

    @Nested
    class Afterwards {

        private final Story replaced = in(Phase.VERIFIED).and(remap(2));

        @Test
        void no_comparison_verifies_it_before_all_rows_are_on_their_way_again() {
            replaced.and(Shop.compared(Shop.EQUAL))
                    .when(Shop.advance(Phase.VERIFIED))
                    .then(new MigrationEvent.AdvanceRefused(
                            ID,
                            NOON,
                            Phase.VERIFIED,
                            List.of("the rows of public.users have not all gone by version 2 of their mapping")));
        }

        @Test
        void a_comparison_of_before_they_were_counts_no_more() {
            replaced.and(Shop.compared(Shop.EQUAL), loggedAnew(2))
                    .when(Shop.advance(Phase.VERIFIED))
                    .then(new MigrationEvent.AdvanceRefused(
                            ID, NOON, Phase.VERIFIED, List.of("the databases have not been compared")));
            replaced.and(loggedAnew(2), Shop.compared(Shop.EQUAL))
                    .when(Shop.advance(Phase.VERIFIED))
                    .thenEvents(MigrationEvent.CheckpointTaken.class, MigrationEvent.PhaseEntered.class);
        }

        @Test
        void the_rows_are_reported_once_and_by_the_version_in_force() {
            replaced.when(loggedAnew(2)).then(new MigrationEvent.RowsLoggedAnew(ID, NOON, 1, 2));
            replaced.when(loggedAnew(1)).thenNothing();
            replaced.and(loggedAnew(2)).when(loggedAnew(2)).thenNothing();
        }

        @Test
        void another_version_has_them_go_again() {
            replaced.and(loggedAnew(2), remap(3))
                    .when(Shop.advance(Phase.VERIFIED))
                    .thenEvents(MigrationEvent.AdvanceRefused.class);
            replaced.and(remap(3)).when(loggedAnew(2)).thenNothing();
        }

        @Test
        void before_the_copy_nothing_has_to_go_again() {
            assertThat(((Underway) in(Phase.CAPTURING).and(remap(2)).state())
                            .facts()
                            .unapplied())
                    .isEmpty();
            assertThat(((Underway) in(Phase.BACKFILLING).and(remap(2)).state())
                            .facts()
                            .unapplied())
                    .containsExactly(1);
        }

        @Test
        void the_run_in_progress_ends_and_the_next_one_compares() {
            Story story = in(Phase.VERIFIED)
                    .and(
                            new MigrationCommand.BeginRun(ID, NOON, Shop.RUN, Optional.empty()),
                            remap(2),
                            new MigrationCommand.EndRun(ID, NOON, Shop.RUN, RunOutcome.STOPPED),
                            new MigrationCommand.BeginRun(ID, NOON, new RunId("r2"), Optional.empty()));
            BackfillState process = BackfillState.INITIAL;
            Stream.Builder<Work> ordered = Stream.builder();
            for (MigrationEvent event : story.events()) {
                process = BackfillProcess.evolve(process, event);
                BackfillProcess.react(process, event).ifPresent(ordered);
            }
            List<Work> works = ordered.build().toList();
            assertThat(works.getLast()).isEqualTo(new Work.Verify());
            assertThat(works)
                    .filteredOn(Work.Finish.class::isInstance)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Work.Finish.class,
                            f -> assertThat(f.reason())
                                    .hasValueSatisfying(
                                            r -> assertThat(r).contains("version 2", "run the migration again")));
        }
    }

    @Nested
    class Refused {

        @Test
        void a_version_that_is_not_the_next_one() {
            in(Phase.DUAL_WRITING)
                    .when(remap(3))
                    .thenRefused("mapping of public.users into public.users", "to be version 2, not 3");
        }

        @Test
        void other_tables_or_databases() {
            in(Phase.DUAL_WRITING)
                    .when(new MigrationCommand.ReplaceMappings(ID, NOON, Shop.plan(USERS)))
                    .thenRefused("the plan has 1 tables, the migration has 2", "no table 2, which is public.orders");
        }

        @Test
        void a_table_that_differs_in_more() {
            TablePlan users = PLAN.tables().getFirst();
            TablePlan merged =
                    new TablePlan(1, USERS, USERS, usersMapping(2), TablePlan.ExistingRows.MERGE, users.capture());
            in(Phase.DUAL_WRITING)
                    .when(new MigrationCommand.ReplaceMappings(
                            ID,
                            NOON,
                            new Plan(
                                    ID,
                                    PLAN.old(),
                                    PLAN.target(),
                                    List.of(merged, PLAN.tables().getLast()),
                                    PLAN.settings())))
                    .thenRefused("table public.users differs in more than its mapping");
        }

        @Test
        void another_key() {
            Image other = Image.same(List.of("column_2"), List.of("id", "column_2"));
            in(Phase.DUAL_WRITING)
                    .when(new MigrationCommand.ReplaceMappings(
                            ID, NOON, PLAN.with(1, new Mapping(2, Optional.of(other), Optional.of(other)))))
                    .thenRefused("gives rows another key", "roll the migration back");
        }

        @Test
        void other_key_maps() {
            KeyMap map = new KeyMap(
                    "users",
                    new KeyMap.End(USERS, "id", new KeyMap.Given.Counted(1_000)),
                    new KeyMap.End(USERS, "id", new KeyMap.Given.Random()));
            List<TablePlan> tables = new ArrayList<>(PLAN.tables());
            tables.add(TablePlan.of(map, 3));
            in(Phase.DUAL_WRITING)
                    .when(new MigrationCommand.ReplaceMappings(
                            ID, NOON, new Plan(ID, PLAN.old(), PLAN.target(), tables, List.of(map), PLAN.settings())))
                    .thenRefused("the key maps are others", "roll the migration back");
        }

        @Test
        void while_authority_may_be_moving_or_has_moved() {
            Shop.ramped().and(Shop.beginCutover()).when(remap(2)).thenRefused("is cutting over", "theseus abort");
            in(Phase.CUT_OVER).when(remap(2)).thenRefused("has been cut over", "theseus rollback");
        }

        @Test
        void where_nothing_is_under_way() {
            in(Phase.COMPLETED).when(remap(2)).thenRefused("is completed");
            in(Phase.ROLLED_BACK).when(remap(2)).thenRefused("run the plan");
            Story.given().when(remap(2)).thenRefused("There is no migration");
        }
    }
}
