package dev.theseus.jdbc.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShopTest {

    private static final List<String> TABLES = List.of(
            "shop.users", "shop.addresses", "shop.orders", "shop.order_lines", "shop.documents", "shop.\"Price List\"");

    @Test
    void the_shop_starts_with_as_many_rows_as_were_asked_for() throws SQLException {
        try (TestDatabases databases = TestDatabases.create()) {
            Shop shop = build(databases, new ShopSize(5_000, 1));

            assertThat(shop.census(Side.OLD).rows()).isEqualTo(5_000);
            assertThat(shop.census(Side.NEW).rows()).isZero();
        }
    }

    @Test
    void no_table_of_the_shop_is_empty_and_some_document_is_large() throws SQLException {
        try (TestDatabases databases = TestDatabases.create()) {
            build(databases, new ShopSize(1_000, 1));

            assertThat(TABLES)
                    .allSatisfy(table -> assertThat(databases.value(Side.OLD, "SELECT count(*) > 0 FROM " + table))
                            .isEqualTo("t"));
            assertThat(databases.value(Side.OLD, "SELECT max(length(content)) > 3000000 FROM shop.documents"))
                    .isEqualTo("t");
        }
    }

    @Test
    void the_same_seed_gives_the_same_rows_and_another_seed_gives_others() throws SQLException {
        try (TestDatabases one = TestDatabases.create();
                TestDatabases same = TestDatabases.create();
                TestDatabases other = TestDatabases.create()) {
            build(one, new ShopSize(1_000, 7));
            build(same, new ShopSize(1_000, 7));
            build(other, new ShopSize(1_000, 8));

            assertThat(digests(same)).isEqualTo(digests(one));
            assertThat(digests(other)).doesNotContainAnyElementsOf(digests(one));
        }
    }

    @Test
    void a_sequence_that_is_behind_on_new_is_named() throws SQLException {
        try (TestDatabases databases = TestDatabases.create()) {
            Shop shop = build(databases, new ShopSize(1_000, 1));
            databases.target("SELECT setval('shop.addresses_id_seq', 100000), setval('shop.orders_id_seq', 199),"
                    + " setval('shop.documents_id_seq', 100000), setval('shop.invoice_numbers', 100000)");

            assertThat(shop.sequencesLeftBehind()).containsExactly("orders_id_seq");
        }
    }

    private static Shop build(TestDatabases databases, ShopSize size) throws SQLException {
        Shop shop = new Shop(databases.url(Side.OLD), databases.url(Side.NEW));
        shop.build(size);
        return shop;
    }

    private static List<String> digests(TestDatabases databases) {
        return TABLES.stream().map(table -> digest(databases, table)).toList();
    }

    private static String digest(TestDatabases databases, String table) {
        try {
            return String.valueOf(databases.value(
                    Side.OLD,
                    "SELECT count(*) || ' ' || md5(string_agg(md5(t::text), '' ORDER BY t::text)) FROM " + table
                            + " t"));
        } catch (SQLException e) {
            throw new AssertionError("Reading " + table, e);
        }
    }
}
