package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.verify.ExactForm.Encodings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What two servers have in common, as far as digests are concerned.
 *
 * @param oldVersion major version of the old server
 * @param newVersion major version of the new server
 * @param encodings whether they keep text in the same bytes
 * @param hash in which they agree
 */
record ServerPair(int oldVersion, int newVersion, Encodings encodings, RowHash hash) {

    /** From this version on a range of the heap can be read by itself, and digests can be folded by XOR. */
    private static final int HEAP_RANGES = 14;

    static ServerPair of(PgDatabase old, PgDatabase target, Attempts attempts) throws InterruptedException {
        Facts oldFacts = attempts.inTransaction(old, "ask for its version", ServerPair::facts);
        Facts newFacts = attempts.inTransaction(target, "ask for its version", ServerPair::facts);
        int oldest = Math.min(oldFacts.version, newFacts.version);
        RowHash hash = new HashTrial(old, target, attempts).fastest(oldest);
        return new ServerPair(
                oldFacts.version,
                newFacts.version,
                oldFacts.encoding.equals(newFacts.encoding) ? Encodings.SAME : Encodings.DIFFERENT,
                hash);
    }

    private static Facts facts(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT current_setting('server_version_num')::int / 10000, current_setting('server_encoding')")) {
            row.next();
            return new Facts(row.getInt(1), row.getString(2));
        }
    }

    Fold fold() {
        return Math.min(oldVersion, newVersion) >= HEAP_RANGES ? Fold.XOR : Fold.SUM;
    }

    boolean readsHeapRanges(Side side) {
        return (side == Side.OLD ? oldVersion : newVersion) >= HEAP_RANGES;
    }

    private record Facts(int version, String encoding) {}
}
