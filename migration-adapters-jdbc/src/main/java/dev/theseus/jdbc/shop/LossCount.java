package dev.theseus.jdbc.shop;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Strikes every receipt off that a database has a journal row for; what is left was lost. */
final class LossCount {

    private static final int FETCH = 10_000;

    private final List<BitSet> missing = new ArrayList<>();
    private final Receipts receipts;
    private long uninvited;

    private LossCount(Receipts receipts) {
        this.receipts = receipts;
        for (int client = 0; client < receipts.clients(); client++) {
            missing.add(receipts.committed(client));
        }
    }

    static Losses of(Receipts receipts, Connection connection) throws SQLException {
        LossCount count = new LossCount(receipts);
        count.strikeOff(connection);
        long lost = count.missing.stream().mapToLong(BitSet::cardinality).sum();
        long hits = Math.max(0, receipts.hits() - countedHits(connection));
        return new Losses(receipts.total(), lost + hits, count.uninvited);
    }

    private void strikeOff(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(FETCH);
            try (ResultSet rows = statement.executeQuery("SELECT client, serial FROM shop.journal")) {
                while (rows.next()) {
                    strikeOff(rows.getInt(1), rows.getInt(2));
                }
            }
        }
    }

    private void strikeOff(int client, int serial) {
        if (receipts.isRolledBack(client, serial)) {
            uninvited++;
        } else {
            missing.get(client).clear(serial);
        }
    }

    private static long countedHits(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT coalesce(sum(hits), 0) FROM shop.counters WHERE name = '" + Receipts.COUNTER + "'")) {
            row.next();
            return row.getLong(1);
        }
    }
}
