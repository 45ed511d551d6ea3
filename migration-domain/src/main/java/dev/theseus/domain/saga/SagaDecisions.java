package dev.theseus.domain.saga;

import dev.theseus.domain.saga.SagaState.Absent;
import dev.theseus.domain.saga.SagaState.Attempt.Stage;
import dev.theseus.domain.saga.SagaState.Backward;
import dev.theseus.domain.saga.SagaState.Ended;
import dev.theseus.domain.saga.SagaState.Forward;
import java.util.ArrayList;
import java.util.List;

/** Which events follow from a command. */
final class SagaDecisions {

    private SagaDecisions() {}

    static List<SagaEvent> decide(SagaState state, SagaCommand command) {
        return toTheEnd(state, command, first(state, command));
    }

    private static List<SagaEvent> first(SagaState state, SagaCommand command) {
        if (state instanceof Absent && !(command instanceof SagaCommand.BeginSaga)) {
            throw new SagaRefused("There is no saga \"" + command.saga() + "\": begin it first");
        }
        return switch (command) {
            case SagaCommand.BeginSaga c -> begin(state, c);
            case SagaCommand.NoteAttempt c -> note(state, c);
            case SagaCommand.ReportDone c ->
                state instanceof Forward f && f.isAt(c.step(), c.attempt())
                        ? List.of(new SagaEvent.StepDone(c.saga(), c.at(), c.step(), c.attempt()))
                        : List.of();
            case SagaCommand.ReportFailed c ->
                state instanceof Forward f && f.isAt(c.step(), c.attempt()) ? List.of(failed(f, c)) : List.of();
            case SagaCommand.PassDeadline c ->
                state instanceof Forward f && f.isAt(c.step())
                        ? List.of(new SagaEvent.DeadlinePassed(c.saga(), c.at(), c.step()))
                        : List.of();
            case SagaCommand.ReportCompensated c ->
                state instanceof Backward b && b.isAt(c.step(), c.attempt())
                        ? List.of(new SagaEvent.StepCompensated(c.saga(), c.at(), c.step(), c.attempt()))
                        : List.of();
            case SagaCommand.ReportNotCompensated c ->
                state instanceof Backward b && b.isAt(c.step(), c.attempt()) ? notCompensated(b, c) : List.of();
            case SagaCommand.RetrySaga c -> retry(state, c);
        };
    }

    private static List<SagaEvent> begin(SagaState state, SagaCommand.BeginSaga c) {
        SagaState.Course asked = new SagaState.Course(c.saga(), c.definition(), c.inputs());
        return switch (state) {
            case Absent a -> List.of(new SagaEvent.SagaBegan(c.saga(), c.at(), c.definition(), c.inputs()));
            case Forward f -> again(f.course(), asked);
            case Backward b -> again(b.course(), asked);
            case Ended e -> again(e.course(), asked);
        };
    }

    /** The outline may have changed since; what was asked for is the same all the same. */
    private static List<SagaEvent> again(SagaState.Course begun, SagaState.Course asked) {
        if (begun.definition().workflow().equals(asked.definition().workflow())
                && begun.inputs().equals(asked.inputs())) {
            return List.of();
        }
        throw new SagaRefused("There is a saga \"" + begun.id() + "\" already, of \""
                + begun.definition().workflow() + "\" and with other inputs: choose another name for this one");
    }

    private static List<SagaEvent> note(SagaState state, SagaCommand.NoteAttempt c) {
        return state instanceof Forward f
                        && f.isAt(c.step(), c.attempt())
                        && f.attempt().stage() == Stage.ORDERED
                ? List.of(new SagaEvent.AttemptBegan(c.saga(), c.at(), c.step(), c.attempt()))
                : List.of();
    }

    private static SagaEvent failed(Forward state, SagaCommand.ReportFailed c) {
        boolean isFinal = c.failure().remedy() == Failure.Remedy.GIVE_UP
                || state.isOverdue(c.at())
                || state.step().retries().isLast(c.attempt());
        return isFinal
                ? new SagaEvent.StepGivenUp(
                        c.saga(),
                        c.at(),
                        c.step(),
                        state.attempt().after(c.failure().effect()),
                        c.failure().reason())
                : new SagaEvent.AttemptFailed(c.saga(), c.at(), c.step(), c.attempt(), c.failure());
    }

    private static List<SagaEvent> notCompensated(Backward state, SagaCommand.ReportNotCompensated c) {
        List<SagaEvent> events = new ArrayList<>();
        events.add(new SagaEvent.CompensationFailed(c.saga(), c.at(), c.step(), c.attempt(), c.reason()));
        RetryPolicy retries = state.course().definition().step(c.step()).retries();
        if (state.standing() == Backward.Standing.UNDER_WAY && retries.isLast(c.attempt())) {
            events.add(new SagaEvent.SagaStuck(c.saga(), c.at(), c.step(), c.reason()));
        }
        return events;
    }

    private static List<SagaEvent> retry(SagaState state, SagaCommand.RetrySaga c) {
        if (state instanceof Ended ended) {
            throw new SagaRefused("The saga \"" + c.saga() + "\" has ended: " + ended.outcome()
                    + ". There is nothing to try again; begin another one");
        }
        return List.of(new SagaEvent.SagaRetried(c.saga(), c.at()));
    }

    /** Adds that it ended, where these events are the last. */
    private static List<SagaEvent> toTheEnd(SagaState before, SagaCommand command, List<SagaEvent> events) {
        SagaState after = before;
        for (SagaEvent event : events) {
            after = SagaProcess.evolve(after, event);
        }
        if (after instanceof Forward f && f.isThrough()) {
            return with(events, new SagaEvent.SagaEnded(command.saga(), command.at(), SagaOutcome.COMPLETED));
        }
        if (after instanceof Backward b && b.left().isEmpty()) {
            return with(events, new SagaEvent.SagaEnded(command.saga(), command.at(), SagaOutcome.COMPENSATED));
        }
        return events;
    }

    private static List<SagaEvent> with(List<SagaEvent> events, SagaEvent last) {
        List<SagaEvent> all = new ArrayList<>(events);
        all.add(last);
        return all;
    }
}
