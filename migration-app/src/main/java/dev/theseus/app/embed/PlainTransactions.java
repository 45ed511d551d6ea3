package dev.theseus.app.embed;

import dev.theseus.jdbc.gateway.ServiceTransactions;
import dev.theseus.jdbc.postgres.BorrowedSession;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on one of the databases for a service that has no framework for them: one for each thread at a time.
 * Within one, all sessions from {@link #sessions} are the transaction's own; what the service closes stays open until
 * its end. Safe for several threads.
 */
public final class PlainTransactions implements ServiceTransactions {

    private final DataSource database;

    @SuppressWarnings("ThreadLocalUsage") // several objects of this class know nothing of each other's transactions
    private final ThreadLocal<@Nullable Transaction> atHand = new ThreadLocal<>();

    PlainTransactions(DataSource database) {
        this.database = database;
    }

    /** One transaction, with what is to be done around its commit. */
    private record Transaction(Connection session, List<SqlWork<?>> before, List<Runnable> after) {

        static Transaction begin(Connection session) throws SQLException {
            session.setAutoCommit(false);
            return new Transaction(session, new ArrayList<>(), new ArrayList<>());
        }

        void commit() throws SQLException {
            for (SqlWork<?> work : before) {
                work.on(session);
            }
            session.commit();
        }

        void rollBack(Throwable reason) {
            try {
                session.rollback();
            } catch (SQLException alsoFailed) {
                // the caller is told why its work failed
                reason.addSuppressed(alsoFailed);
            }
        }
    }

    /** Where the service's data access to that database gets its sessions. */
    public DataSource sessions() {
        return new JoinedSource(database, () -> {
            Transaction transaction = atHand.get();
            return transaction == null
                    ? database.getConnection()
                    : BorrowedSession.of(transaction.session(), session -> {});
        });
    }

    @Override
    public State state() {
        return atHand.get() == null ? State.NONE : State.ACTIVE;
    }

    /** Commits if the work returns, rolls back if it throws. Within another transaction it is part of that one. */
    @Override
    public <T extends @Nullable Object> T within(Callable<T> work) throws Exception {
        if (state() == State.ACTIVE) {
            return work.call();
        }
        List<Runnable> after;
        T result;
        try (Connection session = database.getConnection()) {
            boolean automatic = session.getAutoCommit();
            Transaction transaction = Transaction.begin(session);
            result = run(transaction, work);
            after = transaction.after();
            if (automatic) {
                session.setAutoCommit(true);
            }
        }
        // the session is back in its pool: bringing rows over needs one as well
        after.forEach(Runnable::run);
        return result;
    }

    private <T extends @Nullable Object> T run(Transaction transaction, Callable<T> work) throws Exception {
        atHand.set(transaction);
        try {
            T result = work.call();
            transaction.commit();
            return result;
        } catch (Throwable failed) {
            transaction.rollBack(failed);
            throw failed;
        } finally {
            atHand.remove();
        }
    }

    @Override
    public void register(SqlWork<?> beforeCommit, Runnable afterCommit) {
        Transaction transaction = atHand.get();
        if (transaction == null) {
            throw new IllegalStateException("Tried to register with a transaction, but none is at hand");
        }
        transaction.before().add(beforeCommit);
        transaction.after().add(afterCommit);
    }
}
