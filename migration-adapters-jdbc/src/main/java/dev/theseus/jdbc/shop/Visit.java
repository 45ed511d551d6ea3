package dev.theseus.jdbc.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/** One transaction of one client, with what its deed needs. */
final class Visit {

    private static final String JOURNAL = "INSERT INTO shop.journal (client, serial, deed) VALUES (?, ?, ?)";
    private static final String COUNT = """
            INSERT INTO shop.counters AS c (name, hits) VALUES (?, 1)
            ON CONFLICT (name) DO UPDATE SET hits = c.hits + 1 RETURNING hits""";

    private static final String HIT = "UPDATE shop.counters SET hits = hits + 1 WHERE name = ?";

    private final Connection connection;
    private final Random random;
    private final int client;
    private final int serial;
    private int hits;

    Visit(Connection connection, Random random, int client, int serial) {
        this.connection = connection;
        this.random = random;
        this.client = client;
        this.serial = serial;
    }

    Connection connection() {
        return connection;
    }

    Random random() {
        return random;
    }

    /** Belongs to this transaction alone. */
    String name() {
        return client + "-" + serial;
    }

    UUID anyKey() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    int hits() {
        return hits;
    }

    void journal(Deed deed) throws SQLException {
        change(JOURNAL, client, serial, deed.name());
    }

    /** Counts the client's own row up, which nobody else does, so that it knows what it must read there. */
    long count(String row) throws SQLException {
        return number(COUNT, row).orElseThrow();
    }

    /** Counts the row up that all clients count up. Comes last, so that the row is locked for as short as can be. */
    void hit() throws SQLException {
        change(HIT, Receipts.COUNTER);
        hits++;
    }

    /** @return the number of rows changed */
    int change(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** The first column of the first row; for statements that return a number. */
    Optional<Long> number(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
        }
    }

    private PreparedStatement prepare(String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
