package dev.theseus.domain.saga;

import dev.theseus.domain.saga.SagaState.Backward;
import dev.theseus.domain.saga.SagaState.Forward;
import dev.theseus.domain.saga.StepOutline.Undo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Carries out what the process orders, as a runner would, in a time of its own; what goes wrong is planted. */
final class World {

    static final Instant NOON = Instant.parse("2025-03-01T12:00:00Z");
    static final SagaId ID = new SagaId("transfer-17");
    static final Duration DEADLINE = Duration.ofMinutes(1);
    static final RetryPolicy THREE = new RetryPolicy(
            3, new RetryPolicy.Rests(Duration.ofSeconds(1), Duration.ofSeconds(3)), Duration.ofHours(1));

    /** What an attempt comes to. */
    enum Answer {
        DONE,
        REFUSED,
        FAILED_WITHOUT_EFFECT,
        FAILED_WITH_EFFECT,
        DIED_BEFORE,
        DIED_AFTER
    }

    /** What is planted: by attempt of a step, or of its compensation. All others are done. */
    final Map<String, Answer> planted = new HashMap<>();

    /** Steps of which somebody can tell whether they happened. */
    final Set<String> looked = new LinkedHashSet<>();

    final Set<String> effects = new LinkedHashSet<>();
    final List<SagaEvent> events = new ArrayList<>();
    final List<String> doings = new ArrayList<>();
    final List<SagaAlert> alerts = new ArrayList<>();
    Instant now = NOON;
    SagaState state = SagaProcess.INITIAL;

    private final List<SagaOrder> orders = new ArrayList<>();
    private final Set<String> died = new LinkedHashSet<>();

    static SagaDefinition definition(String... steps) {
        return new SagaDefinition(
                "transfer",
                1,
                List.of(steps).stream()
                        .map(s -> new StepOutline(
                                s, DEADLINE, THREE, s.equals("notify") ? Undo.NOTHING_TO_UNDO : Undo.COMPENSATION))
                        .toList());
    }

    static World begun(String... steps) {
        World world = new World();
        world.hear(new SagaCommand.BeginSaga(ID, NOON, definition(steps), Map.of("from", "4711")));
        return world;
    }

    World planting(String attempt, Answer answer) {
        planted.put(attempt, answer);
        return this;
    }

    void hear(SagaCommand command) {
        for (SagaEvent event : SagaProcess.decide(state, command)) {
            events.add(event);
            state = SagaProcess.evolve(state, event);
            SagaProcess.react(state, event).forEach(this::take);
        }
    }

    private void take(SagaOrder order) {
        switch (order) {
            case SagaOrder.Do o -> replace(o, other -> other instanceof SagaOrder.Do d && same(d, o));
            case SagaOrder.Undo o -> replace(o, other -> other instanceof SagaOrder.Undo u && same(u, o));
            case SagaOrder.Watch o -> orders.add(o);
            case SagaOrder.Unwatch o ->
                orders.removeIf(
                        other -> other instanceof SagaOrder.Watch w && w.step().equals(o.step()));
            case SagaOrder.Tell o -> alerts.add(o.alert());
        }
    }

    private static boolean same(SagaOrder.Do one, SagaOrder.Do other) {
        return one.step().equals(other.step()) && one.attempt() == other.attempt();
    }

    private static boolean same(SagaOrder.Undo one, SagaOrder.Undo other) {
        return one.step().equals(other.step()) && one.attempt() == other.attempt();
    }

    private void replace(SagaOrder order, java.util.function.Predicate<SagaOrder> same) {
        orders.removeIf(same);
        orders.add(order);
    }

    /** Until nothing is left to do, or a compensation is stuck. */
    World toTheEnd() {
        for (int i = 0; i < 200 && !isStuck() && !orders.isEmpty(); i++) {
            step();
        }
        return this;
    }

    boolean isStuck() {
        return state instanceof Backward b && b.standing() == Backward.Standing.STUCK;
    }

    /** Carries out what is due next. */
    void step() {
        SagaOrder next = orders.stream()
                .min((a, b) -> at(a).compareTo(at(b)))
                .orElseThrow(() -> new AssertionError("nothing is in hand in " + state));
        orders.remove(next);
        now = at(next).isAfter(now) ? at(next) : now;
        switch (next) {
            case SagaOrder.Do o -> attempt(o);
            case SagaOrder.Undo o -> takeBack(o);
            case SagaOrder.Watch o -> hear(new SagaCommand.PassDeadline(ID, now, o.step()));
            case SagaOrder.Unwatch o -> throw new AssertionError(o);
            case SagaOrder.Tell o -> throw new AssertionError(o);
        }
    }

    private static Instant at(SagaOrder order) {
        return switch (order) {
            case SagaOrder.Do o -> o.at();
            case SagaOrder.Undo o -> o.at();
            case SagaOrder.Watch o -> o.due();
            case SagaOrder.Unwatch o -> Instant.MAX;
            case SagaOrder.Tell o -> Instant.MAX;
        };
    }

    private void attempt(SagaOrder.Do order) {
        switch (SagaProcess.move(state, order, now)) {
            case NOTHING -> {}
            case UNDO -> throw new AssertionError(order);
            case RUN -> run(order);
            case LOOK_THEN_RUN -> {
                if (looked.contains(order.step()) && effects.contains(order.step())) {
                    done(order);
                } else {
                    run(order);
                }
            }
            case LOOK_THEN_GIVE_UP -> {
                if (!looked.contains(order.step())) {
                    failed(order, Effect.POSSIBLE, Failure.Remedy.GIVE_UP);
                } else if (effects.contains(order.step())) {
                    done(order);
                } else {
                    failed(order, Effect.RULED_OUT, Failure.Remedy.GIVE_UP);
                }
            }
            case GIVE_UP -> failed(order, Effect.RULED_OUT, Failure.Remedy.GIVE_UP);
        }
    }

    private void run(SagaOrder.Do order) {
        hear(new SagaCommand.NoteAttempt(ID, now, order.step(), order.attempt()));
        assertNothingIsTakenBackBesideIt();
        doings.add(order.step());
        Answer answer = answer(order.step() + " " + order.attempt());
        if (answer == Answer.DONE || answer == Answer.FAILED_WITH_EFFECT || answer == Answer.DIED_AFTER) {
            effects.add(order.step());
        }
        switch (answer) {
            case DONE -> done(order);
            case REFUSED -> failed(order, Effect.NOT_BY_THIS_ATTEMPT, Failure.Remedy.GIVE_UP);
            case FAILED_WITHOUT_EFFECT, FAILED_WITH_EFFECT -> failed(order, Effect.POSSIBLE, Failure.Remedy.TRY_AGAIN);
            // the order was not carried out as far as anybody knows, so it comes again
            case DIED_BEFORE, DIED_AFTER -> orders.add(order);
        }
    }

    private void assertNothingIsTakenBackBesideIt() {
        if (!(state instanceof Forward)) {
            throw new AssertionError("a step is done while steps are taken back: " + state);
        }
    }

    private void takeBack(SagaOrder.Undo order) {
        if (SagaProcess.move(state, order) != SagaMove.UNDO) {
            return;
        }
        doings.add("undo " + order.step());
        Answer answer = answer("undo " + order.step() + " " + order.attempt());
        if (answer == Answer.DONE || answer == Answer.FAILED_WITH_EFFECT || answer == Answer.DIED_AFTER) {
            effects.remove(order.step());
        }
        switch (answer) {
            case DONE -> hear(new SagaCommand.ReportCompensated(ID, now, order.step(), order.attempt()));
            case REFUSED, FAILED_WITHOUT_EFFECT, FAILED_WITH_EFFECT ->
                hear(new SagaCommand.ReportNotCompensated(ID, now, order.step(), order.attempt(), "planted"));
            case DIED_BEFORE, DIED_AFTER -> orders.add(order);
        }
    }

    private Answer answer(String attempt) {
        Answer answer = planted.getOrDefault(attempt, Answer.DONE);
        boolean dies = answer == Answer.DIED_BEFORE || answer == Answer.DIED_AFTER;
        // a process dies once
        return dies && !died.add(attempt) ? Answer.DONE : answer;
    }

    private void done(SagaOrder.Do order) {
        hear(new SagaCommand.ReportDone(ID, now, order.step(), order.attempt()));
    }

    private void failed(SagaOrder.Do order, Effect effect, Failure.Remedy remedy) {
        hear(new SagaCommand.ReportFailed(
                ID, now, order.step(), order.attempt(), new Failure(effect, remedy, "planted")));
    }
}
