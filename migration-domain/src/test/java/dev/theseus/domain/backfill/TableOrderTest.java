package dev.theseus.domain.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.backfill.TableOrder.Shape;
import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TableOrderTest {

    @Test
    void referenced_tables_come_first_and_the_rest_by_name() {
        assertThat(order("b c a d", "a>d", "d>c").tables()).containsExactly(tables("c d a b"));
    }

    @Test
    void a_circle_is_one_group_and_what_refers_to_it_comes_after() {
        TableOrder order = order("a b c d e", "a>b", "b>c", "c>a", "d>a", "b>e");

        assertThat(order.groups())
                .extracting(TableOrder.Group::shape)
                .containsExactly(Shape.PLAIN, Shape.CIRCLE, Shape.PLAIN);
        assertThat(order.groups().get(1).tables()).containsExactly(tables("a b c"));
        assertThat(order.tables()).containsExactly(tables("e a b c d"));
    }

    @Test
    void a_table_that_refers_to_itself_is_said_to() {
        assertThat(order("a", "a>a").groups())
                .extracting(TableOrder.Group::shape)
                .containsExactly(Shape.SELF_REFERENCE);
    }

    @Test
    void tables_outside_are_ignored() {
        assertThat(order("a b", "a>z", "z>b").tables()).containsExactly(tables("a b"));
    }

    @Test
    void two_circles_that_share_a_table_are_one() {
        assertThat(order("a b c", "a>b", "b>a", "b>c", "c>b").groups()).hasSize(1);
    }

    @Test
    void a_chain_of_many_thousands_is_ordered() {
        List<TableName> tables = new ArrayList<>();
        List<ForeignKey> keys = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            tables.add(table("t%05d".formatted(i)));
            if (i > 0) {
                keys.add(new ForeignKey("fk", tables.get(i - 1), tables.get(i)));
            }
        }

        assertThat(TableOrder.of(tables, keys).tables()).isEqualTo(tables.reversed());
    }

    @Test
    void whatever_the_references_no_group_refers_to_a_later_one_and_no_table_is_lost() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            List<TableName> tables = new ArrayList<>(List.of(tables("a b c d e f g h")));
            Collections.shuffle(tables, random);
            List<ForeignKey> keys = new ArrayList<>();
            for (int i = random.nextInt(14); i > 0; i--) {
                keys.add(new ForeignKey("fk", tables.get(random.nextInt(8)), tables.get(random.nextInt(8))));
            }

            TableOrder order = TableOrder.of(tables, keys);

            assertThat(order.tables()).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(tables);
            for (ForeignKey key : keys) {
                assertThat(place(order, key.to()))
                        .as("seed %d, %s", seed, key)
                        .isLessThanOrEqualTo(place(order, key.from()));
            }
        }
    }

    private static int place(TableOrder order, TableName table) {
        for (int i = 0; i < order.groups().size(); i++) {
            if (order.groups().get(i).tables().contains(table)) {
                return i;
            }
        }
        return -1;
    }

    private static TableOrder order(String tables, String... references) {
        List<ForeignKey> keys = Arrays.stream(references)
                .map(r -> r.split(">"))
                .map(r -> new ForeignKey("fk", table(r[0]), table(r[1])))
                .toList();
        return TableOrder.of(List.of(tables(tables)), keys);
    }

    private static TableName[] tables(String names) {
        return Arrays.stream(names.split(" ")).map(TableOrderTest::table).toArray(TableName[]::new);
    }

    private static TableName table(String name) {
        return new TableName("public", name);
    }
}
