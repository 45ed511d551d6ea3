package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
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

    private final Side side;
    private final Epoch epoch;
    private final AfterCommit afterCommit;
    private final List<Touched> touched = new ArrayList<>();
    private @Nullable Together together;

    /** The writes of one transaction. */
    private static final class Together {
        final Side side;
        final Drawn drawn;
        final List<Touched> touched = new ArrayList<>();
        AfterCommit.@Nullable Brought brought;

        Together(Side side, Drawn drawn) {
            this.side = side;
            this.drawn = drawn;
        }

        /** The two databases number their transactions by themselves. */
        boolean isOf(Side other, Drawn sameIf) {
            return side == other && drawn.transaction() == sameIf.transaction();
        }
    }

    /** @param epoch where the database keeps none */
    Enlisted(Side side, Epoch epoch, AfterCommit afterCommit) {
        this.side = side;
        this.epoch = epoch;
        this.afterCommit = afterCommit;
    }

    Side side() {
        return side;
    }

    Epoch epoch() {
        return epoch;
    }

    void touched(Collection<Touched> rows) {
        touched.addAll(rows);
    }

    @Nullable
    Object beforeCommit(Connection session) throws SQLException {
        Drawn drawn = Drawn.anew(session, epoch);
        Together mine = LAST.get();
        if (mine == null || !mine.isOf(side, drawn)) {
            mine = new Together(side, drawn);
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
            mine.brought = afterCommit.bring(side, mine.drawn, mine.touched);
        }
    }

    /** Null until right before the commit. */
    @Nullable
    Drawn drawn() {
        return together == null ? null : together.drawn;
    }

    /** Null as long as the transaction has not committed. */
    AfterCommit.@Nullable Brought brought() {
        return together == null ? null : together.brought;
    }
}
