package dev.theseus.jdbc.verify;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay;
import java.time.Duration;
import java.util.List;

/**
 * Waits for the relay. A relay that retired nothing during a whole wait stands still; it is not waited for again, else
 * a comparison of many rows that differ would never end. Used by one thread.
 */
final class RelayPatience {

    private final Relay relay;
    private final Duration patience;
    private Pace pace = Pace.MOVING;

    RelayPatience(Relay relay, Duration patience) {
        this.relay = relay;
        this.patience = patience;
    }

    /** Whether it is worth waiting for. */
    enum Pace {
        MOVING,
        STANDING
    }

    /** Waits until what stands in the log now for the table has been applied, or for as long as patience lasts. */
    Pace await(TablePlan table) throws InterruptedException {
        if (pace == Pace.MOVING) {
            long before = relay.status().retired();
            Relay.Drain drain = relay.awaitDrained(List.of(table), patience);
            if (drain == Relay.Drain.STILL_PENDING && relay.status().retired() == before) {
                pace = Pace.STANDING;
            }
        }
        return pace;
    }

    Pace pace() {
        return pace;
    }
}
