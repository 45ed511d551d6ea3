package dev.theseus.domain.critical;

import dev.theseus.domain.database.GrowingRest;
import java.time.Duration;

/**
 * How often something that fails is tried before the write is open.
 *
 * @param tries 1 or more
 * @param rest before the second try, growing
 * @param rarely how long an open write rests between two tries
 */
public record Persistence(int tries, GrowingRest rest, Duration rarely) {

    public static final Persistence DEFAULT =
            new Persistence(5, new GrowingRest(Duration.ofMillis(20), Duration.ofMillis(500)), Duration.ofMinutes(1));

    public Persistence {
        if (tries < 1) {
            throw new IllegalArgumentException("at least one try, not " + tries);
        }
        if (rarely.isNegative() || rarely.isZero()) {
            throw new IllegalArgumentException("an open write rests for some time, not " + rarely);
        }
    }
}
