package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Looks at single rows of both databases and says what is certain. Safe for several threads. */
public interface RowCheck {

    /**
     * Looks at rows.
     *
     * @param keys of the side with authority
     * @throws IllegalArgumentException if the plan carries no rows in this direction
     * @throws InterruptedException if the calling thread was interrupted
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     */
    Map<RowKey, Found> look(TablePlan table, Collection<RowKey> keys) throws InterruptedException;

    /**
     * The key that some row has on the side with authority, drawn at random from a page of either side's table; cheap
     * however large the table is.
     *
     * @return empty if the page holds no row, or one that leads back to none
     */
    Optional<RowKey> randomKey(TablePlan table, Side side) throws InterruptedException;

    /** What is certain of a row. */
    enum Found {
        EQUAL,
        DIFFERENT,
        /** It changes, or its change is not applied yet: look again. */
        IN_FLIGHT
    }
}
