package dev.theseus.app.examples.plain;

import dev.theseus.app.embed.EmbeddedGateway;
import dev.theseus.app.embed.NodeName;
import dev.theseus.app.embed.ServicePool;
import dev.theseus.app.examples.Orders;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.RequestContexts;
import dev.theseus.jdbc.repository.RoutedRepository;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Takes two orders in one transaction, and reads them back. Its arguments are the JDBC URLs of the old and the new
 * database; both have a table {@code orders}, which {@code theseus run} moves.
 */
public final class PlainExample {

    private PlainExample() {}

    public static void main(String[] arguments) throws Exception {
        GatewaySettings settings = GatewaySettings.of(NodeName.ofProcess(), "orders");
        try (EmbeddedGateway embedded = EmbeddedGateway.of(
                        settings, ServicePool.of(arguments[0]), ServicePool.of(arguments[1]))
                .open()) {
            Orders orders = RoutedRepository.of(Orders.class)
                    .table("public.orders")
                    .old(new JdbcOrders(embedded.old()))
                    .target(new JdbcOrders(embedded.target()))
                    .build(embedded.gateway());
            serve("ann", embedded, orders);
        }
    }

    /** One request: whoever receives it says whom it is for. */
    @SuppressWarnings("try") // the scope is there to end
    private static void serve(String customer, EmbeddedGateway embedded, Orders orders) throws Exception {
        try (RequestContexts.Scope request = RequestContexts.open(RequestContext.of(customer))) {
            // one transaction, on the database that has authority; if that moves meanwhile, all of it is done there
            Callable<Long> both = () -> {
                orders.add(customer, new BigDecimal("12.50"));
                return orders.add(customer, new BigDecimal("7.00"));
            };
            embedded.gateway().writeBy(last -> List.of(), both, both);
            System.out.printf(
                    "%s has %d orders, read from %s%n",
                    customer,
                    orders.findByCustomer(customer).size(),
                    embedded.gateway().counts().readsNew() > 0 ? "new" : "old");
        }
    }
}
