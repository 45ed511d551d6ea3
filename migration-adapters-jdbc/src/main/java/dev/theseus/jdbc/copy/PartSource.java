package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import java.util.List;
import java.util.Optional;

/** What the ledger has to know of the tables of the old database. */
interface PartSource {

    /**
     * What was found.
     *
     * @param since every change was noted that a transaction from this one on made; another number means another capture
     */
    record Survey(long since, List<Part> parts) {
        public Survey {
            parts = List.copyOf(parts);
        }
    }

    /** Which relations hold rows of the table, and up to where. */
    Survey of(TablePlan table, Chunk.Manner manner);

    /** The relation once more, by key; empty if it is gone, and its rows with it. */
    Optional<Part> byKey(TablePlan table, TableName relation, Chunk.Manner manner, int number);

    /** Where the next rows of a part end; empty if there is none. */
    Optional<KeyOrder.Boundary> next(TablePlan table, Part part, Part.Rest.OfKeys keys, long rows);
}
