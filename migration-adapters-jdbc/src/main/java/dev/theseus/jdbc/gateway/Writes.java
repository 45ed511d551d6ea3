package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.jdbc.gateway.GatewayMeters.DualWrite;
import dev.theseus.jdbc.gateway.GatewayMeters.Outcome;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes: on old, whose errors are the caller's, and then to new, whose errors are nobody's. Safe for several threads.
 */
final class Writes {

    /** With the commit, in one round trip. A transaction that wrote nothing has no number. */
    private static final String NUMBER_AND_COMMIT = "SELECT pg_catalog.pg_current_xact_id_if_assigned()::text; COMMIT";

    /** Draws one: what a persistence context holds may be written only after this. */
    private static final String NUMBER = "SELECT pg_catalog.pg_current_xact_id()::text::bigint";

    private final DataSource old;
    private final ServiceTransactions transactions;
    private final Lookout lookout;
    private final AfterCommit afterCommit;
    private final GatewayMeters meters;

    Writes(
            DataSource old,
            ServiceTransactions transactions,
            Lookout lookout,
            AfterCommit afterCommit,
            GatewayMeters meters) {
        this.old = old;
        this.transactions = transactions;
        this.lookout = lookout;
        this.afterCommit = afterCommit;
        this.meters = meters;
    }

    <T extends @Nullable Object> Written<T> write(Touched touched, SqlWork<T> work) throws SQLException {
        requireAuthorityOfOld();
        Epoch epoch = lookout.outlook().snapshot().rollout().epoch();
        long begun = System.nanoTime();
        Committed<T> committed;
        Outcome outcome = Outcome.FAILED;
        try {
            committed = commit(work);
            outcome = Outcome.DONE;
        } finally {
            meters.write(outcome, System.nanoTime() - begun);
        }
        AfterCommit.Brought brought = afterCommit.bring(epoch, committed.transaction, List.of(touched));
        return written(committed.result, brought);
    }

    private static <T extends @Nullable Object> Written<T> written(T result, AfterCommit.Brought brought) {
        return new Written<>(
                result,
                brought.token(),
                brought.outcome() == DualWrite.APPLIED ? Written.OnTarget.APPLIED : Written.OnTarget.LEFT_TO_RELAY);
    }

    private void requireAuthorityOfOld() {
        if (lookout.outlook().snapshot().rollout().epoch().direction().source() != Side.OLD) {
            throw new IllegalStateException("Tried to write to the old database, but the new one has authority:"
                    + " take the gateway out of the service, and write to the new database");
        }
    }

    private record Committed<T extends @Nullable Object>(T result, long transaction) {}

    private <T extends @Nullable Object> Committed<T> commit(SqlWork<T> work) throws SQLException {
        try (Connection session = old.getConnection()) {
            boolean automatic = session.getAutoCommit();
            if (automatic) {
                session.setAutoCommit(false);
            }
            T result;
            long transaction;
            try {
                result = work.on(session);
                transaction = numberAndCommit(session);
            } catch (Throwable e) {
                rollBack(session, automatic, e);
                throw e;
            }
            if (automatic) {
                session.setAutoCommit(true);
            }
            return new Committed<>(result, transaction);
        }
    }

    private static void rollBack(Connection session, boolean automatic, Throwable error) {
        try {
            session.rollback();
            if (automatic) {
                session.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // the caller is told why the work failed, not that its session is gone too
            error.addSuppressed(e);
        }
    }

    private static long numberAndCommit(Connection session) throws SQLException {
        try (PreparedStatement last = session.prepareStatement(NUMBER_AND_COMMIT)) {
            last.execute();
            try (ResultSet row = last.getResultSet()) {
                String number = row.next() ? row.getString(1) : null;
                return number == null ? 0 : Long.parseLong(number);
            }
        }
    }

    <T extends @Nullable Object> Written<T> writeBy(
            Function<? super T, ? extends Collection<Touched>> touched, Callable<T> work) throws Exception {
        requireAuthorityOfOld();
        Epoch epoch = lookout.outlook().snapshot().rollout().epoch();
        if (transactions.equals(ServiceTransactions.COMMITTED_BY_WORK)) {
            T result = work.call();
            AfterCommit.Brought brought =
                    afterCommit.bring(epoch, new Horizon(old).newest(), List.copyOf(touched.apply(result)));
            return written(result, brought);
        }
        Enlisted enlisted = new Enlisted(epoch, afterCommit);
        T result = transactions.within(() -> {
            T answer = work.call();
            enlisted.touched(touched.apply(answer));
            transactions.register(enlisted::beforeCommit, enlisted::afterCommit);
            return answer;
        });
        AfterCommit.Brought brought = enlisted.brought();
        return brought == null
                ? new Written<>(result, ConsistencyToken.NONE, Written.OnTarget.PENDING)
                : written(result, brought);
    }

    /** The number of the transaction at hand. */
    static long number(Connection session) throws SQLException {
        try (PreparedStatement query = session.prepareStatement(NUMBER);
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
