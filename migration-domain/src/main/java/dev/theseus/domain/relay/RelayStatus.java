package dev.theseus.domain.relay;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import java.time.Duration;
import java.time.Instant;

/**
 * What the relay measures.
 *
 * @param backlog as last looked at
 * @param measuredAt when that was; an old time means that a server does not answer
 * @param retired entries retired since the relay was started
 * @param keysApplied keys brought over since then; fewer than entries, since entries of one key are coalesced
 * @param lag how long entries stood since the relay was started, those aside that were held until their table was
 *     copied
 */
public record RelayStatus(Backlog backlog, Instant measuredAt, long retired, long keysApplied, Lag lag) {

    /**
     * @param p50 median
     * @param p99 99th percentile
     * @param maximum since the relay was started
     */
    public record Lag(Duration p50, Duration p99, Duration maximum) {
        public static final Lag NONE = new Lag(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }
}
