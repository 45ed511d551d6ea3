package dev.theseus.domain.alert;

import dev.theseus.domain.plan.MigrationId;
import java.time.Instant;

/**
 * An alert as it is told.
 *
 * @param migration that it is about
 * @param at when it happened
 * @param alert what happened
 * @param kept how many of its kind were not told since the last one was; 0 or more
 */
public record Notice(MigrationId migration, Instant at, Alert alert, long kept) {

    public Notice {
        if (kept < 0) {
            throw new IllegalArgumentException("What was kept back is counted from 0, not " + kept);
        }
    }

    /** The first of its kind. */
    public static Notice of(MigrationId migration, Instant at, Alert alert) {
        return new Notice(migration, at, alert, 0);
    }

    Notice after(long others) {
        return new Notice(migration, at, alert, others);
    }
}
