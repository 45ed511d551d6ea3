package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.jdbc.gateway.GatewayMeters.Outcome;
import dev.theseus.jdbc.gateway.ServiceTransactions.State;
import dev.theseus.jdbc.gateway.Works.Repeat;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes: on the side that has authority, whose errors are the caller's; a write that is refused because authority has
 * moved is repeated on the side that has it now. Safe for several threads.
 */
final class Writes {

    private final Sides<DataSource> pools;
    private final SideTransactions transactions;
    private final Lookout lookout;
    private final Commits commits;
    private final AfterCommit afterCommit;

    Writes(
            Sides<DataSource> pools,
            SideTransactions transactions,
            Lookout lookout,
            Commits commits,
            AfterCommit afterCommit) {
        this.pools = pools;
        this.transactions = transactions;
        this.lookout = lookout;
        this.commits = commits;
        this.afterCommit = afterCommit;
    }

    <T extends @Nullable Object> Written<T> write(Touched touched, Works<SqlWork<T>> works) throws SQLException {
        Patience patience = lookout.patience();
        while (true) {
            Outlook outlook = lookout.outlook();
            Side side = outlook.authorityOver(touched.table());
            SqlWork<T> work = works.on(side);
            try {
                return writeOn(side, outlook.epoch(), touched, work);
            } catch (SQLException | RuntimeException e) {
                if (!Refusal.isIn(e)) {
                    throw e;
                }
                requireRepeat(works, e);
                patience.awaitBeyond(outlook.epoch(), e);
            }
        }
    }

    private static void requireRepeat(Works<?> works, Throwable refused) {
        if (works.repeat() == Repeat.IMPOSSIBLE) {
            throw AuthorityMoved.ofOneSide(refused);
        }
    }

    private <T extends @Nullable Object> Written<T> writeOn(Side side, Epoch epoch, Touched touched, SqlWork<T> work)
            throws SQLException {
        long begun = System.nanoTime();
        Commits.Committed<T> committed;
        Outcome outcome = Outcome.FAILED;
        try {
            committed = commits.commit(side, work, epoch);
            outcome = Outcome.DONE;
        } catch (SQLException | RuntimeException e) {
            afterCommit.failed(side, e);
            throw e;
        } finally {
            afterCommit.meters().write(outcome, System.nanoTime() - begun);
        }
        return written(committed.result(), afterCommit.bring(side, committed.drawn(), List.of(touched)));
    }

    private static <T extends @Nullable Object> Written<T> written(T result, AfterCommit.Brought brought) {
        return new Written<>(result, brought.token(), brought.target());
    }

    <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Works<Callable<T>> works) throws Exception {
        Patience patience = lookout.patience();
        while (true) {
            Outlook outlook = lookout.outlook();
            Side side = outlook.authority();
            Callable<T> work = works.on(side);
            boolean joins = joins(side);
            Enlisted enlisted = new Enlisted(side, outlook.epoch(), afterCommit);
            try {
                return writeBy(enlisted, touched, work);
            } catch (Exception e) {
                if (!Refusal.isIn(e) || !isUndone(enlisted)) {
                    afterCommit.failed(side, e);
                    throw e;
                }
                if (joins) {
                    // so that who repeats the transaction at once finds where to
                    patience.waitBeyond(outlook.epoch());
                    throw e instanceof AuthorityMoved ? e : AuthorityMoved.withinTransaction(e);
                }
                requireRepeat(works, e);
                patience.awaitBeyond(outlook.epoch(), e);
            }
        }
    }

    /** What has committed was done, whatever a listener of the commit has met after that. */
    private boolean isUndone(Enlisted enlisted) {
        Drawn drawn = enlisted.drawn();
        return drawn == null || (enlisted.brought() == null && commits.isUndone(enlisted.side(), drawn));
    }

    /**
     * Whether the caller has begun a transaction there.
     *
     * @throws AuthorityMoved if it has begun one on the other side: what is written in between must not be told apart
     */
    private boolean joins(Side side) {
        if (transactions.of(side).state() == State.ACTIVE) {
            return true;
        }
        if (transactions.of(side.other()).state() == State.ACTIVE) {
            throw AuthorityMoved.withinTransaction(null);
        }
        return false;
    }

    private <T extends @Nullable Object> Written<T> writeBy(
            Enlisted enlisted, Function<? super T, ? extends Collection<Touched>> touched, Callable<T> work)
            throws Exception {
        ServiceTransactions own = transactions.of(enlisted.side());
        if (own.equals(ServiceTransactions.COMMITTED_BY_WORK)) {
            T result = work.call();
            Drawn drawn = new Horizon(pools.of(enlisted.side())).newest(enlisted.epoch());
            return written(result, afterCommit.bring(enlisted.side(), drawn, List.copyOf(touched.apply(result))));
        }
        T result = own.within(() -> {
            T answer = work.call();
            enlisted.touched(touched.apply(answer));
            own.register(enlisted::beforeCommit, enlisted::afterCommit);
            return answer;
        });
        AfterCommit.Brought brought = enlisted.brought();
        return brought == null
                ? new Written<>(result, ConsistencyToken.NONE, Written.OnTarget.PENDING)
                : written(result, brought);
    }
}
