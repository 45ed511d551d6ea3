package dev.theseus.app.configuration;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.RelayStatus;
import dev.theseus.jdbc.relay.RelaysBothWays;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The relays of both directions as one. Both run all the time: each looks at the epoch before it applies anything, so
 * that the one whose direction is not in force rests, and the other takes over at the moment in which authority moves.
 */
final class TwoWayRelay implements Relay {

    private final RelaysBothWays relays;
    private final Supplier<Direction> inForce;

    /** @param inForce which of the two has something to do; cheap, never blocks for long */
    TwoWayRelay(RelaysBothWays relays, Supplier<Direction> inForce) {
        this.relays = relays;
        this.inForce = inForce;
    }

    @Override
    public void start() {
        for (Direction direction : Direction.values()) {
            relays.relay(direction).start();
        }
    }

    private Relay busy() {
        return relays.relay(inForce.get());
    }

    @Override
    public RelayStatus status() {
        return busy().status();
    }

    @Override
    public Drain awaitDrained(Collection<TablePlan> tables, Duration patience) throws InterruptedException {
        return busy().awaitDrained(tables, patience);
    }

    @Override
    public void close() {
        relays.close();
    }
}
