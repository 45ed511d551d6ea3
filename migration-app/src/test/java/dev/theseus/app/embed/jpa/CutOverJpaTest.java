package dev.theseus.app.embed.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.embed.MovingOrders;
import dev.theseus.app.embed.spring.FollowingTransactionManager;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.AuthorityMoved;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.RequestContexts;
import dev.theseus.jdbc.gateway.SideTransactions;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A routed repository over Spring Data JPA, through a cutover. */
class CutOverJpaTest {

    private MovingOrders moving;
    private ConfigurableApplicationContext service;
    private Gateway gateway;
    private Orders orders;

    @BeforeEach
    void start() throws SQLException {
        moving = MovingOrders.create();
        moving.fence();
        moving.rollOut(100);
        service = new SpringApplicationBuilder(OrderService.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.application.name=orders",
                        "theseus.gateway.look=1h",
                        "theseus.old.url=" + moving.url(Side.OLD),
                        "theseus.new.url=" + moving.url(Side.NEW))
                .run();
        gateway = service.getBean(Gateway.class);
        orders = service.getBean(Orders.class);
    }

    @AfterEach
    void stop() {
        service.close();
        moving.close();
    }

    private TransactionTemplate following() {
        return new TransactionTemplate(new FollowingTransactionManager(
                service.getBean("oldTransactionManager", PlatformTransactionManager.class),
                service.getBean("newTransactionManager", PlatformTransactionManager.class),
                service.getBean(SideTransactions.class),
                gateway));
    }

    private long rows(Side side, String customer) throws SQLException {
        return Long.parseLong(String.valueOf(
                moving.databases().value(side, "SELECT count(*) FROM orders WHERE customer = '" + customer + "'")));
    }

    /** The node looks at the board only when it has a reason to, so every thread is refused on old. */
    @Test
    @SuppressWarnings("try") // the scope is there to end
    void no_request_fails_and_each_order_is_there_once() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        AtomicInteger after = new AtomicInteger();
        List<Future<Integer>> counts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            for (int thread = 0; thread < 3; thread++) {
                String customer = "customer " + thread;
                counts.add(threads.submit(() -> {
                    int saved = 0;
                    try (var request = RequestContexts.open(RequestContext.of(customer))) {
                        while (!enough.get()) {
                            Order order = orders.save(Order.of(customer, "1.00"));
                            orders.save(order.in("paid"));
                            assertThat(orders.stateOf(order.id())).isEqualTo("paid");
                            saved++;
                            after.addAndGet(gateway.authority() == Side.NEW ? 1 : 0);
                        }
                    }
                    return saved;
                }));
            }
            Awaitility.await().until(() -> gateway.counts().writes() > 50);
            moving.cutOver();
            Awaitility.await().until(() -> after.get() > 50);
            enough.set(true);
        }
        for (int thread = 0; thread < 3; thread++) {
            assertThat(rows(Side.NEW, "customer " + thread))
                    .isEqualTo(counts.get(thread).get().longValue());
        }
        assertThat(orders.countByCustomer("customer 0")).isEqualTo(rows(Side.NEW, "customer 0"));
    }

    @Test
    void everything_of_the_repository_is_news_afterwards() throws SQLException {
        Order first = orders.save(Order.of("ann", "1.00"));
        moving.cutOver();

        orders.save(first.in("paid"));
        List<Order> more = orders.saveAll(List.of(Order.of("ann", "2.00"), Order.of("ann", "3.00")));
        orders.deleteById(more.getFirst().id());
        assertThat(orders.close("ann")).isEqualTo(2);

        assertThat(orders.findByCustomer("ann"))
                .extracting(Order::state, Order::total)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("closed", new BigDecimal("1.00")),
                        org.assertj.core.groups.Tuple.tuple("closed", new BigDecimal("3.00")));
        assertThat(rows(Side.NEW, "ann")).isEqualTo(2);
        assertThat(rows(Side.OLD, "ann")).isEqualTo(1);
        assertThatThrownBy(() -> orders.save(Order.of("ann", "-1.00")))
                .isExactlyInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void a_transaction_that_authority_left_fails_as_a_whole_and_finds_new_when_it_is_repeated() throws SQLException {
        moving.cutOver();
        assertThat(gateway.authority()).as("it has not looked").isEqualTo(Side.OLD);
        TransactionTemplate transaction = following();

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> orders.save(Order.of("bob", "1.00"))))
                .isInstanceOf(AuthorityMoved.class)
                .hasMessageContaining("@Transactional");
        transaction.executeWithoutResult(status -> {
            orders.save(Order.of("bob", "1.00"));
            orders.save(Order.of("bob", "2.00"));
            assertThat(orders.countByCustomer("bob")).isEqualTo(2);
        });

        assertThat(rows(Side.NEW, "bob")).isEqualTo(2);
        assertThat(rows(Side.OLD, "bob")).isZero();
    }

    @Test
    void a_transaction_on_new_that_rolls_back_has_written_nothing() throws SQLException {
        moving.cutOver();
        orders.save(Order.of("ann", "1.00"));

        following().executeWithoutResult(status -> {
            orders.save(Order.of("ann", "2.00"));
            status.setRollbackOnly();
        });

        assertThat(orders.countByCustomer("ann")).isEqualTo(1);
    }
}
