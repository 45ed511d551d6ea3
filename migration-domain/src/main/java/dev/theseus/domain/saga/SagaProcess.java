package dev.theseus.domain.saga;

import dev.theseus.domain.saga.SagaState.Absent;
import dev.theseus.domain.saga.SagaState.Attempt;
import dev.theseus.domain.saga.SagaState.Attempt.Stage;
import dev.theseus.domain.saga.SagaState.Backward;
import dev.theseus.domain.saga.SagaState.Backward.Standing;
import dev.theseus.domain.saga.SagaState.Course;
import dev.theseus.domain.saga.SagaState.Ended;
import dev.theseus.domain.saga.SagaState.Forward;
import dev.theseus.domain.saga.StepOutline.Undo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Forward in order; when a step is given up, back in reverse order. Pure: whatever runs it keeps the events, gives the
 * orders and reports what came of them.
 *
 * <p>At any moment one thing is in hand: one attempt of one step, or of one compensation. So nothing is taken back
 * beside an attempt that still runs.
 */
public final class SagaProcess {

    public static final SagaState INITIAL = new Absent();

    private SagaProcess() {}

    /**
     * Which events follow from a command.
     *
     * @throws SagaRefused if it makes no sense now
     */
    public static List<SagaEvent> decide(SagaState state, SagaCommand command) {
        return SagaDecisions.decide(state, command);
    }

    /** How a saga stands after an event. */
    public static SagaState evolve(SagaState state, SagaEvent event) {
        return switch (event) {
            case SagaEvent.SagaBegan e -> at(new Course(e.saga(), e.definition(), e.inputs()), 0, e.at());
            case SagaEvent.AttemptBegan e -> {
                Forward f = forward(state);
                yield new Forward(f.course(), f.done(), f.attempt().begun());
            }
            case SagaEvent.StepDone e ->
                at(forward(state).course(), forward(state).done() + 1, e.at());
            case SagaEvent.AttemptFailed e -> {
                Forward f = forward(state);
                yield new Forward(f.course(), f.done(), f.attempt().next(e.failure()));
            }
            case SagaEvent.DeadlinePassed e -> {
                Forward f = forward(state);
                yield new Forward(f.course(), f.done(), f.attempt().overdueAt(e.at()));
            }
            case SagaEvent.StepGivenUp e ->
                new Backward(forward(state).course(), toTakeBack(forward(state), e.effect()), 1, Standing.UNDER_WAY);
            case SagaEvent.StepCompensated e -> {
                Backward b = backward(state);
                yield new Backward(b.course(), b.left().subList(1, b.left().size()), 1, Standing.UNDER_WAY);
            }
            case SagaEvent.CompensationFailed e -> {
                Backward b = backward(state);
                yield new Backward(b.course(), b.left(), e.attempt() + 1, b.standing());
            }
            case SagaEvent.SagaStuck e -> {
                Backward b = backward(state);
                yield new Backward(b.course(), b.left(), b.attempt(), Standing.STUCK);
            }
            case SagaEvent.SagaRetried e -> state;
            case SagaEvent.SagaEnded e ->
                new Ended(
                        state instanceof Forward f
                                ? f.course()
                                : backward(state).course(),
                        e.outcome());
        };
    }

    private static Forward at(Course course, int done, Instant now) {
        List<StepOutline> steps = course.definition().steps();
        Instant due = done == steps.size() ? now : now.plus(steps.get(done).deadline());
        return new Forward(course, done, Attempt.first(due));
    }

    /** What may have happened is taken back as well: a compensation bears that there is nothing. */
    private static List<String> toTakeBack(Forward state, Effect effectOfTheLast) {
        int reached = effectOfTheLast == Effect.POSSIBLE ? state.done() + 1 : state.done();
        List<StepOutline> steps = state.course().definition().steps();
        List<String> left = new ArrayList<>();
        for (StepOutline step : steps.subList(0, reached).reversed()) {
            if (step.undo() == Undo.COMPENSATION) {
                left.add(step.name());
            }
        }
        return left;
    }

    /**
     * What is to be done after an event.
     *
     * @param state after this event
     */
    public static List<SagaOrder> react(SagaState state, SagaEvent event) {
        return switch (event) {
            case SagaEvent.SagaBegan e -> begin(forward(state), e.at());
            case SagaEvent.AttemptBegan e -> List.of();
            case SagaEvent.StepDone e -> {
                List<SagaOrder> orders = new ArrayList<>(List.of(new SagaOrder.Unwatch(e.step())));
                orders.addAll(begin(forward(state), e.at()));
                yield orders;
            }
            case SagaEvent.AttemptFailed e ->
                List.of(again(
                        forward(state),
                        e.at().plus(forward(state).step().retries().restAfter(e.attempt()))));
            case SagaEvent.DeadlinePassed e -> overdue(forward(state), e);
            case SagaEvent.StepGivenUp e -> {
                List<SagaOrder> orders = new ArrayList<>(List.of(new SagaOrder.Unwatch(e.step())));
                orders.addAll(takeBack(backward(state), e.at()));
                yield orders;
            }
            case SagaEvent.StepCompensated e -> takeBack(backward(state), e.at());
            case SagaEvent.CompensationFailed e -> notTakenBack(backward(state), e);
            case SagaEvent.SagaStuck e -> List.of(stuck(backward(state), e, e.reason()));
            case SagaEvent.SagaRetried e -> inHand(state, e.at());
            case SagaEvent.SagaEnded e -> List.of();
        };
    }

    private static List<SagaOrder> begin(Forward state, Instant now) {
        return state.isThrough()
                ? List.of()
                : List.of(
                        new SagaOrder.Watch(state.step().name(), state.attempt().due()), again(state, now));
    }

    private static SagaOrder again(Forward state, Instant at) {
        return new SagaOrder.Do(state.step().name(), state.attempt().number(), at);
    }

    /** One that rests is asked now, so that it is given up; one that runs reports when it ends. */
    private static List<SagaOrder> overdue(Forward state, SagaEvent.DeadlinePassed e) {
        SagaOrder tell = tell(
                state.course(),
                e,
                SagaAlert.Kind.OVERDUE,
                "The step \"" + e.step() + "\" was not done within "
                        + state.step().deadline());
        return state.attempt().stage() == Stage.ORDERED ? List.of(tell, again(state, e.at())) : List.of(tell);
    }

    private static List<SagaOrder> takeBack(Backward state, Instant at) {
        return state.left().isEmpty()
                ? List.of()
                : List.of(new SagaOrder.Undo(state.left().getFirst(), state.attempt(), at));
    }

    private static List<SagaOrder> notTakenBack(Backward state, SagaEvent.CompensationFailed e) {
        RetryPolicy retries = state.course().definition().step(e.step()).retries();
        List<SagaOrder> orders =
                new ArrayList<>(takeBack(state, e.at().plus(retries.restOfCompensationAfter(e.attempt()))));
        if (state.standing() == Standing.STUCK) {
            orders.add(stuck(state, e, e.reason()));
        }
        return orders;
    }

    private static SagaOrder stuck(Backward state, SagaEvent event, String reason) {
        return tell(
                state.course(),
                event,
                SagaAlert.Kind.STUCK,
                "The step \"" + state.left().getFirst() + "\" can't be taken back: " + reason
                        + ". Remove the cause, then have the saga tried again");
    }

    private static SagaOrder tell(Course course, SagaEvent event, SagaAlert.Kind kind, String text) {
        return new SagaOrder.Tell(new SagaAlert(course.id(), course.definition().workflow(), event.at(), kind, text));
    }

    private static List<SagaOrder> inHand(SagaState state, Instant now) {
        return switch (state) {
            case Absent a -> List.of();
            case Forward f -> List.of(again(f, now));
            case Backward b -> takeBack(b, now);
            case Ended e -> List.of();
        };
    }

    /** How an order to do a step is carried out at this moment. */
    public static SagaMove move(SagaState state, SagaOrder.Do order, Instant now) {
        if (!(state instanceof Forward f && f.isAt(order.step(), order.attempt()))) {
            return SagaMove.NOTHING;
        }
        if (f.attempt().isInDoubt()) {
            return f.isOverdue(now) ? SagaMove.LOOK_THEN_GIVE_UP : SagaMove.LOOK_THEN_RUN;
        }
        return f.isOverdue(now) ? SagaMove.GIVE_UP : SagaMove.RUN;
    }

    /** How an order to take a step back is carried out at this moment. */
    public static SagaMove move(SagaState state, SagaOrder.Undo order) {
        return state instanceof Backward b && b.isAt(order.step(), order.attempt()) ? SagaMove.UNDO : SagaMove.NOTHING;
    }

    private static Forward forward(SagaState state) {
        if (state instanceof Forward forward) {
            return forward;
        }
        throw new IllegalStateException("An event of a step, but no step is in hand: " + state);
    }

    private static Backward backward(SagaState state) {
        if (state instanceof Backward backward) {
            return backward;
        }
        throw new IllegalStateException("An event of a compensation, but none is in hand: " + state);
    }
}
