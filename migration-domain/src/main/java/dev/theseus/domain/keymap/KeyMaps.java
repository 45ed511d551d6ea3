package dev.theseus.domain.keymap;

import dev.theseus.domain.database.Side;

/** Makes key maps, fills them, and takes them away. Safe for several threads and processes. */
public interface KeyMaps {

    /**
     * Makes the map's table on both sides, and lets each side give the other one's key to every row that comes to it,
     * in the transaction that brings the row. Rows that the relay brings are left out: their keys are carried with the
     * map. Waits for open transactions as capture does. May be repeated.
     *
     * @throws dev.theseus.domain.capture.CaptureRefused if a table could not be locked within the patience
     * @throws dev.theseus.domain.database.DatabaseRefused if a key column is not there, or a privilege is missing
     */
    void install(KeyMap map);

    /**
     * Gives keys to some of the rows of old that were there before, in one short transaction. Whoever asks goes on from
     * where the last one ended.
     *
     * @param rows at most so many
     */
    Filled fill(KeyMap map, int rows);

    /**
     * Lets rows of one side be given keys again after its triggers were off, or gone, and gives keys to rows that came
     * meanwhile. Of the side that has authority only: on the other one the relay may have brought rows whose keys are
     * still to come.
     *
     * @throws dev.theseus.domain.capture.CaptureRefused if the table could not be locked within the patience
     */
    void mend(KeyMap map, Side side);

    /** How far it is. */
    enum Filled {
        SOME,
        /** All rows have keys, those that come included. */
        ALL
    }

    /**
     * Ends the giving of keys on one side. The map stays: without it nobody knows any more which row is which.
     *
     * @throws dev.theseus.domain.capture.CaptureRefused if the table could not be locked within the patience
     */
    void remove(KeyMap map, Side side);
}
