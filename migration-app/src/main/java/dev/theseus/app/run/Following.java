package dev.theseus.app.run;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** When the next comparison is due while a run follows: one interval after the last one ended. */
final class Following {

    private final Duration every;
    private final InstantSource clock;
    private Instant last;

    Following(Duration every, InstantSource clock) {
        this.every = every;
        this.clock = clock;
        this.last = clock.instant();
    }

    void compared() {
        last = clock.instant();
    }

    /** Compares again and again until interrupted; returns at once if no comparisons are wanted. */
    void follow(Patience.Attempt comparison) throws InterruptedException {
        while (!every.isZero()) {
            Duration rest = Duration.between(clock.instant(), last.plus(every));
            if (rest.isPositive()) {
                Thread.sleep(rest);
            }
            comparison.make();
        }
    }
}
