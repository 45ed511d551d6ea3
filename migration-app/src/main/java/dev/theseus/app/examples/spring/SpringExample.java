package dev.theseus.app.examples.spring;

import dev.theseus.app.examples.Orders;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.RequestContexts;
import dev.theseus.jdbc.repository.RoutedRepository;
import java.math.BigDecimal;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Takes two orders in one transaction, and reads them back. {@code --theseus.old.url=…} and {@code --theseus.new.url=…}
 * say where the databases are; both have a table {@code orders}, which {@code theseus run} moves.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SpringExample {

    public static void main(String[] arguments) {
        SpringApplication.run(SpringExample.class, arguments).close();
    }

    @Bean
    Orders orders(
            @Qualifier("oldDataSource") DataSource old,
            @Qualifier("newDataSource") DataSource target,
            Gateway gateway) {
        return RoutedRepository.of(Orders.class)
                .table("public.orders")
                .old(new SpringOrders(old))
                .target(new SpringOrders(target))
                .build(gateway);
    }

    /** One request; in a web service, a filter opens its context. */
    @Bean
    @SuppressWarnings("try") // the scope is there to end
    CommandLineRunner request(Orders orders, Gateway gateway, PlatformTransactionManager transactions) {
        return arguments -> {
            try (RequestContexts.Scope request = RequestContexts.open(RequestContext.of("ann"))) {
                new TransactionTemplate(transactions).executeWithoutResult(status -> {
                    orders.add("ann", new BigDecimal("12.50"));
                    orders.add("ann", new BigDecimal("7.00"));
                });
                System.out.printf(
                        "ann has %d orders, read from %s%n",
                        orders.findByCustomer("ann").size(), gateway.counts().readsNew() > 0 ? "new" : "old");
            }
        };
    }
}
