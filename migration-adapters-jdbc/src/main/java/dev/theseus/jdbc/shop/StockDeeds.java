package dev.theseus.jdbc.shop;

import java.sql.SQLException;

/** What is done with the price list and the documents. */
final class StockDeeds {

    private static final int KIB = 1024;
    private static final int LARGE = 2 * KIB * KIB;

    private static final String CHANGE_PRICE = """
            UPDATE shop."Price List" SET "Price" = ?::numeric / 100, "Names" = array_append("Names"[1:3], ?::text)
            WHERE "Product Code" = (SELECT "Product Code" FROM shop."Price List" WHERE "Product Code" >= ? ORDER BY 1 LIMIT 1)""";

    private static final String RENAME = """
            UPDATE shop."Price List" SET "Product Code" = ?
            WHERE "Product Code" = (SELECT "Product Code" FROM shop."Price List" WHERE "Product Code" >= ? ORDER BY 1 LIMIT 1)""";

    private static final String STORE = """
            INSERT INTO shop.documents (user_id, metadata, content, stored_at)
            SELECT id, jsonb_build_object('name', ?::text, 'vat', 8.10), ?, clock_timestamp()::timestamp
            FROM (SELECT id FROM shop.users WHERE id >= ? ORDER BY id LIMIT 1 FOR KEY SHARE) owner""";

    private static final String ANNOTATE = """
            UPDATE shop.documents SET metadata = metadata || jsonb_build_object('note', ?::text)
            WHERE id = (SELECT id FROM shop.documents WHERE id >= ? ORDER BY id LIMIT 1)""";

    private static final String REMOVE =
            "DELETE FROM shop.documents WHERE id = (SELECT id FROM shop.documents WHERE id >= ? ORDER BY id LIMIT 1)";

    private static final String LAST = "SELECT coalesce(max(id), 1) FROM shop.documents";

    private StockDeeds() {}

    static void changePrice(Visit visit) throws SQLException {
        visit.change(CHANGE_PRICE, visit.random().nextInt(50_000), visit.name(), anyProduct(visit));
    }

    static void renameProduct(Visit visit) throws SQLException {
        visit.change(RENAME, "R-" + visit.name(), anyProduct(visit));
    }

    static void storeDocument(Visit visit) throws SQLException {
        store(visit, KIB + visit.random().nextInt(49 * KIB));
    }

    static void storeLargeDocument(Visit visit) throws SQLException {
        store(visit, LARGE + visit.random().nextInt(LARGE));
    }

    static void annotateDocument(Visit visit) throws SQLException {
        visit.change(ANNOTATE, visit.name(), anyDocument(visit));
    }

    static void removeDocument(Visit visit) throws SQLException {
        visit.change(REMOVE, anyDocument(visit));
    }

    private static void store(Visit visit, int bytes) throws SQLException {
        byte[] content = new byte[bytes];
        visit.random().nextBytes(content);
        visit.change(STORE, "upload-" + visit.name(), content, visit.anyKey());
    }

    private static String anyProduct(Visit visit) {
        return "P-" + (1 + visit.random().nextInt(99_999));
    }

    private static long anyDocument(Visit visit) throws SQLException {
        return 1 + visit.random().nextLong(visit.number(LAST).orElse(1L));
    }
}
