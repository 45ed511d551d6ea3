package dev.theseus.jdbc.guard;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import java.time.Duration;

/** A bounded share of something, that many callers want a part of. Safe for several threads. */
public final class Share {

    private final Bulkhead bulkhead;

    /** @param patience for a part; zero: none */
    public Share(String name, int parts, Duration patience) {
        this.bulkhead = Bulkhead.of(
                name,
                BulkheadConfig.custom()
                        .maxConcurrentCalls(parts)
                        .maxWaitDuration(patience)
                        .fairCallHandlingStrategyEnabled(false)
                        .writableStackTraceEnabled(false)
                        .build());
    }

    /** Takes a part; whoever is given one gives it back. */
    public Part take() {
        return bulkhead.tryAcquirePermission() ? Part.TAKEN : Part.NONE_LEFT;
    }

    /** Whether there was a part. */
    public enum Part {
        TAKEN,
        NONE_LEFT
    }

    public void giveBack() {
        bulkhead.onComplete();
    }

    /** How many parts are taken. */
    public int taken() {
        return bulkhead.getBulkheadConfig().getMaxConcurrentCalls()
                - bulkhead.getMetrics().getAvailableConcurrentCalls();
    }
}
