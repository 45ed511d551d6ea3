package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.routing.Route;
import dev.theseus.domain.routing.Route.Reason;
import dev.theseus.domain.routing.RoutedTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes the reads of one node: by its outlook, and by what only the node can know. Safe for several threads. */
final class Router {

    private static final Logger LOG = LoggerFactory.getLogger(Router.class);

    private final String node;
    private final SideTransactions transactions;
    private final Narrowing narrowing;

    Router(String node, SideTransactions transactions, Narrowing narrowing) {
        this.node = node;
        this.transactions = transactions;
        this.narrowing = narrowing;
    }

    /** @param seeing the context, with all that the read has to see */
    Route route(Outlook outlook, RequestContext seeing, Touched touched) {
        RoutedTable table = outlook.tables().get(touched.table());
        if (table == null) {
            // it is not migrated, or nothing is known yet
            Side side = outlook.authorityOver(touched.table());
            return Route.to(side, side == Side.OLD ? Reason.PHASE : Reason.AUTHORITY);
        }
        if (isWithinTransactionOnNew(outlook)) {
            return Route.to(Side.NEW, Reason.IN_TRANSACTION);
        }
        Route route = outlook.snapshot().route(seeing, table.read(touched.keys()), node);
        if (route.reason() != Reason.BUCKET_INSIDE) {
            return route;
        }
        if (transactions.old().state() == ServiceTransactions.State.ACTIVE) {
            return Route.to(Side.OLD, Reason.IN_TRANSACTION);
        }
        return permits(seeing) == Switch.ON ? route : Route.to(Side.OLD, Reason.FLAG);
    }

    /** Before the first cutover nobody writes there, so nobody is asked. */
    private boolean isWithinTransactionOnNew(Outlook outlook) {
        return outlook.epoch().number() > Epoch.FIRST.number()
                && transactions.target().state() == ServiceTransactions.State.ACTIVE;
    }

    /** One that fails against its contract must not fail the request; old is always right. */
    private Switch permits(RequestContext context) {
        if (narrowing.equals(Narrowing.NONE)) {
            return Switch.ON;
        }
        try {
            return narrowing.newReads(context);
        } catch (RuntimeException e) {
            LOG.warn(
                    "A flag could not be asked, the read goes to old: {}",
                    e.getClass().getName());
            return Switch.OFF;
        }
    }
}
