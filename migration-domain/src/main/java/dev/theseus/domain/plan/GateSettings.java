package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * What must be true before a phase is entered.
 *
 * @param maximumLag of the relay when a table counts as caught up and when VERIFIED is entered
 * @param maximumDivergences rows that still differ after repair, 0 or more
 * @param evidenceMaximumAge older figures don't count
 * @param shadow what shadow reads must have shown when RAMPING is entered
 */
public record GateSettings(Duration maximumLag, long maximumDivergences, Duration evidenceMaximumAge, Shadow shadow) {

    public static final GateSettings DEFAULT = new GateSettings(Duration.ofSeconds(5), 0, Duration.ofMinutes(1));

    /**
     * @param reads that must have been compared, 0 or more
     * @param mismatchRate the share of them that may truly differ, 0 to 1
     */
    public record Shadow(long reads, double mismatchRate) {
        public static final Shadow DEFAULT = new Shadow(100, 0);

        public Shadow {
            if (reads < 0) {
                throw new IllegalArgumentException("shadow reads are 0 or more, not " + reads);
            }
            if (!(mismatchRate >= 0 && mismatchRate <= 1)) {
                throw new IllegalArgumentException("a rate of mismatches is 0 to 1, not " + mismatchRate);
            }
        }
    }

    public GateSettings {
        if (maximumDivergences < 0) {
            throw new IllegalArgumentException("maximum divergences are 0 or more, not " + maximumDivergences);
        }
    }

    /** With the default for shadow reads. */
    public GateSettings(Duration maximumLag, long maximumDivergences, Duration evidenceMaximumAge) {
        this(maximumLag, maximumDivergences, evidenceMaximumAge, Shadow.DEFAULT);
    }
}
