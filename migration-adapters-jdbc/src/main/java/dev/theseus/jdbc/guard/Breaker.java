package dev.theseus.jdbc.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.IllegalStateTransitionException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * A breaker that closes in two steps. While it is open it admits nobody, however long that lasts, until it is told that
 * the database answers again: else callers would have to try, and one whose pool can't connect waits for the pool's
 * time-out. Then it admits some calls, and closes if they succeed. It opens by the rates of its rule, and at once where
 * the database can't be reached. Safe for several threads.
 */
public final class Breaker {

    /** Open until told otherwise. */
    private static final Duration UNTIL_TOLD = Duration.ofDays(3650);

    private static final int FEWEST = 10;

    /** In a row: a database that can't be reached costs each caller a wait, so it is not left to the rate. */
    private static final int MOST_UNREACHED = 5;

    private final CircuitBreaker breaker;
    private final AtomicInteger unreached = new AtomicInteger();
    private volatile String lastError = "nothing";

    /** Whether calls are let through. */
    public enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /**
     * When it opens.
     *
     * @param failureRate in percent of the last calls
     * @param slowRate in percent of the last calls
     * @param slow from when on a call counts as slow
     * @param window number of calls that it looks at
     * @param trials calls that it admits while it is half open
     */
    public record Rule(float failureRate, float slowRate, Duration slow, int window, int trials) {}

    /** @param changed told of changes, from a state to another, on the thread of the call that led to it */
    public Breaker(String name, Rule rule, BiConsumer<State, State> changed) {
        this.breaker = CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .failureRateThreshold(rule.failureRate())
                        .slowCallRateThreshold(rule.slowRate())
                        .slowCallDurationThreshold(rule.slow())
                        .slidingWindow(rule.window(), Math.min(FEWEST, rule.window()), SlidingWindowType.COUNT_BASED)
                        .permittedNumberOfCallsInHalfOpenState(rule.trials())
                        .waitDurationInOpenState(UNTIL_TOLD)
                        .writableStackTraceEnabled(false)
                        .build());
        breaker.getEventPublisher()
                .onStateTransition(event -> changed.accept(
                        state(event.getStateTransition().getFromState()),
                        state(event.getStateTransition().getToState())));
    }

    public State state() {
        return state(breaker.getState());
    }

    private static State state(CircuitBreaker.State state) {
        return switch (state) {
            case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
            case HALF_OPEN -> State.HALF_OPEN;
            case OPEN, FORCED_OPEN -> State.OPEN;
        };
    }

    /** Whether a call may go ahead; if so, it must be followed by exactly one of the three that say how it went. */
    public Admission admission() {
        return breaker.tryAcquirePermission() ? Admission.ADMITTED : Admission.REFUSED;
    }

    /** Whether a call may go ahead. */
    public enum Admission {
        ADMITTED,
        REFUSED
    }

    public void succeeded(long nanos) {
        unreached.set(0);
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    public void failed(long nanos, Throwable error) {
        lastError = description(error);
        breaker.onError(nanos, TimeUnit.NANOSECONDS, error);
        if (!isOfConnection(error)) {
            unreached.set(0);
        } else if (unreached.incrementAndGet() >= MOST_UNREACHED) {
            open();
        }
    }

    private static boolean isOfConnection(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLTransientConnectionException) {
                return true;
            }
            if (e instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("08") || sql.getSQLState().startsWith("57P");
            }
        }
        return false;
    }

    private void open() {
        try {
            if (breaker.getState() == CircuitBreaker.State.CLOSED) {
                breaker.transitionToOpenState();
            }
        } catch (IllegalStateTransitionException e) {
            // another call has opened it
            return;
        }
    }

    private static String description(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getClass().getSimpleName() + ", SQLSTATE " + sql.getSQLState();
            }
        }
        return error.getClass().getSimpleName();
    }

    /** What the last call failed with, without values. */
    public String lastError() {
        return lastError;
    }

    /** The call says nothing about the database. */
    public void notCounted() {
        breaker.releasePermission();
    }

    /** The database answers again: if the breaker is open, it now admits some calls. */
    public void answers() {
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
            breaker.transitionToHalfOpenState();
        }
    }
}
