package dev.theseus.app.alert;

import java.time.Duration;
import java.util.Optional;

/**
 * When reports are sent to whoever is told of alerts. Read anew from the plan file by each run; it is no part of the
 * migration's own settings.
 *
 * @param every from one to the next; none is sent without
 */
public record ReportSettings(Optional<Duration> every) {

    public static final ReportSettings NONE = new ReportSettings(Optional.empty());

    private static final Duration SHORTEST = Duration.ofSeconds(1);

    public ReportSettings {
        every.ifPresent(period -> {
            if (period.compareTo(SHORTEST) < 0) {
                throw new IllegalArgumentException("is less than a second; write it as 1d or 12h");
            }
        });
    }

    public static ReportSettings every(Duration period) {
        return new ReportSettings(Optional.of(period));
    }
}
