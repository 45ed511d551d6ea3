package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * How both sides are compared.
 *
 * @param parallelism scans at the same time on each side, 1 to 32
 * @param rowsPerBucket rows that share one checksum, 1 or more: fewer means less to read again where rows differ
 * @param recheckAttempts looks at a row that keeps changing before it is settled under its lock, 1 or more
 * @param every between two comparisons while a run follows; zero turns them off
 */
public record VerificationSettings(int parallelism, int rowsPerBucket, int recheckAttempts, Duration every) {

    public static final VerificationSettings DEFAULT = new VerificationSettings(1, 1_000, 5);

    public VerificationSettings {
        if (parallelism < 1 || parallelism > 32) {
            throw new IllegalArgumentException("verification parallelism is 1 to 32, not " + parallelism);
        }
        if (rowsPerBucket < 1 || recheckAttempts < 1) {
            throw new IllegalArgumentException("rows per bucket and recheck attempts are 1 or more");
        }
        if (every.isNegative()) {
            throw new IllegalArgumentException("between two comparisons is zero (none) or more, not " + every);
        }
    }

    /** With an hour between two comparisons. */
    public VerificationSettings(int parallelism, int rowsPerBucket, int recheckAttempts) {
        this(parallelism, rowsPerBucket, recheckAttempts, Duration.ofHours(1));
    }
}
