package dev.theseus.jdbc.fence;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Rests between tries. */
@FunctionalInterface
interface Rests {

    /** At least half of it is rested; the other half is by chance, so that it falls into step with nobody. */
    Rests WITH_JITTER = most -> {
        long half = Math.max(1, most.toMillis() / 2);
        Thread.sleep(half + ThreadLocalRandom.current().nextLong(half + 1));
    };

    void rest(Duration most) throws InterruptedException;
}
