package dev.theseus.app.embed.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.embed.MovingOrders;
import dev.theseus.app.embed.jpa.old.OldOrderRepository;
import dev.theseus.app.embed.jpa.old.OldOrders;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.RequestContexts;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Data JPA on both sides, with entities that have nothing in common but their table. */
class RoutedJpaTest {

    private static MovingOrders moving;
    private static ConfigurableApplicationContext service;
    private static Gateway gateway;

    @BeforeAll
    static void start() throws SQLException {
        moving = MovingOrders.create();
        service = new SpringApplicationBuilder(OrderService.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.application.name=orders",
                        "theseus.old.url=" + moving.url(Side.OLD),
                        "theseus.new.url=" + moving.url(Side.NEW))
                .run();
        gateway = service.getBean(Gateway.class);
    }

    @AfterAll
    static void stop() {
        service.close();
        moving.close();
    }

    /** What a repository of orders does, routed or not. */
    abstract static class Contract {

        final String customer = UUID.randomUUID().toString();
        private RequestContexts.Scope request;

        abstract Orders orders();

        @BeforeEach
        void beginRequest() {
            request = RequestContexts.open(RequestContext.of(customer));
        }

        @AfterEach
        void endRequest() {
            request.close();
        }

        private Order saved(String total) {
            return orders().save(Order.of(customer, total));
        }

        private TransactionTemplate transaction() {
            return new TransactionTemplate(service.getBean("oldTransactionManager", PlatformTransactionManager.class));
        }

        @Test
        void a_saved_order_has_an_id_and_is_found_by_it() {
            Order saved = saved("12.50");
            assertThat(saved.id()).isNotNull();
            assertThat(orders().findById(saved.id())).contains(saved);
            assertThat(orders().existsById(saved.id())).isTrue();
            assertThat(orders().stateOf(saved.id())).isEqualTo("open");
        }

        @Test
        void a_changed_order_is_found_as_it_was_saved_last() {
            Order saved = saved("1.00");
            orders().save(saved.in("paid"));
            assertThat(orders().findById(saved.id())).contains(saved.in("paid"));
        }

        @Test
        void a_deleted_order_is_gone() {
            Order saved = saved("1.00");
            orders().deleteById(saved.id());
            assertThat(orders().findById(saved.id())).isEmpty();
            assertThat(orders().existsById(saved.id())).isFalse();
        }

        @Test
        void orders_saved_together_are_found_by_their_customer() {
            List<Order> saved = orders().saveAll(List.of(Order.of(customer, "1.00"), Order.of(customer, "2.00")));
            assertThat(orders().findByCustomer(customer)).isEqualTo(saved);
            assertThat(orders().countByCustomer(customer)).isEqualTo(2);
        }

        @Test
        void a_bulk_change_is_seen() {
            Order saved = saved("1.00");
            assertThat(orders().close(customer)).isEqualTo(1);
            assertThat(orders().stateOf(saved.id())).isEqualTo("closed");
            assertThat(orders().findByCustomer(customer)).containsExactly(saved.in("closed"));
        }

        @Test
        void what_old_refuses_fails_as_it_does_without_routing() {
            assertThatThrownBy(() -> saved("-1.00")).isExactlyInstanceOf(DataIntegrityViolationException.class);
            assertThat(orders().countByCustomer(customer)).isZero();
        }

        @Test
        void a_transaction_sees_its_own_writes_and_others_do_when_it_has_committed() {
            Order saved = transaction().execute(status -> {
                Order order = saved("3.00");
                assertThat(orders().findById(order.id())).contains(order);
                return order;
            });
            assertThat(orders().findById(saved.id())).contains(saved);
        }

        @Test
        void a_transaction_that_rolls_back_has_written_nothing() throws SQLException {
            transaction().executeWithoutResult(status -> {
                saved("3.00");
                status.setRollbackOnly();
            });
            assertThat(orders().countByCustomer(customer)).isZero();
            assertThat(rowsOfNew()).isEmpty();
        }

        @Test
        void new_gets_every_write() {
            Order first = saved("4.00");
            saved("5.00");
            orders().save(first.in("paid"));
            orders().close(customer);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(rowsOfNew()).containsExactlyInAnyOrder("(closed,4.00)", "(closed,5.00)"));
        }

        final List<String> rowsOfNew() throws SQLException {
            return moving.databases()
                    .rows(Side.NEW, "SELECT state, total FROM orders WHERE customer = '" + customer + "'");
        }
    }

    @Nested
    class NotRouted extends Contract {
        @Override
        Orders orders() {
            return new OldOrders(service.getBean(OldOrderRepository.class));
        }
    }

    @Nested
    class ReadFromOld extends Contract {

        @BeforeEach
        void rollOut() {
            moving.rollOut(0, gateway);
        }

        @Override
        Orders orders() {
            return service.getBean(Orders.class);
        }

        @Test
        void no_read_goes_to_new() {
            NodeCounts before = gateway.counts();
            orders().findByCustomer(customer);
            assertThat(gateway.counts().readsNew()).isEqualTo(before.readsNew());
        }
    }

    @Nested
    class ReadFromNew extends Contract {

        @BeforeEach
        void rollOut() {
            moving.rollOut(100, gateway);
        }

        @Override
        Orders orders() {
            return service.getBean(Orders.class);
        }

        @Test
        void reads_go_to_new() {
            NodeCounts before = gateway.counts();
            orders().findByCustomer(customer);
            assertThat(gateway.counts().readsNew()).isEqualTo(before.readsNew() + 1);
            assertThat(gateway.counts().fallbacks()).isEqualTo(before.fallbacks());
        }

        @Test
        void a_row_that_was_just_saved_is_read_from_new_at_once() {
            Order saved = orders().save(new Order(null, customer, "open", new BigDecimal("7.00")));
            NodeCounts before = gateway.counts();
            assertThat(orders().findById(saved.id())).contains(saved);
            assertThat(gateway.counts().readsNew()).isEqualTo(before.readsNew() + 1);
        }

        @Test
        void a_transaction_that_only_reads_reads_from_new() {
            NodeCounts before = gateway.counts();
            TransactionTemplate reading =
                    new TransactionTemplate(service.getBean("oldTransactionManager", PlatformTransactionManager.class));
            reading.setReadOnly(true);
            reading.executeWithoutResult(status -> orders().findByCustomer(customer));
            assertThat(gateway.counts().readsNew()).isEqualTo(before.readsNew() + 1);
        }

        @Test
        void a_read_within_a_transaction_is_olds() {
            NodeCounts before = gateway.counts();
            new TransactionTemplate(service.getBean("oldTransactionManager", PlatformTransactionManager.class))
                    .executeWithoutResult(status -> orders().findByCustomer(customer));
            assertThat(gateway.counts().readsNew()).isEqualTo(before.readsNew());
        }
    }
}
