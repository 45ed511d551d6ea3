package dev.theseus.jdbc.shop;

import dev.theseus.domain.database.Side;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The shop on its two databases. It speaks to them as a service would: with the plain driver, knowing nothing of the
 * migration.
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

    /** A target that has fallen behind would hand out numbers that rows have already. */
    private static final String SEQUENCES = """
            SELECT coalesce(string_agg(sequencename || '=' || coalesce(last_value, 0), ',' ORDER BY sequencename), '')
            FROM pg_sequences WHERE schemaname = 'shop'""";

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

    /** Makes the tables on both sides and the rows on the old one. Both databases must be without the schema. */
    public void build(ShopSize size) throws SQLException {
        try (Connection connection = connect(Side.OLD)) {
            connection.setAutoCommit(false);
            execute(connection, ShopSchema.TABLES);
            new ShopRows(connection, size).insert();
            execute(connection, ShopSchema.CONSTRAINTS);
            connection.commit();
            connection.setAutoCommit(true);
            execute(connection, "ANALYZE");
        }
        try (Connection connection = connect(Side.NEW)) {
            execute(connection, ShopSchema.TABLES + ";" + ShopSchema.CONSTRAINTS);
        }
    }

    /** Starts clients that write to the old database until they are stopped. */
    public Traffic openDoors(TrafficSettings settings) throws SQLException {
        return Traffic.start(oldUrl, settings);
    }

    public Census census(Side side) throws SQLException {
        try (Connection connection = connect(side);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(CENSUS)) {
            row.next();
            return new Census(row.getLong(1), row.getLong(2));
        }
    }

    /** Compares what the clients were promised with what a side holds; meaningful once it has caught up. */
    public Losses losses(Receipts receipts, Side side) throws SQLException {
        try (Connection connection = connect(side)) {
            connection.setAutoCommit(false);
            return LossCount.of(receipts, connection);
        }
    }

    /** Where the sequences of a side stand, as {@code name=value,name=value}. */
    public String sequences(Side side) throws SQLException {
        try (Connection connection = connect(side);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SEQUENCES)) {
            row.next();
            return row.getString(1);
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
