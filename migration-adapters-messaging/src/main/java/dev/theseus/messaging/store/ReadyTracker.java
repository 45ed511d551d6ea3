package dev.theseus.messaging.store;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.eventhandling.TrackingEventProcessor;

/**
 * Follows events as its parent does, but after failures rests for some seconds at most: the parent's rests double up to
 * a minute, for which a run would stand still after the control database is back.
 */
public final class ReadyTracker extends TrackingEventProcessor {

    private static final Duration LONGEST_REST = Duration.ofSeconds(3);

    private final Duration longest;

    private ReadyTracker(Builder builder, Duration longest) {
        super(builder);
        this.longest = longest;
    }

    /** Not started yet. */
    public static TrackingEventProcessor of(Builder builder) {
        return of(builder, LONGEST_REST);
    }

    /** @param longest of its rests after failures */
    public static TrackingEventProcessor of(Builder builder, Duration longest) {
        return new ReadyTracker(builder, longest);
    }

    @Override
    protected void doSleepFor(long millisToSleep, AtomicBoolean interruptFlag) {
        super.doSleepFor(Math.min(millisToSleep, longest.toMillis()), interruptFlag);
    }
}
