package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Since when the changes of a table are noted, in terms of transaction numbers.
 *
 * @param since every change noted was made by this transaction or a later one; 64 bits
 * @param age of that transaction as {@code age(xid)} counts, in this transaction
 * @param distance to the newest transaction, 64 bits
 */
record CaptureMark(long since, long age, long distance) {

    /**
     * A row version carries the lower 32 bits of its transaction's number, and ages wrap at 2^31. What is younger than
     * that is always seen as such; an old frozen version may be mistaken for a young one, which costs a look into the
     * log and nothing else. When capture itself is nearly that old, ages say nothing any more. The margin is for what
     * runs while a chunk is copied.
     */
    private static final long AGES_TELL_UNTIL = (1L << 31) - 200_000_000L;

    private static final String READ = """
            SELECT since_xid::text::bigint AS since, age(since_xid::xid) AS age,
                   pg_snapshot_xmax(pg_current_snapshot())::text::bigint - since_xid::text::bigint AS distance
            FROM theseus.captured_table WHERE table_no = ?""";

    /**
     * Reads the mark of a table.
     *
     * @throws DatabaseRefused if the table has no capture: a copy would lose what is written meanwhile
     */
    static CaptureMark read(Connection old, TablePlan table) throws SQLException {
        try (PreparedStatement query = old.prepareStatement(READ)) {
            query.setInt(1, table.number());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    throw new DatabaseRefused(
                            Side.OLD,
                            "55000",
                            "Changes of " + table.old()
                                    + " are not captured, and a copy now would lose what is written "
                                    + "meanwhile: install capture first");
                }
                return new CaptureMark(row.getLong("since"), row.getLong("age"), row.getLong("distance"));
            }
        }
    }

    boolean agesTell() {
        return distance < AGES_TELL_UNTIL;
    }
}
