package dev.theseus.domain.plan;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * How the existing rows are copied.
 *
 * @param parallelism copies at the same time, over all tables, 1 to 64
 * @param chunk how large a chunk is
 * @param order whether chunks follow the heap or the key
 * @param indexes when secondary indexes and foreign keys of the target are built
 * @param rate the most that may be copied per second
 * @param window the hours of the day in which it copies; always when empty
 */
public record BackfillSettings(
        int parallelism,
        ChunkSize chunk,
        ChunkOrder order,
        IndexBuild indexes,
        RateLimit rate,
        Optional<Window> window) {

    public static final BackfillSettings DEFAULT = new BackfillSettings(
            2, ChunkSize.DEFAULT, ChunkOrder.AUTOMATIC, IndexBuild.KEEP, RateLimit.UNLIMITED, Optional.empty());

    /** Which way the chunks of a table are cut. */
    public enum ChunkOrder {
        /** By the heap where the server can (PostgreSQL 14 or newer), else by key. */
        AUTOMATIC,
        HEAP,
        KEY
    }

    /** When the target's secondary indexes and foreign keys stand. */
    public enum IndexBuild {
        /** As they are: they stay during the copy. */
        KEEP,
        /** Taken away before the copy, their definitions kept safe, and built after it: faster for large tables. */
        AFTER_COPY
    }

    /**
     * @param bytes aimed at, 64 KiB to 4 GiB
     * @param maximumRows never more rows than this in one chunk, 1 or more
     */
    public record ChunkSize(long bytes, long maximumRows) {
        public static final ChunkSize DEFAULT = new ChunkSize(32L << 20, 1_000_000);

        public ChunkSize {
            if (bytes < 64 << 10 || bytes > 4L << 30) {
                throw new IllegalArgumentException("A chunk has 64 KiB to 4 GiB, not " + bytes + " bytes");
            }
            if (maximumRows < 1) {
                throw new IllegalArgumentException("A chunk has at least one row, not " + maximumRows);
            }
        }
    }

    /**
     * @param rowsPerSecond 0 for no limit
     * @param bytesPerSecond 0 for no limit
     */
    public record RateLimit(long rowsPerSecond, long bytesPerSecond) {
        public static final RateLimit UNLIMITED = new RateLimit(0, 0);

        public RateLimit {
            if (rowsPerSecond < 0 || bytesPerSecond < 0) {
                throw new IllegalArgumentException("A rate limit is 0 (none) or greater");
            }
        }
    }

    /** A span of the day; it may go over midnight. */
    public record Window(LocalTime from, LocalTime to, ZoneId zone) {
        public boolean contains(LocalTime time) {
            return from.isBefore(to)
                    ? !time.isBefore(from) && time.isBefore(to)
                    : !time.isBefore(from) || time.isBefore(to);
        }
    }

    public BackfillSettings {
        if (parallelism < 1 || parallelism > 64) {
            throw new IllegalArgumentException("backfill parallelism is 1 to 64, not " + parallelism);
        }
    }
}
