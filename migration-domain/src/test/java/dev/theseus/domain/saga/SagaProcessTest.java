package dev.theseus.domain.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.saga.SagaState.Backward;
import dev.theseus.domain.saga.SagaState.Ended;
import dev.theseus.domain.saga.World.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SagaProcessTest {

    private static final List<Answer> ANSWERS = List.of(Answer.values());
    private static final String[] STEPS = {"debit", "credit", "book", "notify"};

    private static SagaOutcome outcome(World world) {
        assertThat(world.state).as("events: %s", world.events).isInstanceOf(Ended.class);
        return ((Ended) world.state).outcome();
    }

    /** Compensations of the steps before one, the last first. */
    private static List<String> backFrom(int step) {
        List<String> back = new ArrayList<>();
        for (int i = step - 1; i >= 0; i--) {
            if (!STEPS[i].equals("notify")) {
                back.add("undo " + STEPS[i]);
            }
        }
        return back;
    }

    @Nested
    class Forward {

        @Test
        void steps_are_done_in_their_order() {
            World world = World.begun(STEPS).toTheEnd();

            assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPLETED);
            assertThat(world.doings).containsExactly(STEPS);
            assertThat(world.alerts).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(strings = {"debit", "credit", "book", "notify"})
        void a_step_that_fails_is_tried_again_after_growing_rests(String step) {
            World world = World.begun(STEPS)
                    .planting(step + " 1", Answer.FAILED_WITHOUT_EFFECT)
                    .planting(step + " 2", Answer.FAILED_WITH_EFFECT)
                    .toTheEnd();

            assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPLETED);
            assertThat(world.doings).filteredOn(step::equals).hasSize(3);
            assertThat(world.now).isEqualTo(World.NOON.plusSeconds(1 + 2));
        }

        @ParameterizedTest
        @EnumSource(
                value = Answer.class,
                names = {"DIED_BEFORE", "DIED_AFTER"})
        void a_step_whose_answer_was_lost_is_asked_again(Answer death) {
            for (String step : STEPS) {
                World world = World.begun(STEPS).planting(step + " 1", death).toTheEnd();

                assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPLETED);
                assertThat(world.doings).filteredOn(step::equals).hasSize(2);
            }
        }

        @Test
        void a_step_that_is_seen_to_have_happened_is_not_done_again() {
            World world = World.begun(STEPS).planting("credit 1", Answer.DIED_AFTER);
            world.looked.add("credit");
            world.toTheEnd();

            assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPLETED);
            assertThat(world.doings).containsExactly(STEPS);
        }

        @Test
        void rests_grow_up_to_a_limit() {
            RetryPolicy.Rests rests = new RetryPolicy.Rests(Duration.ofSeconds(1), Duration.ofSeconds(5));

            assertThat(List.of(rests.after(1), rests.after(2), rests.after(3), rests.after(4), rests.after(1_000)))
                    .extracting(Duration::toSeconds)
                    .containsExactly(1L, 2L, 4L, 5L, 5L);
        }
    }

    @Nested
    class Back {

        @Test
        void of_a_step_that_was_refused_those_before_are_taken_back_in_reverse_order() {
            for (int i = 0; i < STEPS.length; i++) {
                World world = World.begun(STEPS)
                        .planting(STEPS[i] + " 1", Answer.REFUSED)
                        .toTheEnd();

                assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPENSATED);
                assertThat(world.effects).isEmpty();
                assertThat(world.doings.subList(i + 1, world.doings.size())).isEqualTo(backFrom(i));
            }
        }

        @Test
        void a_step_that_may_have_happened_is_taken_back_as_well() {
            for (int i = 0; i < 3; i++) {
                World world = World.begun(STEPS)
                        .planting(STEPS[i] + " 1", Answer.FAILED_WITHOUT_EFFECT)
                        .planting(STEPS[i] + " 2", Answer.FAILED_WITH_EFFECT)
                        .planting(STEPS[i] + " 3", Answer.FAILED_WITHOUT_EFFECT)
                        .toTheEnd();

                assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPENSATED);
                assertThat(world.effects).isEmpty();
                assertThat(world.doings.subList(i + 3, world.doings.size())).isEqualTo(backFrom(i + 1));
            }
        }

        @Test
        void a_refusal_does_not_settle_what_an_earlier_attempt_left_in_doubt() {
            World world = World.begun(STEPS)
                    .planting("credit 1", Answer.FAILED_WITH_EFFECT)
                    .planting("credit 2", Answer.REFUSED)
                    .toTheEnd();

            assertThat(world.effects).isEmpty();
            assertThat(world.doings).containsSequence("undo credit", "undo debit");
        }

        @ParameterizedTest
        @EnumSource(
                value = Answer.class,
                names = {"DIED_BEFORE", "DIED_AFTER", "FAILED_WITHOUT_EFFECT", "FAILED_WITH_EFFECT"})
        void a_compensation_that_fails_or_dies_is_repeated(Answer answer) {
            for (String step : List.of("debit", "credit", "book")) {
                World world = World.begun(STEPS)
                        .planting("notify 1", Answer.REFUSED)
                        .planting("undo " + step + " 1", answer)
                        .toTheEnd();

                assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPENSATED);
                assertThat(world.effects).isEmpty();
                assertThat(world.doings).filteredOn(("undo " + step)::equals).hasSize(2);
            }
        }
    }

    @Nested
    class Stuck {

        private static World stuckAt(String step) {
            World world = World.begun(STEPS).planting("notify 1", Answer.REFUSED);
            for (int i = 1; i <= 4; i++) {
                world.planting("undo " + step + " " + i, Answer.FAILED_WITHOUT_EFFECT);
            }
            return world.toTheEnd();
        }

        @Test
        void a_compensation_that_keeps_failing_is_told_and_stays_open() {
            for (String step : List.of("debit", "credit", "book")) {
                World world = stuckAt(step);

                assertThat(((Backward) world.state).left().getFirst()).isEqualTo(step);
                assertThat(world.doings).filteredOn(("undo " + step)::equals).hasSize(3);
                assertThat(world.alerts).extracting(SagaAlert::kind).containsExactly(SagaAlert.Kind.STUCK);
                assertThat(world.alerts.getFirst().text()).contains(step);
            }
        }

        @Test
        void it_is_tried_rarely_and_told_each_time_and_goes_on_when_it_succeeds() {
            World world = stuckAt("credit");

            world.step();
            assertThat(world.now).isEqualTo(World.NOON.plus(Duration.ofHours(1)).plusSeconds(1 + 2));
            assertThat(world.alerts).hasSize(2);

            world.step();
            assertThat(world.now).isEqualTo(World.NOON.plus(Duration.ofHours(2)).plusSeconds(1 + 2));
            assertThat(world.isStuck()).isFalse();
            assertThat(outcome(world.toTheEnd())).isEqualTo(SagaOutcome.COMPENSATED);
            assertThat(world.effects).isEmpty();
        }

        @Test
        void somebody_may_have_it_tried_at_once() {
            World world = stuckAt("credit").planting("undo credit 4", Answer.DONE);

            world.hear(new SagaCommand.RetrySaga(World.ID, world.now));
            world.step();

            assertThat(outcome(world.toTheEnd())).isEqualTo(SagaOutcome.COMPENSATED);
            assertThat(world.now).isEqualTo(World.NOON.plusSeconds(1 + 2));
        }
    }

    @Nested
    class Deadlines {

        @Test
        void a_step_that_rests_beyond_its_time_is_given_up_and_taken_back() {
            World world = new World();
            RetryPolicy patient = new RetryPolicy(
                    100, new RetryPolicy.Rests(Duration.ofSeconds(50), Duration.ofSeconds(50)), Duration.ofHours(1));
            StepOutline credit = new StepOutline("credit", World.DEADLINE, patient, StepOutline.Undo.COMPENSATION);
            world.planting("credit 1", Answer.FAILED_WITH_EFFECT).planting("credit 2", Answer.FAILED_WITHOUT_EFFECT);
            world.hear(new SagaCommand.BeginSaga(
                    World.ID, World.NOON, new SagaDefinition("transfer", 1, List.of(credit)), Map.of()));
            world.toTheEnd();

            assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPENSATED);
            assertThat(world.doings).containsExactly("credit", "credit", "undo credit");
            assertThat(world.now).isEqualTo(World.NOON.plus(World.DEADLINE));
            assertThat(world.alerts).extracting(SagaAlert::kind).containsExactly(SagaAlert.Kind.OVERDUE);
        }

        @Test
        void nothing_is_taken_back_while_an_attempt_runs() {
            World world = World.begun(STEPS);
            SagaOrder.Do debit = new SagaOrder.Do("debit", 1, World.NOON);
            world.hear(new SagaCommand.NoteAttempt(World.ID, World.NOON, "debit", 1));
            world.hear(new SagaCommand.PassDeadline(World.ID, World.NOON.plus(World.DEADLINE), "debit"));

            assertThat(world.state).isInstanceOf(SagaState.Forward.class);
            assertThat(world.alerts).extracting(SagaAlert::kind).containsExactly(SagaAlert.Kind.OVERDUE);
            assertThat(SagaProcess.move(world.state, debit, World.NOON.plus(World.DEADLINE)))
                    .isEqualTo(SagaMove.LOOK_THEN_GIVE_UP);
        }

        @Test
        void a_step_that_nobody_began_in_time_needs_no_compensation() {
            World world = World.begun(STEPS);
            world.now = World.NOON.plus(World.DEADLINE);
            world.toTheEnd();

            assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPENSATED);
            assertThat(world.doings).isEmpty();
        }

        @Test
        void a_step_that_is_late_but_seen_to_have_happened_counts() {
            World world = World.begun(STEPS).planting("debit 1", Answer.DIED_AFTER);
            world.looked.add("debit");
            world.step();
            world.now = World.NOON.plus(World.DEADLINE);
            world.toTheEnd();

            assertThat(world.doings).startsWith("debit", "credit");
            assertThat(outcome(world)).isEqualTo(SagaOutcome.COMPLETED);
        }

        @Test
        void a_deadline_of_a_step_that_is_done_means_nothing() {
            World world = World.begun(STEPS);
            world.step();
            int before = world.events.size();

            world.hear(new SagaCommand.PassDeadline(World.ID, world.now, "debit"));

            assertThat(world.events).hasSize(before);
        }
    }

    @Nested
    class Repetition {

        @Test
        void a_report_that_comes_twice_changes_nothing() {
            World world =
                    World.begun(STEPS).planting("notify 1", Answer.REFUSED).toTheEnd();
            int before = world.events.size();

            for (String step : STEPS) {
                world.hear(new SagaCommand.NoteAttempt(World.ID, world.now, step, 1));
                world.hear(new SagaCommand.ReportDone(World.ID, world.now, step, 1));
                world.hear(new SagaCommand.ReportFailed(
                        World.ID, world.now, step, 1, new Failure(Effect.POSSIBLE, Failure.Remedy.TRY_AGAIN, "")));
                world.hear(new SagaCommand.ReportCompensated(World.ID, world.now, step, 1));
                world.hear(new SagaCommand.ReportNotCompensated(World.ID, world.now, step, 1, ""));
            }

            assertThat(world.events).hasSize(before);
        }

        @Test
        void a_saga_begins_once() {
            World world = World.begun(STEPS);
            world.hear(new SagaCommand.BeginSaga(
                    World.ID, World.NOON, World.definition("other", "steps"), Map.of("from", "4711")));

            assertThat(world.events).hasSize(1);
            assertThatThrownBy(() -> world.hear(new SagaCommand.BeginSaga(
                            World.ID, World.NOON, World.definition(STEPS), Map.of("from", "4712"))))
                    .isInstanceOf(SagaRefused.class)
                    .hasMessageContaining("choose another name");
        }

        @Test
        void what_is_not_there_or_has_ended_can_not_be_tried_again() {
            SagaCommand retry = new SagaCommand.RetrySaga(World.ID, World.NOON);
            assertThatThrownBy(() -> new World().hear(retry))
                    .isInstanceOf(SagaRefused.class)
                    .hasMessageContaining("no saga");
            assertThatThrownBy(() -> World.begun("debit").toTheEnd().hear(retry))
                    .isInstanceOf(SagaRefused.class)
                    .hasMessageContaining("has ended");
        }
    }

    /** Whatever goes wrong, all steps are done or none is, unless it is stuck, which is told. */
    @Test
    void every_saga_ends_with_everything_or_nothing_or_is_stuck_and_told() {
        for (long seed = 0; seed < 5_000; seed++) {
            Random random = new Random(seed);
            World world = World.begun(STEPS);
            for (String step : STEPS) {
                if (random.nextBoolean()) {
                    world.looked.add(step);
                }
                for (int attempt = 1; attempt <= 3; attempt++) {
                    plant(world, random, step + " " + attempt);
                    plant(world, random, "undo " + step + " " + attempt);
                }
            }
            world.toTheEnd();

            if (world.isStuck()) {
                assertThat(world.alerts).as("seed %s", seed).isNotEmpty();
            } else if (outcome(world) == SagaOutcome.COMPLETED) {
                assertThat(world.effects).as("seed %s", seed).containsExactlyInAnyOrder(STEPS);
            } else {
                world.effects.remove("notify");
                assertThat(world.effects).as("seed %s", seed).isEmpty();
            }
        }
    }

    private static void plant(World world, Random random, String attempt) {
        if (random.nextInt(3) == 0) {
            world.planting(attempt, ANSWERS.get(random.nextInt(ANSWERS.size())));
        }
    }

    @Test
    void an_outline_that_makes_no_sense_is_refused() {
        assertThatThrownBy(() -> World.definition("a", "a")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(World::definition).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SagaId("a b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SagaId("a:b")).isInstanceOf(IllegalArgumentException.class);
    }
}
