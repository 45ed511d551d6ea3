package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * How the copy, the relay and the comparison hold back for the sake of the service.
 *
 * @param maximumLag of the relay, for tables that have caught up
 * @param maximumActiveSessions client sessions at work on either server besides our own; 0 for no limit
 * @param maximumCommitLatency of a probe transaction on either server; zero for no limit
 * @param dutyCycle the share of the time in which a copier or a comparison works while somebody else uses the servers,
 *     0 exclusive to 1; the rest it leaves to the service. The relay takes up to a quarter at least, and all that it
 *     needs where it would lose ground
 * @param staleAfter a measurement older than this means stop
 */
public record ThrottleSettings(
        Duration maximumLag,
        int maximumActiveSessions,
        Duration maximumCommitLatency,
        double dutyCycle,
        Duration staleAfter) {

    public static final ThrottleSettings DEFAULT =
            new ThrottleSettings(Duration.ofSeconds(10), 0, Duration.ofMillis(250), 0.2, Duration.ofSeconds(5));

    /** Copies at full speed whatever the load. */
    public static final ThrottleSettings OFF =
            new ThrottleSettings(Duration.ofDays(365), 0, Duration.ZERO, 1.0, Duration.ofDays(365));

    public ThrottleSettings {
        if (!(dutyCycle > 0 && dutyCycle <= 1)) {
            throw new IllegalArgumentException("a duty cycle is above 0 and at most 1, not " + dutyCycle);
        }
        if (maximumActiveSessions < 0) {
            throw new IllegalArgumentException("maximum active sessions are 0 (no limit) or more");
        }
    }
}
