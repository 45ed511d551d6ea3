package dev.theseus.app.bench;

import dev.theseus.domain.database.Side;
import java.sql.SQLException;
import java.util.List;

/**
 * The data: accounts as pgbench has them (narrow, keys in heap order), users (wide, random keys, a second unique
 * column), orders (narrow, referring to users).
 */
final class BenchTables {

    /** Widest first, so that streams that share them end at about the same time. */
    static final List<String> NAMES = List.of("users", "accounts", "orders");

    private static final String TABLES = """
            CREATE TABLE bench.accounts (aid int NOT NULL, bid int NOT NULL, abalance int NOT NULL, filler char(84) NOT NULL);
            CREATE TABLE bench.users (id uuid NOT NULL, email text NOT NULL, name text NOT NULL, profile jsonb NOT NULL,
              avatar bytea NOT NULL, registered_at timestamptz NOT NULL);
            CREATE TABLE bench.orders (id bigint NOT NULL, user_id uuid NOT NULL, total numeric(12,2) NOT NULL,
              status text NOT NULL, placed_at timestamptz NOT NULL)""";

    private static final String KEYS = """
            ALTER TABLE bench.accounts ADD PRIMARY KEY (aid);
            ALTER TABLE bench.users ADD PRIMARY KEY (id);
            ALTER TABLE bench.orders ADD PRIMARY KEY (id);
            ALTER TABLE bench.users ADD CONSTRAINT users_email UNIQUE (email)""";

    /** What bulk mode builds besides. */
    private static final String SECONDARY = """
            CREATE INDEX orders_of_user ON bench.orders (user_id);
            ALTER TABLE bench.orders ADD CONSTRAINT orders_user FOREIGN KEY (user_id) REFERENCES bench.users""";

    private static final String FILL = """
            CREATE TEMP TABLE noise AS
            SELECT string_agg(sha256(int8send(i)), ''::bytea ORDER BY i) AS bytes FROM generate_series(1::bigint, 2000) i;
            INSERT INTO bench.accounts
            SELECT i, 1 + i / 100000, 0, '' FROM generate_series(1::bigint, :accounts) i;
            INSERT INTO bench.users
            SELECT md5('user ' || i)::uuid, 'user' || i || '@example.org', 'User ' || md5(i::text),
              jsonb_build_object('theme', 'dark', 'about', md5('a' || i) || md5('b' || i) || md5('c' || i) || md5('d' || i),
                'visits', i % 1000, 'tags', jsonb_build_array('t' || i % 7, 't' || i % 11), 'ok', true, 'note', md5('n' || i)),
              int8send(i) || substr(noise.bytes, 1 + (i * 131 % 63000)::int, 492),
              timestamptz '2020-01-01 00:00:00Z' + i * interval '1 minute'
            FROM generate_series(1::bigint, :users) i, noise;
            INSERT INTO bench.orders
            SELECT i, md5('user ' || 1 + i * 7919 % :users)::uuid, (i % 100000)::numeric / 100,
              (ARRAY['placed','paid','shipped'])[1 + i % 3], timestamptz '2022-01-01 00:00:00Z' + i * interval '10 second'
            FROM generate_series(1::bigint, :orders) i""";

    private final BenchServers servers;
    private final double scale;

    BenchTables(BenchServers servers, double scale) {
        this.servers = servers;
        this.scale = scale;
    }

    /** Makes the tables on both sides, and their rows on old. */
    void build() throws SQLException {
        for (Side side : Side.values()) {
            servers.tell(side, "DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench;" + TABLES);
        }
        servers.tell(
                Side.OLD,
                FILL.replace(":accounts", Long.toString(scaled(5_000_000)))
                        .replace(":users", Long.toString(scaled(2_000_000)))
                        .replace(":orders", Long.toString(scaled(4_000_000))));
        servers.tell(Side.OLD, KEYS + ";" + SECONDARY);
        servers.tell(Side.OLD, "VACUUM ANALYZE bench.accounts, bench.users, bench.orders");
        servers.tell(Side.NEW, KEYS);
    }

    private long scaled(long rows) {
        return Math.max(1, Math.round(rows * scale));
    }

    long rows() throws SQLException {
        long rows = 0;
        for (String table : NAMES) {
            rows += rows(Side.OLD, table);
        }
        return rows;
    }

    long rows(Side side, String table) throws SQLException {
        return servers.number(side, "SELECT count(*) FROM bench." + table);
    }

    /** Empty tables on new with keys only: what a copy under traffic finds. */
    void emptyWithKeys() throws SQLException {
        emptyWithoutIndexes();
        servers.tell(Side.NEW, KEYS);
    }

    /** Empty tables on new with everything that old has. */
    void emptyWithAll() throws SQLException {
        emptyWithoutIndexes();
        buildIndexes();
    }

    /** Empty tables on new without any index. */
    void emptyWithoutIndexes() throws SQLException {
        empty();
        servers.tell(Side.NEW, """
                ALTER TABLE bench.orders DROP CONSTRAINT IF EXISTS orders_user; DROP INDEX IF EXISTS bench.orders_of_user;
                ALTER TABLE bench.users DROP CONSTRAINT IF EXISTS users_email;
                ALTER TABLE bench.users DROP CONSTRAINT IF EXISTS users_pkey;
                ALTER TABLE bench.orders DROP CONSTRAINT IF EXISTS orders_pkey;
                ALTER TABLE bench.accounts DROP CONSTRAINT IF EXISTS accounts_pkey""");
    }

    void buildIndexes() throws SQLException {
        servers.tell(Side.NEW, KEYS + ";" + SECONDARY);
    }

    private void empty() throws SQLException {
        servers.tell(Side.NEW, "TRUNCATE bench.accounts, bench.users, bench.orders");
        servers.settle();
    }

    /** @throws IllegalStateException if new has not as many rows as old, or lacks an index */
    void requireCopied() throws SQLException {
        for (String table : NAMES) {
            long old = rows(Side.OLD, table);
            long target = rows(Side.NEW, table);
            if (old != target) {
                throw new IllegalStateException("brought " + target + " of " + old + " rows of " + table);
            }
        }
    }

    void requireOrders(long rows) throws SQLException {
        long target = rows(Side.NEW, "orders");
        if (target != rows) {
            throw new IllegalStateException("brought " + target + " of " + rows + " rows");
        }
    }

    void requireIndexes() throws SQLException {
        String count = "SELECT (SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
                + " WHERE c.relnamespace = 'bench'::regnamespace AND i.indisvalid)"
                + " + (SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND convalidated AND connamespace = 'bench'::regnamespace)";
        if (servers.number(Side.OLD, count) != servers.number(Side.NEW, count)) {
            throw new IllegalStateException("left an index or a foreign key out");
        }
    }
}
