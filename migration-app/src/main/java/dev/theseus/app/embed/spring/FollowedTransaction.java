package dev.theseus.app.embed.spring;

import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;

/**
 * A transaction, and who runs it.
 *
 * @param manager that began it
 * @param status as that manager gave it
 */
record FollowedTransaction(PlatformTransactionManager manager, TransactionStatus status) implements TransactionStatus {

    @Override
    public String getTransactionName() {
        return status.getTransactionName();
    }

    @Override
    public boolean hasTransaction() {
        return status.hasTransaction();
    }

    @Override
    public boolean isNewTransaction() {
        return status.isNewTransaction();
    }

    @Override
    public boolean isNested() {
        return status.isNested();
    }

    @Override
    public boolean isReadOnly() {
        return status.isReadOnly();
    }

    @Override
    public void setRollbackOnly() {
        status.setRollbackOnly();
    }

    @Override
    public boolean isRollbackOnly() {
        return status.isRollbackOnly();
    }

    @Override
    public boolean isCompleted() {
        return status.isCompleted();
    }

    @Override
    public boolean hasSavepoint() {
        return status.hasSavepoint();
    }

    @Override
    public Object createSavepoint() {
        return status.createSavepoint();
    }

    @Override
    public void rollbackToSavepoint(Object savepoint) {
        status.rollbackToSavepoint(savepoint);
    }

    @Override
    public void releaseSavepoint(Object savepoint) {
        status.releaseSavepoint(savepoint);
    }

    @Override
    public void flush() {
        status.flush();
    }
}
