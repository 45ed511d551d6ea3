package dev.theseus.domain.capture;

import dev.theseus.domain.plan.TablePlan;

/**
 * Notes the key of every row that is inserted, updated or deleted in the source, in the transaction that does it: when
 * that transaction is visible, so is the entry. A change of key notes both keys; TRUNCATE notes the table. Sessions of
 * the relay are left out. Where rows are joined on their way, a change of a joined table is noted as one of the row
 * that it completes; a table plan whose rows are carried by another's join needs no capture of its own, and counts as
 * installed. An adapter that depends on the clients, because the database may not note for itself, says in its own
 * place what it does not see.
 */
public interface ChangeCapture {

    /**
     * Begins capture on a table. After it returns, every later change is noted, whatever client makes it; a change that
     * is not noted was committed before. Waits for open transactions on the table, but never so long that traffic
     * queues behind it: each try has a short lock time-out. May be repeated.
     *
     * @throws CaptureRefused if the table could not be locked within the patience
     * @throws dev.theseus.domain.database.DatabaseRefused if a privilege is missing
     */
    void install(TablePlan table);

    /** Ends capture on a table and removes what {@link #install} made. May be repeated. */
    void remove(TablePlan table);

    /** Whether capture stands, complete and enabled. */
    State state(TablePlan table);

    /** State of capture on a table. */
    enum State {
        ABSENT,
        INSTALLED,
        /** Something was dropped, disabled or altered by somebody else: changes may have gone unnoticed. */
        DAMAGED
    }
}
