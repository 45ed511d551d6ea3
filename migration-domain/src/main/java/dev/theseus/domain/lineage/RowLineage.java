package dev.theseus.domain.lineage;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a row of the new database comes from, as far as the databases can tell; its contents are not in it.
 *
 * @param key in the text form that the old database gives it
 * @param inOld whether old has such a row now
 * @param inNew how new's row came there, if there is one
 * @param waiting what the change logs say of its key
 * @param aside what was set aside of its key
 */
public record RowLineage(RowKey key, boolean inOld, Optional<Written> inNew, List<Waiting> waiting, List<Aside> aside) {

    public RowLineage {
        waiting = List.copyOf(waiting);
        aside = List.copyOf(aside);
    }

    /** How a row came into the new database as it stands there now. */
    public sealed interface Written {

        /**
         * By the copy, and not touched since.
         *
         * @param chunk its number in the ledger
         * @param at when it was copied
         * @param rows of the chunk
         * @param range which part of old's table the chunk was; pages, or keys
         */
        record ByChunk(long chunk, Instant at, long rows, String range) implements Written {}

        /**
         * By a transaction of new that was no copy: an apply of old's row, or, after the cutover, the service itself.
         *
         * @param transaction its number on new
         * @param at when it committed, if new keeps that ({@code track_commit_timestamp})
         */
        record ByTransaction(long transaction, Optional<Instant> at) implements Written {}
    }

    /**
     * Changes that are not in the other database yet.
     *
     * @param source on which they were made
     * @param entries of this key, and of the whole table where it was emptied
     */
    public record Waiting(Side source, long entries, Instant oldest, Instant newest) {}

    /**
     * A change that could not be applied.
     *
     * @param source on which it was made
     * @param why without row contents
     */
    public record Aside(Side source, String why, int attempts, Instant since) {}
}
