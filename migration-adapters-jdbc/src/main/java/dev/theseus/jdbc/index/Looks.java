package dev.theseus.jdbc.index;

import dev.theseus.domain.database.DatabaseRefused;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How often a foreign key that does not hold is looked at: under live writes a row may be here before the one that it
 * refers to, for as long as the relay lags.
 *
 * @param most looks, 1 or more
 * @param between two of them
 */
record Looks(int most, Duration between) {

    static final Looks DEFAULT = new Looks(20, Duration.ofMillis(500));

    /**
     * Looks until nothing speaks against it.
     *
     * @param look answers what does
     * @throws DatabaseRefused the last answer, if it did at every look, or the thread was interrupted
     */
    void until(Supplier<Optional<DatabaseRefused>> look) {
        Optional<DatabaseRefused> refused = look.get();
        for (int looks = 1; refused.isPresent(); looks++) {
            if (looks >= most || rest() == Rest.CUT_SHORT) {
                throw refused.get();
            }
            refused = look.get();
        }
    }

    private enum Rest {
        TAKEN,
        CUT_SHORT
    }

    private Rest rest() {
        try {
            Thread.sleep(between);
            return Rest.TAKEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Rest.CUT_SHORT;
        }
    }
}
