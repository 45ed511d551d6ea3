package dev.theseus.domain.saga;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** How a saga stands. */
public sealed interface SagaState {

    /** There is none. */
    record Absent() implements SagaState {}

    /**
     * What a saga is about.
     *
     * @param id its name
     * @param definition the outline that it follows
     * @param inputs of its steps
     */
    record Course(SagaId id, SagaDefinition definition, Map<String, String> inputs) {
        public Course {
            inputs = Map.copyOf(inputs);
        }

        /** What is known of a step. */
        public StepOutline outline(String step) {
            return definition.step(step);
        }
    }

    /**
     * Steps are being done.
     *
     * @param course what it is about
     * @param done how many are; the step in hand is the next one, if there is one
     * @param attempt of the step in hand
     */
    record Forward(Course course, int done, Attempt attempt) implements SagaState {

        boolean isThrough() {
            return done == course.definition().steps().size();
        }

        /** The step in hand. */
        public StepOutline step() {
            return course.definition().steps().get(done);
        }

        boolean isAt(String name) {
            return !isThrough() && step().name().equals(name);
        }

        boolean isAt(String name, int number) {
            return isAt(name) && attempt.number() == number;
        }

        /** Whether the time of the step in hand is over. */
        boolean isOverdue(Instant now) {
            return !now.isBefore(attempt.due());
        }
    }

    /**
     * An attempt of a step.
     *
     * @param number from 1
     * @param stage how far it is
     * @param effect whether an earlier one may have changed anything
     * @param due when the time of the step is over
     */
    record Attempt(int number, Stage stage, Effect effect, Instant due) {

        /** How far an attempt is. */
        public enum Stage {
            ORDERED,
            /** It runs, or ran when its process died. */
            BEGUN
        }

        static Attempt first(Instant due) {
            return new Attempt(1, Stage.ORDERED, Effect.RULED_OUT, due);
        }

        Attempt begun() {
            return new Attempt(number, Stage.BEGUN, effect, due);
        }

        Attempt next(Failure failure) {
            return new Attempt(number + 1, Stage.ORDERED, after(failure.effect()), due);
        }

        Attempt overdueAt(Instant moment) {
            return new Attempt(number, stage, effect, moment.isBefore(due) ? moment : due);
        }

        /** What is known when this one has failed: a look settles what earlier attempts left in doubt. */
        Effect after(Effect ofThis) {
            return switch (ofThis) {
                case NOT_BY_THIS_ATTEMPT -> effect;
                case RULED_OUT, POSSIBLE -> ofThis;
            };
        }

        /** Whether it may have happened already. */
        boolean isInDoubt() {
            return stage == Stage.BEGUN || effect == Effect.POSSIBLE;
        }
    }

    /**
     * Steps are being taken back.
     *
     * @param course what it is about
     * @param left steps that are still to be taken back, the next one first
     * @param attempt of the next one, from 1
     * @param standing whether it goes on by itself
     */
    record Backward(Course course, List<String> left, int attempt, Standing standing) implements SagaState {

        /** Whether it goes on by itself. */
        public enum Standing {
            UNDER_WAY,
            /** A person has to look; until then it is tried rarely. */
            STUCK
        }

        public Backward {
            left = List.copyOf(left);
        }

        boolean isAt(String name, int number) {
            return !left.isEmpty() && left.getFirst().equals(name) && attempt == number;
        }
    }

    /** Nothing is left to do. */
    record Ended(Course course, SagaOutcome outcome) implements SagaState {}
}
