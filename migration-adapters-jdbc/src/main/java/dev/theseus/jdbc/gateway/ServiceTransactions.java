package dev.theseus.jdbc.gateway;

import dev.theseus.jdbc.postgres.SqlWork;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The service's own transactions on one of the databases, as its framework runs them. Implemented for the framework by
 * who embeds the gateway; the calling thread is the one of the transaction.
 */
public interface ServiceTransactions {

    /**
     * Where the service has no transactions that could be told of: its work has committed when it returns, all of it,
     * each statement by itself. What it wrote is brought over after that.
     */
    ServiceTransactions COMMITTED_BY_WORK = new ServiceTransactions() {
        @Override
        public State state() {
            return State.NONE;
        }

        @Override
        public <T extends @Nullable Object> T within(Callable<T> work) throws Exception {
            return work.call();
        }

        @Override
        public void register(SqlWork<?> beforeCommit, Runnable afterCommit) {
            throw new IllegalStateException("Tried to register with a transaction of the service, but it has none");
        }
    };

    /** Whether the calling thread is within a transaction on that database. */
    State state();

    /** Runs work in the transaction at hand, or in one of its own that is committed after it. */
    <T extends @Nullable Object> T within(Callable<T> work) throws Exception;

    /**
     * Registers with the transaction at hand.
     *
     * @param beforeCommit runs on the transaction's own session, right before it commits; its failure rolls it back
     * @param afterCommit runs on the same thread right after it has committed, and not at all if it rolled back; the
     *     session may still be bound to the thread, so it must not be used
     */
    void register(SqlWork<?> beforeCommit, Runnable afterCommit);

    /** Whether a transaction is at hand. */
    enum State {
        ACTIVE,
        NONE
    }
}
