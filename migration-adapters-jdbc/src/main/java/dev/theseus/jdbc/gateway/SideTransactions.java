package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;

/**
 * The service's own transactions on either database.
 *
 * @param old on the old one
 * @param target on the new one, which the service writes to after the cutover
 */
public record SideTransactions(ServiceTransactions old, ServiceTransactions target) {

    /** Where the service has none that could be told of. */
    public static final SideTransactions COMMITTED_BY_WORK =
            new SideTransactions(ServiceTransactions.COMMITTED_BY_WORK, ServiceTransactions.COMMITTED_BY_WORK);

    public ServiceTransactions of(Side side) {
        return side == Side.OLD ? old : target;
    }
}
