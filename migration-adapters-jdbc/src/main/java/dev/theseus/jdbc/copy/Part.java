package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import java.util.Optional;

/**
 * One relation that holds rows of a table, and what is left to cut of it.
 *
 * @param number within the table, from 1
 * @param relation the table itself, or a leaf partition
 * @param manner how its chunks are put into the target
 * @param rest what is left to cut
 * @param size as measured when it was opened
 */
record Part(int number, TableName relation, Chunk.Manner manner, Rest rest, Size size) {

    /** What is left to cut of a relation. */
    sealed interface Rest {

        /**
         * Pages from {@code next} inclusive to {@code pages} exclusive.
         *
         * @param pages those that the heap had at open: a row that has not changed since then lies in one of them
         */
        record OfHeap(long fileNode, long next, long pages) implements Rest {}

        /**
         * Keys after {@code after} up to {@code last} inclusive.
         *
         * @param last the greatest at open; greater ones came later and travel through the change log
         */
        record OfKeys(Optional<RowKey> after, RowKey last) implements Rest {}

        /** All has been cut, or nothing was there. */
        record Nothing() implements Rest {}
    }

    /**
     * How large a relation is.
     *
     * @param bytes with large values, without indexes
     * @param rows estimated
     */
    record Size(long bytes, long rows) {
        Size {
            bytes = Math.max(1, bytes);
            rows = Math.max(1, rows);
        }

        long bytesPerRow() {
            return Math.max(1, bytes / rows);
        }
    }
}
