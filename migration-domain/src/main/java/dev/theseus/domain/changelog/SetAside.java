package dev.theseus.domain.changelog;

import dev.theseus.domain.database.RowKey;
import java.time.Instant;
import java.util.Optional;

/**
 * A change that could not be applied after several attempts. It is not lost: it blocks the gates until it is retried.
 *
 * @param table number in the plan
 * @param key of the row; empty for a TRUNCATE
 * @param reason why
 * @param since when it was set aside
 */
public record SetAside(int table, Optional<RowKey> key, Reason reason, Instant since) {

    /**
     * @param sqlState the server's error code, or {@code -----} if it was none of the server's
     * @param what names constraint, table, column as far as known; no row content
     * @param attempts made
     */
    public record Reason(String sqlState, String what, int attempts) {}
}
