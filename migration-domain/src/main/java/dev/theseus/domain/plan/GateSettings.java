package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * What must be true before a phase is entered.
 *
 * @param maximumLag of the relay when a table counts as caught up and when VERIFIED is entered
 * @param maximumDivergences rows that still differ after repair, 0 or more
 * @param evidenceMaximumAge older figures don't count
 */
public record GateSettings(Duration maximumLag, long maximumDivergences, Duration evidenceMaximumAge) {

    public static final GateSettings DEFAULT = new GateSettings(Duration.ofSeconds(5), 0, Duration.ofMinutes(1));

    public GateSettings {
        if (maximumDivergences < 0) {
            throw new IllegalArgumentException("maximum divergences are 0 or more, not " + maximumDivergences);
        }
    }
}
