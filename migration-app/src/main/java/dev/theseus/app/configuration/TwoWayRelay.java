package dev.theseus.app.configuration;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.RelayStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Supplier;

/**
 * The relays of both directions as one. Both run all the time: each looks at the epoch before it applies anything, so
 * that the one whose direction is not in force rests, and the other takes over at the moment in which authority moves.
 */
final class TwoWayRelay implements Relay {

    private final Relay forward;
    private final Relay reverse;
    private final Supplier<Relay> inForce;

    /** @param inForce that of the two which has something to do; cheap, never blocks for long */
    TwoWayRelay(Relay forward, Relay reverse, Supplier<Relay> inForce) {
        this.forward = forward;
        this.reverse = reverse;
        this.inForce = inForce;
    }

    @Override
    public void start() {
        forward.start();
        reverse.start();
    }

    @Override
    public RelayStatus status() {
        return inForce.get().status();
    }

    @Override
    public Drain awaitDrained(Collection<TablePlan> tables, Duration patience) throws InterruptedException {
        return inForce.get().awaitDrained(tables, patience);
    }

    @Override
    public void close() {
        forward.close();
        reverse.close();
    }
}
