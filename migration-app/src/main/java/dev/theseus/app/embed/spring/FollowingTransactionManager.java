package dev.theseus.app.embed.spring;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.ServiceTransactions;
import dev.theseus.jdbc.gateway.SideTransactions;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionStatus;

/**
 * Transactions on the database that has authority: what a service marks with {@code @Transactional} goes there without
 * a change. One that authority leaves meanwhile fails with {@link dev.theseus.jdbc.gateway.AuthorityMoved}; repeated
 * from its begin, it finds the other database. A service makes a primary bean of it, over the two managers that are
 * beans named {@code oldTransactionManager} and {@code newTransactionManager}. Safe for several threads.
 */
public final class FollowingTransactionManager implements PlatformTransactionManager {

    private final PlatformTransactionManager old;
    private final PlatformTransactionManager target;
    private final SideTransactions transactions;
    private final Gateway gateway;

    /**
     * @param old transactions on the old database
     * @param target on the new one
     * @param transactions which of them the calling thread is in
     * @param gateway that knows where authority is
     */
    public FollowingTransactionManager(
            PlatformTransactionManager old,
            PlatformTransactionManager target,
            SideTransactions transactions,
            Gateway gateway) {
        this.old = old;
        this.target = target;
        this.transactions = transactions;
        this.gateway = gateway;
    }

    @Override
    public TransactionStatus getTransaction(@Nullable TransactionDefinition definition) {
        PlatformTransactionManager manager = side() == Side.OLD ? old : target;
        return new FollowedTransaction(manager, manager.getTransaction(definition));
    }

    /** What is begun within a transaction belongs to it, wherever authority is by now. */
    private Side side() {
        for (Side side : Side.values()) {
            if (transactions.of(side).state() == ServiceTransactions.State.ACTIVE) {
                return side;
            }
        }
        return gateway.authority();
    }

    @Override
    public void commit(TransactionStatus status) {
        FollowedTransaction followed = (FollowedTransaction) status;
        followed.manager().commit(followed.status());
    }

    @Override
    public void rollback(TransactionStatus status) {
        FollowedTransaction followed = (FollowedTransaction) status;
        followed.manager().rollback(followed.status());
    }
}
