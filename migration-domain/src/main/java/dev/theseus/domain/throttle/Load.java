package dev.theseus.domain.throttle;

import java.time.Duration;
import java.time.Instant;

/**
 * What was measured of both servers.
 *
 * @param lag age of the oldest pending entry of a table that has caught up
 * @param activeSessions the larger figure of both servers
 * @param traffic whether anybody but us has used one of the servers lately
 * @param commitLatency the larger figure of both servers
 * @param measuredAt when
 */
public record Load(Duration lag, int activeSessions, Traffic traffic, Duration commitLatency, Instant measuredAt) {

    /** Whether there is somebody to hold back for. */
    public enum Traffic {
        SEEN,
        NONE
    }
}
