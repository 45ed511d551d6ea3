package dev.theseus.domain.backfill;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import java.util.Optional;

/** The part of a table that one chunk covers. Ranges of a table never overlap and together cover it. */
public sealed interface ChunkRange {

    /** The table itself, or the leaf partition that the range is a part of. */
    TableName relation();

    /**
     * Pages of the heap. Sequential to read, whatever the keys look like. Valid only while the heap is the same file.
     *
     * @param relation the table itself, or a leaf partition
     * @param fileNode the file that the range was planned for; another one voids the range
     * @param fromPage inclusive, from 0
     * @param toPage exclusive
     */
    record Heap(TableName relation, long fileNode, long fromPage, long toPage) implements ChunkRange {
        public Heap {
            if (fromPage < 0 || toPage <= fromPage) {
                throw new IllegalArgumentException("A heap range goes forward: " + fromPage + " to " + toPage);
            }
        }
    }

    /**
     * Keys in the database's own order.
     *
     * @param relation the table itself, or a leaf partition
     * @param after exclusive; empty for the first range
     * @param upTo inclusive
     */
    record Keys(TableName relation, Optional<RowKey> after, RowKey upTo) implements ChunkRange {}
}
