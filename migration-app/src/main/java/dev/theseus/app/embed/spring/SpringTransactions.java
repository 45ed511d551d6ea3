package dev.theseus.app.embed.spring;

import dev.theseus.jdbc.gateway.ServiceTransactions;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions on one of the databases as Spring runs them, by JDBC or Jakarta Persistence. One on another database
 * that the thread may be in is none of these, and one that only reads does not hold reads.
 */
final class SpringTransactions implements ServiceTransactions {

    private final PlatformTransactionManager transactions;
    private final DataSource database;

    /** @param database the very object that the transaction manager, or its entity manager factory, was given */
    SpringTransactions(PlatformTransactionManager transactions, DataSource database) {
        this.transactions = transactions;
        this.database = database;
    }

    @Override
    public State state() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                        && TransactionSynchronizationManager.isSynchronizationActive()
                        && TransactionSynchronizationManager.getResource(database) instanceof ConnectionHolder holder
                        && isInTransaction(holder)
                ? State.ACTIVE
                : State.NONE;
    }

    /** A session that was merely looked at within a transaction on another database commits by itself. */
    private static boolean isInTransaction(ConnectionHolder holder) {
        try {
            Connection session = holder.getConnection();
            return !session.getAutoCommit() && !(session.isReadOnly() && seesEachCommit());
        } catch (SQLException broken) {
            // the service finds out by itself; until then nothing of it may be read elsewhere
            return true;
        }
    }

    /**
     * A transaction that can't write has nothing of its own to see, so its reads may go to new; but one that asked for
     * a single snapshot gets it.
     */
    private static boolean seesEachCommit() {
        Integer isolation = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
        return isolation == null || isolation <= Connection.TRANSACTION_READ_COMMITTED;
    }

    @Override
    public <T extends @Nullable Object> T within(Callable<T> work) throws Exception {
        if (state() == State.ACTIVE) {
            return work.call();
        }
        TransactionStatus status = transactions.getTransaction(new DefaultTransactionDefinition());
        T result;
        try {
            result = work.call();
        } catch (Throwable failed) {
            rollBack(status, failed);
            throw failed;
        }
        commit(status);
        return result;
    }

    /** What the work asked for by marking its transaction is no error of it. */
    private void commit(TransactionStatus status) {
        if (status.isRollbackOnly() && !status.isCompleted()) {
            transactions.rollback(status);
            throw new UnexpectedRollbackException("The write marked its transaction for rollback, so it was not done");
        }
        transactions.commit(status);
    }

    private void rollBack(TransactionStatus status, Throwable failed) {
        try {
            transactions.rollback(status);
        } catch (RuntimeException alsoFailed) {
            // what the service sees is why its work failed
            failed.addSuppressed(alsoFailed);
        }
    }

    @Override
    public void register(SqlWork<?> beforeCommit, Runnable afterCommit) {
        TransactionSynchronizationManager.registerSynchronization(new Before(beforeCommit));
        TransactionSynchronizationManager.registerSynchronization(new After(afterCommit));
    }

    /** Comes last: others may write before the commit as well. */
    private final class Before implements TransactionSynchronization, Ordered {
        private final SqlWork<?> work;

        Before(SqlWork<?> work) {
            this.work = work;
        }

        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            Connection session = DataSourceUtils.getConnection(database);
            try {
                work.on(session);
            } catch (SQLException e) {
                throw new TransactionSystemException(
                        "What has to be done before the commit failed: SQLSTATE " + e.getSQLState(), e);
            } finally {
                DataSourceUtils.releaseConnection(session, database);
            }
        }
    }

    /** Comes first: who else hears of the commit may read already. */
    private record After(Runnable work) implements TransactionSynchronization, Ordered {
        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void afterCommit() {
            work.run();
        }
    }
}
