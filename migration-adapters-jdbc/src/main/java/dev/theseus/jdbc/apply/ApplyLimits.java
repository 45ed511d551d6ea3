package dev.theseus.jdbc.apply;

import dev.theseus.domain.relay.Applier.Patience;
import java.time.Duration;

/**
 * How long an apply waits for locks that others hold.
 *
 * @param relay what a relay waits for rows and tables of the target; keys it does not wait for at all
 * @param request what a request waits for its keys, and for everything else
 */
public record ApplyLimits(Duration relay, Duration request) {

    public static final ApplyLimits DEFAULT = new ApplyLimits(Duration.ofSeconds(2), Duration.ofSeconds(5));

    String lockTimeout(Patience patience) {
        Duration limit = switch (patience) {
            case LEAVE -> relay;
            case WAIT -> request;
        };
        return Long.toString(limit.toMillis());
    }

    /** The source's locks are never worth holding the target's for. */
    String sourceLockTimeout() {
        return Long.toString(relay.toMillis());
    }
}
