package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.Effect;
import dev.theseus.domain.saga.Failure;
import dev.theseus.domain.saga.Failure.Remedy;
import dev.theseus.domain.saga.SagaCommand;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaMove;
import dev.theseus.domain.saga.SagaOrder;
import dev.theseus.domain.saga.SagaProcess;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.domain.saga.SagaState.Backward;
import dev.theseus.domain.saga.SagaState.Forward;
import dev.theseus.domain.saga.StepCall;
import dev.theseus.domain.saga.StepFailed;
import dev.theseus.domain.saga.StepLook.Found;
import dev.theseus.domain.saga.StepRefused;
import dev.theseus.domain.saga.Workflow;
import dev.theseus.messaging.deadline.Deadline;
import dev.theseus.messaging.deadline.Due;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Carries out the orders of sagas and reports what came of them. An order whose process died on the way comes again;
 * the events say how far it was.
 */
record StepWork(AxonSagas sagas, Workflows workflows, TimeLimit limit, InstantSource clock) implements Due {

    private static final Failure TOO_LATE =
            new Failure(Effect.RULED_OUT, Remedy.GIVE_UP, "its time was over before it was begun");

    private static final Failure LATE_AND_UNKNOWN =
            new Failure(Effect.POSSIBLE, Remedy.GIVE_UP, "its time is over, and it can't be told whether it happened");

    private static final Failure LATE_AND_NOT_DONE = new Failure(Effect.RULED_OUT, Remedy.GIVE_UP, "its time is over");

    private static final Failure UNKNOWN =
            new Failure(Effect.POSSIBLE, Remedy.TRY_AGAIN, "it can't be told whether it happened");

    @Override
    public void isDue(Deadline deadline, Instant at) {
        SagaId saga = new SagaId(deadline.subject());
        SagaState state = sagas.state(saga);
        SagaOrder order = WorkOrder.of(deadline.purpose(), at);
        if (order instanceof SagaOrder.Do it && state instanceof Forward forward) {
            new Attempt(saga, forward, it).carryOut(SagaProcess.move(state, it, clock.instant()));
        } else if (order instanceof SagaOrder.Undo it
                && state instanceof Backward backward
                && SagaProcess.move(state, it) == SagaMove.UNDO) {
            takeBack(saga, backward, it);
        }
    }

    /** One attempt of a step. */
    private final class Attempt {

        private final SagaId saga;
        private final Forward state;
        private final SagaOrder.Do order;
        private final Workflow.Step step;
        private final StepCall call;

        Attempt(SagaId saga, Forward state, SagaOrder.Do order) {
            this.saga = saga;
            this.state = state;
            this.order = order;
            this.step = workflows.step(state.course().definition(), order.step());
            this.call = new StepCall(
                    saga,
                    order.step(),
                    order.attempt(),
                    state.course().inputs(),
                    state.attempt().due());
        }

        void carryOut(SagaMove move) {
            switch (move) {
                case NOTHING, UNDO -> {}
                case RUN -> run();
                case LOOK_THEN_RUN -> lookThenRun();
                case LOOK_THEN_GIVE_UP -> lookThenGiveUp();
                case GIVE_UP -> failed(TOO_LATE);
            }
        }

        private void lookThenRun() {
            if (step.look().isEmpty()) {
                run();
                return;
            }
            switch (look()) {
                case DONE -> done();
                case NOT_DONE -> run();
                case UNKNOWN -> failed(UNKNOWN);
            }
        }

        private void lookThenGiveUp() {
            switch (look()) {
                case DONE -> done();
                case NOT_DONE -> failed(LATE_AND_NOT_DONE);
                case UNKNOWN -> failed(LATE_AND_UNKNOWN);
            }
        }

        /** Looks for as long as a step may take, even if its time is over: only a look can tell. */
        private Found look() {
            if (step.look().isEmpty()) {
                return Found.UNKNOWN;
            }
            try {
                Instant until = clock.instant().plus(state.step().deadline());
                return limit.within(until, () -> step.look().get().look(call));
            } catch (Exception unknown) {
                return Found.UNKNOWN;
            }
        }

        private void run() {
            sagas.report(new SagaCommand.NoteAttempt(saga, clock.instant(), order.step(), order.attempt()));
            Optional<Failure> failure = act();
            failure.ifPresentOrElse(this::failed, this::done);
        }

        private Optional<Failure> act() {
            try {
                limit.within(call.until(), () -> {
                    step.action().run(call);
                    return Found.DONE;
                });
                return Optional.empty();
            } catch (StepRefused refused) {
                return Optional.of(new Failure(Effect.NOT_BY_THIS_ATTEMPT, Remedy.GIVE_UP, reasonOf(refused)));
            } catch (Exception failed) {
                return Optional.of(new Failure(Effect.POSSIBLE, Remedy.TRY_AGAIN, reasonOf(failed)));
            }
        }

        private void done() {
            sagas.report(new SagaCommand.ReportDone(saga, clock.instant(), order.step(), order.attempt()));
        }

        private void failed(Failure failure) {
            sagas.report(new SagaCommand.ReportFailed(saga, clock.instant(), order.step(), order.attempt(), failure));
        }
    }

    private void takeBack(SagaId saga, Backward state, SagaOrder.Undo order) {
        SagaState.Course course = state.course();
        Instant until = clock.instant().plus(course.outline(order.step()).deadline());
        StepCall call = new StepCall(saga, order.step(), order.attempt(), course.inputs(), until);
        try {
            limit.within(until, () -> {
                workflows
                        .step(course.definition(), order.step())
                        .compensation()
                        .orElseThrow()
                        .run(call);
                return Found.NOT_DONE;
            });
        } catch (Exception failed) {
            sagas.report(new SagaCommand.ReportNotCompensated(
                    saga, clock.instant(), order.step(), order.attempt(), reasonOf(failed)));
            return;
        }
        sagas.report(new SagaCommand.ReportCompensated(saga, clock.instant(), order.step(), order.attempt()));
    }

    /** A message may hold the contents of rows; only what was written to be kept is kept. */
    private static String reasonOf(Exception failed) {
        return failed instanceof StepRefused || failed instanceof StepFailed
                ? String.valueOf(failed.getMessage())
                : failed.getClass().getSimpleName();
    }
}
