package dev.theseus.jdbc.shop;

import java.sql.SQLException;
import java.util.Optional;

/**
 * What clients do with orders. Rows are picked at random; where none is found, nothing is changed. The user whom a new
 * row belongs to is locked as its foreign key will lock it, so that nobody closes the account in between.
 */
final class OrderDeeds {

    private static final String ORDER = """
            INSERT INTO shop.orders (user_id, total, discount, weight, placed_at)
            SELECT id, ?::numeric / 100, round(?::numeric / 7, (? % 4)::int), ?::float8 / 3, clock_timestamp()
            FROM (SELECT id FROM shop.users WHERE id >= ? ORDER BY id LIMIT 1 FOR KEY SHARE) buyer RETURNING id""";

    private static final String LINES = """
            INSERT INTO shop.order_lines (order_id, line, product, quantity, unit_price)
            SELECT ?, line, 'P-' || line, line, ?::numeric / 100 FROM generate_series(1, ?) line""";

    private static final String ADVANCE = """
            UPDATE shop.orders SET status = (enum_range(NULL::shop.order_status))[1 + ?::int],
              delivery = clock_timestamp() - placed_at
            WHERE id = (SELECT id FROM shop.orders WHERE id >= ? ORDER BY id LIMIT 1)""";

    private static final String CANCEL =
            "DELETE FROM shop.orders WHERE id = (SELECT id FROM shop.orders WHERE id >= ? ORDER BY id LIMIT 1)";

    private static final String RENUMBER = """
            UPDATE shop.order_lines l SET line = top.line + 1
            FROM (SELECT order_id, max(line) AS line, min(line) AS first FROM shop.order_lines
                  WHERE order_id = (SELECT order_id FROM shop.order_lines WHERE order_id >= ? ORDER BY order_id LIMIT 1)
                  GROUP BY order_id) top
            WHERE l.order_id = top.order_id AND l.line = top.first""";

    private static final String LAST = "SELECT coalesce(max(id), 1) FROM shop.orders";

    private OrderDeeds() {}

    static void place(Visit visit) throws SQLException {
        int cents = visit.random().nextInt(100_000);
        Optional<Long> order = visit.number(ORDER, cents, cents, cents, cents, visit.anyKey());
        if (order.isPresent()) {
            visit.change(LINES, order.get(), cents, 1 + visit.random().nextInt(4));
        }
        visit.hit();
    }

    static void advance(Visit visit) throws SQLException {
        visit.change(ADVANCE, visit.random().nextInt(5), anyOrder(visit));
    }

    static void cancel(Visit visit) throws SQLException {
        visit.change(CANCEL, anyOrder(visit));
    }

    static void renumberLine(Visit visit) throws SQLException {
        visit.change(RENUMBER, anyOrder(visit));
    }

    private static long anyOrder(Visit visit) throws SQLException {
        return 1 + visit.random().nextLong(visit.number(LAST).orElse(1L));
    }
}
