package dev.theseus.jdbc.shop;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The shop on its two databases. It speaks to them as a service would, with SQL of its own: its clients through the
 * gateway, everything else with the plain driver.
 */
public final class Shop {

    /** The schema that holds all of its tables. */
    public static final String SCHEMA = "shop";

    private static final String CENSUS = """
            SELECT (SELECT count(*) FROM shop.users) + (SELECT count(*) FROM shop.addresses)
                 + (SELECT count(*) FROM shop.orders) + (SELECT count(*) FROM shop.order_lines)
                 + (SELECT count(*) FROM shop.documents) + (SELECT count(*) FROM shop."Price List")
                 + (SELECT count(*) FROM shop.counters) + (SELECT count(*) FROM shop.journal),
              (SELECT sum(pg_table_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'shop'::regnamespace)""";

    private static final String SEQUENCES =
            "SELECT sequencename, coalesce(last_value, 0) FROM pg_sequences WHERE schemaname = 'shop' ORDER BY 1";

    private final String oldUrl;
    private final String newUrl;

    /**
     * @param oldUrl JDBC URL of the old database, with the user to log in as
     * @param newUrl the same of the new one
     */
    public Shop(String oldUrl, String newUrl) {
        this.oldUrl = oldUrl;
        this.newUrl = newUrl;
    }

    /**
     * Makes the tables on both sides and the rows on the old one. Both databases must be without the schema.
     *
     * @throws dev.theseus.domain.database.DatabaseUnavailable if a server does not answer; so do all methods here
     * @throws dev.theseus.domain.database.DatabaseRefused if a server refuses; so do all methods here
     */
    public void build(ShopSize size) {
        on(Side.OLD, "build the shop", connection -> {
            execute(connection, ShopSchema.TABLES);
            new ShopRows(connection, size).insert();
            execute(connection, ShopSchema.CONSTRAINTS);
            execute(connection, "ANALYZE");
            return size;
        });
        on(Side.NEW, "make the shop's tables", connection -> {
            execute(connection, ShopSchema.TABLES + ";" + ShopSchema.CONSTRAINTS);
            return size;
        });
    }

    /**
     * Starts a node with clients that write and read through its gateway until they are stopped.
     *
     * @param node its name, unique among the nodes
     */
    public Traffic openDoors(String node, TrafficSettings settings) {
        try {
            return Traffic.start(node, ShopPools.open(oldUrl, newUrl, settings.clients()), settings);
        } catch (SQLException e) {
            throw PgErrors.translate(Side.OLD, "let the shop's clients in", e);
        }
    }

    public Census census(Side side) {
        return on(side, "count the shop's rows", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(CENSUS)) {
                row.next();
                return new Census(row.getLong(1), row.getLong(2));
            }
        });
    }

    /** Compares what the clients were promised with what a side holds; meaningful once it has caught up. */
    public Losses losses(Receipts receipts, Side side) {
        return on(side, "look for the clients' writes", connection -> LossCount.of(receipts, connection));
    }

    /** The sequences that stand lower on new than on old: they would hand out numbers that rows have already. */
    public List<String> sequencesLeftBehind() {
        Map<String, Long> target = sequences(Side.NEW);
        return sequences(Side.OLD).entrySet().stream()
                .filter(old -> target.getOrDefault(old.getKey(), 0L) < old.getValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, Long> sequences(Side side) {
        return on(side, "read the shop's sequences", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(SEQUENCES)) {
                Map<String, Long> values = new TreeMap<>();
                while (rows.next()) {
                    values.put(rows.getString(1), rows.getLong(2));
                }
                return values;
            }
        });
    }

    private <T> T on(Side side, String attempted, SqlWork<T> work) {
        try (Connection connection = connect(side)) {
            connection.setAutoCommit(false);
            T result = work.on(connection);
            connection.commit();
            return result;
        } catch (SQLException e) {
            throw PgErrors.translate(side, attempted, e);
        }
    }

    private Connection connect(Side side) throws SQLException {
        return DriverManager.getConnection(side == Side.OLD ? oldUrl : newUrl);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /**
     * @param rows in all tables
     * @param bytes of the tables and their large values, without indexes
     */
    public record Census(long rows, long bytes) {}
}
