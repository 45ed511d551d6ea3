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
     * @throws InterruptedException if the calling thread was interrupted
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server is away
     */
    Map<RowKey, Found> look(TablePlan table, Collection<RowKey> keys) throws InterruptedException;

    /**
     * Some row's key, of one page of the table that was drawn at random; cheap however large the table is.
     *
     * @return empty if the page holds no row
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
