package dev.theseus.domain.relay;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import java.util.Set;

/**
 * Applies: makes the target's rows of some keys what the source says they are now. It is the only way in which a row
 * gets into the target after its table was copied. In one transaction on the target: takes the fence shared and checks
 * the direction; takes the keys' stripe locks; reads the source <em>after</em> that; writes; commits. It does not
 * retire log entries: who knows which entries it saw before does.
 */
public interface Applier {

    /**
     * @param keys of the table plan's key columns, in the source's text form
     * @param patience what to do about a lock that is taken
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server went away; the target has the rows or not
     */
    ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience);

    /**
     * Makes the target's table hold no row that the source does not have; that is how a TRUNCATE is applied. It
     * excludes all applies of the table: while others are at work, it is refused with SQLSTATE 55P03, and nothing was
     * done.
     */
    ApplyOutcome removeVanished(TablePlan table, Patience patience);

    /** What to do about a lock that somebody else holds. */
    enum Patience {
        /** Leave those keys and apply the others: the relay's way. */
        LEAVE,
        /** Wait, up to the adapter's lock time-out: a request's way. */
        WAIT
    }
}
