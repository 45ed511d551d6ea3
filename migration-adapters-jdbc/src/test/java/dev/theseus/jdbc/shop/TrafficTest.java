package dev.theseus.jdbc.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@Tag("alone")
class TrafficTest {

    private TestDatabases databases;
    private Shop shop;
    private int serial;

    @BeforeEach
    void build() throws SQLException {
        databases = TestDatabases.create();
        shop = new Shop(databases.url(Side.OLD), databases.url(Side.NEW));
        shop.build(new ShopSize(1_000, 1));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    /** One after another in one shop, which takes longer to build than they do. */
    @TestFactory
    Stream<DynamicTest> every_deed_can_be_done() {
        return Stream.of(Deed.values()).map(deed -> dynamicTest(deed.name(), () -> isDone(deed)));
    }

    private void isDone(Deed deed) throws SQLException {
        serial++;
        try (Connection connection = databases.session(Side.OLD)) {
            connection.setAutoCommit(false);
            Visit visit = new Visit(connection, new Random(1), 0, serial);
            visit.journal(deed);
            deed.perform(visit);
            connection.commit();
        }
        assertThat(databases.value(Side.OLD, "SELECT deed FROM shop.journal WHERE serial = " + serial))
                .isEqualTo(deed.name());
    }

    @Test
    void an_email_swap_leaves_both_addresses_with_the_other_user() throws SQLException {
        String emails = "SELECT string_agg(email, ',' ORDER BY email) FROM shop.users";
        String owners = "SELECT md5(string_agg(id || email, ',' ORDER BY id)) FROM shop.users";
        String emailsBefore = databases.value(Side.OLD, emails);
        String ownersBefore = databases.value(Side.OLD, owners);

        try (Connection connection = databases.session(Side.OLD)) {
            UserDeeds.swapEmails(new Visit(connection, new Random(1), 0, 1));
        }

        assertThat(databases.value(Side.OLD, emails)).isEqualTo(emailsBefore);
        assertThat(databases.value(Side.OLD, owners)).isNotEqualTo(ownersBefore);
    }

    @Test
    void a_changed_key_of_a_user_carries_the_orders_along() throws SQLException {
        String orders = "SELECT md5(string_agg(user_id::text, ',' ORDER BY id)) FROM shop.orders";
        String before = databases.value(Side.OLD, orders);

        try (Connection connection = databases.session(Side.OLD)) {
            UserDeeds.changeKey(new Visit(connection, new Random(1), 0, 1));
        }

        assertThat(databases.value(Side.OLD, orders)).isNotEqualTo(before);
    }

    @Test
    void drawing_deeds_reaches_every_one() {
        Random random = new Random(1);
        Set<Deed> drawn = EnumSet.noneOf(Deed.class);
        for (int i = 0; i < 50 * Deed.ALL; i++) {
            drawn.add(Deed.draw(random));
        }
        assertThat(drawn).containsExactlyInAnyOrder(Deed.values());
    }

    @Test
    void a_broken_connection_is_replaced_and_the_clients_go_on() throws SQLException {
        try (Traffic traffic = shop.openDoors("node-1", TrafficSettings.alone(2, 500, 1))) {
            awaitCommitted(traffic, 20);
            databases.old("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                    + " AND pid <> pg_backend_pid() AND application_name = 'PostgreSQL JDBC Driver'");
            await().atMost(Duration.ofSeconds(20)).until(() -> traffic.figures().errorCount() > 0);
            awaitCommitted(traffic, traffic.figures().committed() + 50);
            traffic.stop();

            assertThat(shop.losses(traffic.receipts(), Side.OLD).lost()).isZero();
        }
    }

    private static void awaitCommitted(Traffic traffic, long atLeast) {
        await().atMost(Duration.ofSeconds(60)).until(() -> traffic.figures().committed() >= atLeast);
    }

    @Nested
    class After_some_traffic {

        private Receipts receipts;
        private TrafficFigures figures;
        private ReadFigures reads;

        @BeforeEach
        void run() throws SQLException {
            try (Traffic traffic = shop.openDoors("node-1", TrafficSettings.alone(3, 1_000, 1))) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> traffic.figures().committed() >= 300
                                && traffic.figures().rolledBack() >= 1);
                traffic.stop();
                receipts = traffic.receipts();
                figures = traffic.figures();
                reads = traffic.allFigures().reads();
            }
        }

        @Test
        void the_old_database_holds_exactly_what_the_clients_were_promised() throws SQLException {
            assertThat(shop.losses(receipts, Side.OLD)).isEqualTo(new Losses(figures.committed(), 0, 0));
            assertThat(databases.value(Side.OLD, "SELECT count(*) FROM shop.journal"))
                    .isEqualTo(Long.toString(figures.committed()));
            assertThat(figures.errors()).isEmpty();
        }

        @Test
        void receipts_stay_the_same_on_their_way_to_another_process() throws SQLException {
            Receipts read = Receipts.parse(receipts.text());

            assertThat(shop.losses(read, Side.OLD)).isEqualTo(shop.losses(receipts, Side.OLD));
            assertThat(read.text()).isEqualTo(receipts.text());
            assertThat(new Receipts(1).and(read).text()).isEqualTo(receipts.text());
        }

        @Test
        void every_client_has_read_what_it_wrote() {
            assertThat(reads.own().all()).isGreaterThanOrEqualTo(figures.committed());
            assertThat(reads.stale()).isZero();
            assertThat(reads.latencies().old().count()).isEqualTo(reads.all());
        }

        @Test
        void figures_stay_the_same_on_their_way_to_another_process() {
            ShopFigures all = new ShopFigures(figures, reads, new GatewayFigures(1, 2, 3, 4, 5));
            ShopFigures read = ShopFigures.Form.of(all).read();

            assertThat(read.traffic()).isEqualTo(figures);
            assertThat(read.requests()).isEqualTo(all.requests());
            assertThat(read.reads().latencies().old().percentile(99))
                    .isEqualTo(reads.latencies().old().percentile(99));
        }

        @Test
        void a_new_database_that_got_nothing_has_lost_every_write() throws SQLException {
            assertThat(shop.losses(receipts, Side.NEW).lost()).isEqualTo(figures.committed() + receipts.hits());
        }

        @Test
        void a_single_lost_write_is_counted() throws SQLException {
            databases.old(
                    "DELETE FROM shop.journal WHERE (client, serial) = (SELECT client, max(serial) FROM shop.journal"
                            + " GROUP BY client ORDER BY client LIMIT 1)");

            assertThat(shop.losses(receipts, Side.OLD).lost()).isEqualTo(1);
        }

        @Test
        void a_single_lost_update_of_the_hot_row_is_counted() throws SQLException {
            databases.old("UPDATE shop.counters SET hits = hits - 1");

            assertThat(shop.losses(receipts, Side.OLD).lost()).isEqualTo(1);
        }

        @Test
        void a_write_that_was_rolled_back_and_is_there_all_the_same_is_counted() throws SQLException {
            databases.old("INSERT INTO shop.journal (client, serial, deed) VALUES " + aRolledBackWrite());

            assertThat(shop.losses(receipts, Side.OLD).uninvited()).isEqualTo(1);
        }

        private String aRolledBackWrite() {
            for (int client = 0; client < receipts.clients(); client++) {
                for (int serial = 1; serial <= 2 * figures.committed(); serial++) {
                    if (receipts.isRolledBack(client, serial)) {
                        return "(" + client + ", " + serial + ", 'planted')";
                    }
                }
            }
            throw new AssertionError("No client rolled anything back");
        }
    }
}
