package dev.theseus.domain.capture;

import dev.theseus.domain.database.TableName;

/** Capture could not be installed or removed because sessions held the table for longer than the patience. */
public final class CaptureRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param table that could not be locked
     * @param holders who held it, for people: process ids, application names, since when
     */
    public CaptureRefused(TableName table, String holders) {
        super("Capture could not be changed on " + table + " because its lock was not free in time. Held by: " + holders
                + ". End these transactions, or run again at a quieter time.");
    }
}
