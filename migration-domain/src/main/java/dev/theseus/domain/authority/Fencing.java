package dev.theseus.domain.authority;

import dev.theseus.domain.plan.TablePlan;
import java.util.List;

/**
 * Puts the fence on the migrated tables of both databases, and capture on the new one, so that authority can move and
 * move back. From then on a database refuses every write to these tables while it has no authority, whatever client
 * makes it, with SQLSTATE {@value #REFUSED}. Every operation may be repeated.
 */
public interface Fencing {

    /** The error code of a write that was refused because the other database has authority. */
    String REFUSED = "TH001";

    /**
     * Makes fence and reverse capture stand. Waits for open transactions on the tables, but never so long that traffic
     * queues behind it: each try has a short lock time-out.
     *
     * @throws dev.theseus.domain.capture.CaptureRefused if a table could not be locked within the patience
     * @throws dev.theseus.domain.database.DatabaseRefused if a privilege is missing, or a table is captured by its
     *     clients, so that no trigger may stand on it
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     */
    void install(List<TablePlan> tables);

    /**
     * Takes the fence off both databases and capture off the new one.
     *
     * @throws dev.theseus.domain.capture.CaptureRefused if a table could not be locked within the patience
     */
    void remove(List<TablePlan> tables);

    /** Whether all of it stands, complete and enabled. */
    State state(List<TablePlan> tables);

    /** State of the fence. */
    enum State {
        ABSENT,
        INSTALLED,
        /** Some of it is missing, disabled or altered: writes may pass that must not. */
        DAMAGED
    }
}
