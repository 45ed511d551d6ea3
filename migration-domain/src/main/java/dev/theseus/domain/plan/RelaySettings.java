package dev.theseus.domain.plan;

import java.time.Duration;

/**
 * How changes are brought over.
 *
 * @param workers applying at the same time, 1 to 32
 * @param batchKeys the most keys applied in one transaction, 1 to 10,000
 * @param maximumAttempts after which an entry that can't be applied is set aside, 1 or more
 * @param poll how long the relay rests when the log was empty
 */
public record RelaySettings(int workers, int batchKeys, int maximumAttempts, Duration poll) {

    public static final RelaySettings DEFAULT = new RelaySettings(2, 500, 8, Duration.ofMillis(50));

    public RelaySettings {
        if (workers < 1 || workers > 32) {
            throw new IllegalArgumentException("relay workers are 1 to 32, not " + workers);
        }
        if (batchKeys < 1 || batchKeys > 10_000) {
            throw new IllegalArgumentException("a relay batch has 1 to 10000 keys, not " + batchKeys);
        }
        if (maximumAttempts < 1) {
            throw new IllegalArgumentException("relay attempts are 1 or more, not " + maximumAttempts);
        }
        if (poll.isNegative() || poll.isZero()) {
            throw new IllegalArgumentException("the relay's poll is longer than zero");
        }
    }
}
