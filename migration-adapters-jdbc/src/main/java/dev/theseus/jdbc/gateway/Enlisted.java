package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One write that takes part in a transaction of the service's. Those of one transaction are brought over together: they
 * find each other right before the commit, by the transaction's number, since nothing else tells one transaction of a
 * thread from the next, or from one that was rolled back.
 */
final class Enlisted {

    private static final ThreadLocal<@Nullable Together> LAST = new ThreadLocal<>();

    private final Epoch epoch;
    private final AfterCommit afterCommit;
    private final List<Touched> touched = new ArrayList<>();
    private @Nullable Together together;

    /** The writes of one transaction. */
    private static final class Together {
        final long transaction;
        final List<Touched> touched = new ArrayList<>();
        AfterCommit.@Nullable Brought brought;

        Together(long transaction) {
            this.transaction = transaction;
        }
    }

    Enlisted(Epoch epoch, AfterCommit afterCommit) {
        this.epoch = epoch;
        this.afterCommit = afterCommit;
    }

    void touched(Collection<Touched> rows) {
        touched.addAll(rows);
    }

    @Nullable
    Object beforeCommit(Connection session) throws SQLException {
        long transaction = Writes.number(session);
        Together mine = LAST.get();
        if (mine == null || mine.transaction != transaction) {
            mine = new Together(transaction);
            LAST.set(mine);
        }
        mine.touched.addAll(touched);
        together = mine;
        return null;
    }

    /** The first of a transaction brings over what all have touched. */
    void afterCommit() {
        Together mine = together;
        if (mine != null && mine.brought == null) {
            LAST.remove();
            mine.brought = afterCommit.bring(epoch, mine.transaction, mine.touched);
        }
    }

    /** Null as long as the transaction has not committed. */
    AfterCommit.@Nullable Brought brought() {
        return together == null ? null : together.brought;
    }
}
