package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.largeobject.ObjectTransfer;
import dev.theseus.jdbc.largeobject.ReadingFailed;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the large objects of rows along, in the transaction that writes the rows: nobody sees a row without its
 * object. Those that the rows stood for before are looked at too, since the source may have removed them.
 *
 * @param plan of the table
 * @param side that is written to
 * @param transfer that brings them; empty if the source has none
 */
record RowObjects(TablePlan plan, Side side, Optional<ObjectTransfer> transfer) {

    /** Whether rows of this table stand for none. */
    boolean isNothing() {
        return plan.largeObjects(side).isEmpty();
    }

    /** The rows are staged, and not written yet. */
    void bring(Connection target, ApplySql sql, Collection<RowKey> keys) throws SQLException {
        List<String> columns = plan.largeObjects(side);
        if (isNothing()) {
            return;
        }
        Set<Long> numbers = new HashSet<>();
        for (String column : columns) {
            numbers.addAll(numbers(target, sql, Sql.quoted(column), keys));
        }
        try {
            transfer.orElseThrow().bring(target, plan, numbers);
        } catch (ReadingFailed e) {
            throw new SourceFailed(e.error());
        } catch (InterruptedException e) {
            throw SourceFailed.interrupted(e);
        }
    }

    private static List<Long> numbers(Connection target, ApplySql sql, String column, Collection<RowKey> keys)
            throws SQLException {
        String number = "." + column + "::pg_catalog.oid::pg_catalog.int8";
        String query = "SELECT s" + number + " FROM pg_temp." + sql.stageName() + " s WHERE s." + column
                + "::pg_catalog.oid <> 0 UNION SELECT t" + number + " FROM " + sql.target() + " t WHERE t." + column
                + "::pg_catalog.oid <> 0 AND " + sql.asked();
        try (PreparedStatement statement = target.prepareStatement(query)) {
            if (sql.bindsKeys()) {
                statement.setString(1, KeyJson.of(keys));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<Long> numbers = new ArrayList<>();
                while (rows.next()) {
                    numbers.add(rows.getLong(1));
                }
                return numbers;
            }
        }
    }
}
