package dev.theseus.app.configuration;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which way changes travel, as the databases say. While they can't be asked, or authority is on its way, what they said
 * last holds. Safe for several threads.
 */
final class DirectionInForce implements Supplier<Direction> {

    private static final Duration FRESH = Duration.ofMillis(200);

    private final Supplier<Authority> look;
    private volatile Found found;

    private record Found(Direction direction, long at) {}

    DirectionInForce(Supplier<Authority> look) {
        this.look = look;
        this.found = new Found(Direction.FORWARD, System.nanoTime() - FRESH.toNanos());
    }

    @Override
    public Direction get() {
        Found last = found;
        if (System.nanoTime() - last.at() < FRESH.toNanos()) {
            return last.direction();
        }
        Found now = new Found(ask(last.direction()), System.nanoTime());
        found = now;
        return now.direction();
    }

    private Direction ask(Direction last) {
        try {
            Optional<Side> holder = look.get().holder();
            return holder.map(side -> side == Side.OLD ? Direction.FORWARD : Direction.REVERSE)
                    .orElse(last);
        } catch (DatabaseUnavailable | DatabaseRefused notKnown) {
            return last;
        }
    }
}
