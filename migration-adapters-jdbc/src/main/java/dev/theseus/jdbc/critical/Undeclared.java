package dev.theseus.jdbc.critical;

import dev.theseus.domain.plan.TablePlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Compares what the work named with what capture noted in its transaction: a row that the work changed and did not name
 * would not be taken back with the others.
 */
final class Undeclared {

    private static final String NOTED = """
            SELECT l.table_no, count(*) FROM theseus.change_log l
            WHERE l.table_no = ANY (?) AND l.id > ? AND l.xid = pg_catalog.pg_current_xact_id()
              AND (l.key IS NULL OR l.table_no <> ALL (?) AND NOT EXISTS (
                SELECT FROM theseus.critical_row r WHERE r.write_id = ? AND r.table_no = l.table_no AND r.key = l.key))
            GROUP BY l.table_no ORDER BY l.table_no LIMIT 1""";

    private static final String NOTE_THE_REST = """
            INSERT INTO theseus.change_log (table_no, key)
            SELECT r.table_no, r.key FROM theseus.critical_row r
            WHERE r.write_id = ? AND NOT EXISTS (
              SELECT FROM theseus.change_log l WHERE l.table_no = r.table_no AND l.id > ?
                AND l.xid = pg_catalog.pg_current_xact_id() AND l.key = r.key)""";

    private final Connection session;
    private final Journal.Entry entry;

    Undeclared(Connection session, Journal.Entry entry) {
        this.session = session;
        this.entry = entry;
    }

    void requireSameTransaction() throws SQLException {
        try (PreparedStatement query =
                        session.prepareStatement("SELECT pg_catalog.pg_current_xact_id()::text::bigint");
                ResultSet row = query.executeQuery()) {
            row.next();
            if (entry.transaction().number() != row.getLong(1)) {
                throw new IllegalArgumentException("The work of a critical write ended its transaction by itself. What"
                        + " it did stands on the side that has authority, and can't be taken back: leave the commit to"
                        + " the critical write");
            }
        }
    }

    /** @param loose tables whose keys are told apart by no text: any of their rows may be meant */
    void requireNone(List<TablePlan> tables, List<TablePlan> loose) throws SQLException {
        try (PreparedStatement query = session.prepareStatement(NOTED)) {
            query.setArray(1, numbers(tables));
            query.setLong(2, entry.logFloor());
            query.setArray(3, numbers(loose));
            query.setLong(4, entry.id());
            try (ResultSet row = query.executeQuery()) {
                if (row.next()) {
                    throw undeclared(tables, row.getInt(1), row.getLong(2));
                }
            }
        }
    }

    private static IllegalArgumentException undeclared(List<TablePlan> tables, int number, long rows) {
        String name = tables.stream()
                .filter(t -> t.number() == number)
                .findFirst()
                .map(t -> t.old().toString())
                .orElse("table " + number);
        return new IllegalArgumentException("A critical write changed " + rows + " rows of " + name
                + " that it did not name, so they could not be taken back with the others: nothing was done. Name every"
                + " row that the work changes, also by foreign keys and triggers");
    }

    private java.sql.Array numbers(List<TablePlan> tables) throws SQLException {
        return session.createArrayOf(
                "int4", tables.stream().map(TablePlan::number).toArray());
    }

    /** Notes what clients that capture by themselves have not; whether the write changed anything. */
    WriteImages.Changes noteChanged() throws SQLException {
        try (PreparedStatement insert = session.prepareStatement(NOTE_THE_REST)) {
            insert.setLong(1, entry.id());
            insert.setLong(2, entry.logFloor());
            insert.executeUpdate();
        }
        try (PreparedStatement query =
                session.prepareStatement("SELECT EXISTS (SELECT FROM theseus.critical_row WHERE write_id = ?)")) {
            query.setLong(1, entry.id());
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1) ? WriteImages.Changes.SOME : WriteImages.Changes.NONE;
            }
        }
    }
}
