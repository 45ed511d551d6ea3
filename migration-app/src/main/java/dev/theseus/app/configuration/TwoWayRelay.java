package dev.theseus.app.configuration;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.RelayStatus;
import dev.theseus.jdbc.relay.RelaysBothWays;
import java.time.Duration;
import java.util.Collection;

/**
 * The relays of both directions as one. Both run all the time: each looks at the epoch before it applies anything, so
 * that the one whose direction is not in force rests, and the other takes over at the moment in which authority moves.
 */
final class TwoWayRelay implements Relay {

    /**
     * Between two looks at the direction; each wait is for what stands in the log when it begins, hence they grow. What
     * waits in the log of a side that has lost authority meanwhile would be waited for in vain.
     */
    private static final Duration FIRST_SLICE = Duration.ofSeconds(1);

    private final RelaysBothWays relays;
    private final DirectionInForce direction;

    TwoWayRelay(RelaysBothWays relays, DirectionInForce direction) {
        this.relays = relays;
        this.direction = direction;
    }

    @Override
    public void start() {
        for (Direction direction : Direction.values()) {
            relays.relay(direction).start();
        }
    }

    private Relay busy() {
        return relays.relay(direction.lately());
    }

    @Override
    public RelayStatus status() {
        return busy().status();
    }

    @Override
    public Drain awaitDrained(Collection<TablePlan> tables, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Duration slice = FIRST_SLICE;
        while (true) {
            Direction way = direction.now();
            Duration left = Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            Drain drain = relays.relay(way).awaitDrained(tables, slice.compareTo(left) < 0 ? slice : left);
            if (drain == Drain.DRAINED && direction.now() == way) {
                return drain;
            }
            if (drain == Drain.STILL_PENDING && left.compareTo(slice) <= 0) {
                return drain;
            }
            slice = slice.multipliedBy(2);
        }
    }

    @Override
    public BroughtOver broughtOver(Collection<TablePlan> tables, Duration past) {
        return busy().broughtOver(tables, past);
    }

    @Override
    public Duration beforeOutages(Duration past) {
        return busy().beforeOutages(past);
    }

    @Override
    public void close() {
        relays.close();
    }
}
