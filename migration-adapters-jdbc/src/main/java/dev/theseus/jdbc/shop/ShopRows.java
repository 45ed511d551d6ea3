package dev.theseus.jdbc.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes the rows that the shop starts with, inside the server. Every value is drawn from a hash of the seed and the
 * row's number, so that the same seed gives the same rows in whatever order the server makes them.
 */
final class ShopRows {

    /** A number from 0 to sides - 1; the salt tells the draws of one row apart. */
    private static final String DICE = """
            CREATE FUNCTION pg_temp.dice(seed bigint, row_number bigint, salt int, sides bigint) RETURNS bigint
            LANGUAGE sql IMMUTABLE AS
            'SELECT (hashint8extended(row_number, seed * 64 + salt) & 9223372036854775807) % sides'""";

    private static final String KEY_OF_USER = """
            CREATE FUNCTION pg_temp.user_key(seed bigint, row_number bigint) RETURNS uuid
            LANGUAGE sql IMMUTABLE AS 'SELECT md5(seed || '' user '' || row_number)::uuid'""";

    /** One MiB that can't be compressed, from which documents are cut. */
    private static final String NOISE = """
            CREATE TEMP TABLE noise AS
            SELECT string_agg(sha256(int8send(?::bigint) || int8send(i)), ''::bytea ORDER BY i) AS bytes
            FROM generate_series(1::bigint, 32768) i""";

    private static final String USERS = """
            INSERT INTO shop.users (id, email, name, settings, balance, born, registered_at)
            SELECT pg_temp.user_key(seed, i), 'user' || i || '@example.org',
                   (ARRAY['Ada','Grace','Zoë','Barbara','İpek','Frances','Margaret','Nørgaard'])[1 + pg_temp.dice(seed, i, 1, 8)]
                     || ' ' || initcap(substr(md5(seed || ' name ' || i), 1, 8)),
                   jsonb_build_object('theme', (ARRAY['light','dark'])[1 + pg_temp.dice(seed, i, 2, 2)],
                     'visits', pg_temp.dice(seed, i, 3, 500), 'tags', jsonb_build_array('t' || i % 7, NULL, i % 2 = 0)),
                   pg_temp.dice(seed, i, 4, 1000000)::numeric / 100 - 5000,
                   CASE WHEN i % 11 <> 0 THEN date '1940-01-01' + pg_temp.dice(seed, i, 5, 25000)::int END,
                   timestamptz '2015-01-01 00:00:00Z' + pg_temp.dice(seed, i, 6, 300000000000000) * interval '1 microsecond'
            FROM (SELECT ?::bigint AS seed, ?::bigint AS n) given, generate_series(1, n) i""";

    private static final String ADDRESSES = """
            INSERT INTO shop.addresses (id, user_id, street, city, country, note, position)
            SELECT i, pg_temp.user_key(seed, 1 + pg_temp.dice(seed, i, 7, users)),
                   (1 + pg_temp.dice(seed, i, 8, 200)) || ' ' || (ARRAY['Quay','Mast','Keel','Plank'])[1 + i % 4] || ' Street',
                   'City ' || pg_temp.dice(seed, i, 9, 5000), (ARRAY['CH','GR','TR','NO','N'])[1 + i % 5],
                   CASE i % 3 WHEN 0 THEN '' WHEN 1 THEN 'ring twice\t\\ "' || i || '"' END,
                   CASE WHEN i % 2 = 0 THEN point(pg_temp.dice(seed, i, 10, 180000) / 1000.0, pg_temp.dice(seed, i, 11, 90000) / 7.0) END
            FROM (SELECT ?::bigint AS seed, ?::bigint AS n, ?::bigint AS users) given, generate_series(1, n) i""";

    private static final String ORDERS = """
            INSERT INTO shop.orders (id, user_id, invoice, status, total, discount, weight, delivery, placed_at)
            OVERRIDING SYSTEM VALUE
            SELECT i, pg_temp.user_key(seed, 1 + pg_temp.dice(seed, i, 12, users)), nextval('shop.invoice_numbers'),
                   (enum_range(NULL::shop.order_status))[1 + pg_temp.dice(seed, i, 13, 5)],
                   pg_temp.dice(seed, i, 14, 100000)::numeric / 100,
                   CASE WHEN i % 4 > 0 THEN round(pg_temp.dice(seed, i, 15, 20)::numeric, (i % 4)::int) END,
                   pg_temp.dice(seed, i, 16, 100000) / 3.0::float8,
                   CASE WHEN i % 3 = 0 THEN pg_temp.dice(seed, i, 17, 90000) * interval '1 minute' END,
                   timestamptz '2020-01-01 00:00:00Z' + pg_temp.dice(seed, i, 18, 150000000000000) * interval '1 microsecond'
            FROM (SELECT ?::bigint AS seed, ?::bigint AS n, ?::bigint AS users) given, generate_series(1, n) i""";

    private static final String ORDER_LINES = """
            INSERT INTO shop.order_lines (order_id, line, product, quantity, unit_price)
            SELECT 1 + (i - 1) % orders, 1 + (i - 1) / orders, 'P-' || 1 + pg_temp.dice(seed, i, 19, prices),
                   1 + pg_temp.dice(seed, i, 20, 9), pg_temp.dice(seed, i, 21, 50000)::numeric / 100
            FROM (SELECT ?::bigint AS seed, ?::bigint AS n, ?::bigint AS orders, ?::bigint AS prices) given,
                 generate_series(1, n) i""";

    private static final String PRICES = """
            INSERT INTO shop."Price List" ("Product Code", "Names", "Price", "Valid")
            SELECT 'P-' || i, ARRAY['Plank ' || i, NULL, 'Planke, "' || pg_temp.dice(seed, i, 22, 100) || '"', ''],
                   pg_temp.dice(seed, i, 23, 50000)::numeric / 100,
                   daterange(date '2024-01-01', date '2024-01-02' + pg_temp.dice(seed, i, 24, 900)::int)
            FROM (SELECT ?::bigint AS seed, ?::bigint AS n) given, generate_series(1, n) i""";

    private static final String SMALL_DOCUMENTS = """
            INSERT INTO shop.documents (id, user_id, metadata, content, stored_at)
            SELECT i, pg_temp.user_key(seed, 1 + pg_temp.dice(seed, i, 25, users)),
                   jsonb_build_object('name', 'invoice-' || i || '.pdf', 'pages', 1 + pg_temp.dice(seed, i, 26, 40), 'vat', 7.70),
                   int8send(i) || substr(noise.bytes, 1 + pg_temp.dice(seed, i, 27, 900000)::int, 1024 + pg_temp.dice(seed, i, 28, 50176)::int),
                   timestamp '2022-01-01 00:00:00' + pg_temp.dice(seed, i, 29, 90000000000000) * interval '1 microsecond'
            FROM (SELECT ?::bigint AS seed, ?::bigint AS n, ?::bigint AS users, ?::bigint AS large) given,
                 generate_series(1, n - large) i, noise""";

    private static final String LARGE_DOCUMENTS = """
            INSERT INTO shop.documents (id, user_id, metadata, content, stored_at)
            SELECT i, pg_temp.user_key(seed, 1 + pg_temp.dice(seed, i, 25, users)),
                   jsonb_build_object('name', 'scan-' || i || '.tiff', 'large', true),
                   int8send(i) || (SELECT string_agg(noise.bytes, int4send(part)) FROM noise, generate_series(0, 2 + pg_temp.dice(seed, i, 30, 4)::int) part),
                   timestamp '2022-01-01 00:00:00'
            FROM (SELECT ?::bigint AS seed, ?::bigint AS n, ?::bigint AS users, ?::bigint AS large) given,
                 generate_series(n - large + 1, n) i""";

    /** The rows brought their own numbers; the next ones come after them. */
    private static final String SEQUENCES = """
            SELECT setval('shop.addresses_id_seq', (SELECT max(id) FROM shop.addresses)),
                   setval('shop.orders_id_seq', (SELECT max(id) FROM shop.orders)),
                   setval('shop.documents_id_seq', (SELECT max(id) FROM shop.documents))""";

    private final Connection connection;
    private final ShopSize size;

    ShopRows(Connection connection, ShopSize size) {
        this.connection = connection;
        this.size = size;
    }

    void insert() throws SQLException {
        tell(DICE);
        tell(KEY_OF_USER);
        insert(NOISE);
        insert(USERS, size.users());
        insert(ADDRESSES, size.addresses(), size.users());
        insert(ORDERS, size.orders(), size.users());
        insert(ORDER_LINES, size.orderLines(), size.orders(), size.prices());
        insert(PRICES, size.prices());
        insert(SMALL_DOCUMENTS, size.documents(), size.users(), size.largeDocuments());
        insert(LARGE_DOCUMENTS, size.documents(), size.users(), size.largeDocuments());
        tell("INSERT INTO shop.counters VALUES ('" + Receipts.COUNTER + "', 0)");
        tell(SEQUENCES);
        tell("DROP TABLE pg_temp.noise");
    }

    private void insert(String sql, long... figures) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, size.seed());
            for (int i = 0; i < figures.length; i++) {
                statement.setLong(i + 2, figures[i]);
            }
            statement.execute();
        }
    }

    private void tell(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
