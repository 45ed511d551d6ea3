package dev.theseus.messaging.store;

import java.util.function.Supplier;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;

/**
 * One database transaction for each unit of work. The connection provider binds a connection to the unit of work and
 * commits it there; so what is done outside of any gets a unit of work of its own, or it would never be committed.
 */
final class UnitOfWorkTransactions implements TransactionManager {

    private static final Transaction THAT_OF_THE_UNIT_OF_WORK = new Transaction() {
        @Override
        public void commit() {}

        @Override
        public void rollback() {}
    };

    @Override
    public Transaction startTransaction() {
        return THAT_OF_THE_UNIT_OF_WORK;
    }

    @Override
    public void executeInTransaction(Runnable task) {
        fetchInTransaction(() -> {
            task.run();
            return Boolean.TRUE;
        });
    }

    @Override
    public <T> T fetchInTransaction(Supplier<T> supplier) {
        if (CurrentUnitOfWork.isStarted()) {
            return supplier.get();
        }
        DefaultUnitOfWork<Message<?>> work = DefaultUnitOfWork.startAndGet(null);
        try {
            T result = supplier.get();
            work.commit();
            return result;
        } catch (RuntimeException | Error failed) {
            if (work.isActive()) {
                work.rollback(failed);
            }
            throw failed;
        }
    }
}
