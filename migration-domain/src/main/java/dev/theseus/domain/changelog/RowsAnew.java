package dev.theseus.domain.changelog;

import dev.theseus.domain.plan.TablePlan;

/**
 * Notes the rows of a table in the change log of old as if they had changed, so that they go to new once more, by the
 * version of the mapping that is in force. It goes through the table by its key, and remembers beside the log how far
 * it is: whoever asks goes on from there, after a crash too. Rows that come or change meanwhile are noted by capture.
 * Safe for several threads and processes.
 */
public interface RowsAnew {

    /**
     * Notes some more rows, in one short transaction that changes nothing but the log.
     *
     * @param table with the version of the mapping for which it is done; for another version it begins anew
     * @param rows at most so many
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the server is away; nothing is lost, ask again
     */
    Noted next(TablePlan table, int rows);

    /** How far it is. */
    enum Noted {
        SOME,
        /** All rows that stood there when it began. */
        ALL
    }
}
