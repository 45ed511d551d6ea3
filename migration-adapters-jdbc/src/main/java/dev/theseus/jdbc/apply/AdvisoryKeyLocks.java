package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.jdbc.postgres.PgStripes;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The table first, then stripes in their order: whoever waits, waits in this order, so that no two wait for each other.
 */
final class AdvisoryKeyLocks implements KeyLocks {

    private static final int WHOLE_TABLE = -1;

    private static final String TRY = """
            SELECT -1, pg_try_advisory_xact_lock_shared(?, ?) UNION ALL
            SELECT s, pg_try_advisory_xact_lock(?, s) FROM unnest(?) s""";

    private static final String WAIT = """
            SELECT -1, pg_advisory_xact_lock_shared(?, ?) IS NOT NULL UNION ALL
            SELECT s, pg_advisory_xact_lock(?, s) IS NOT NULL FROM unnest(?) s""";

    @Override
    public String statement(Patience patience) {
        return switch (patience) {
            case LEAVE -> TRY;
            case WAIT -> WAIT;
        };
    }

    @Override
    public void bind(PreparedStatement statement, int at, PgStripes stripes, Collection<RowKey> keys)
            throws SQLException {
        Object[] wanted = stripes.of(keys).toArray();
        statement.setInt(at, PgStripes.TABLE_LOCKS);
        statement.setInt(at + 1, stripes.table());
        statement.setInt(at + 2, PgStripes.STRIPE_LOCKS);
        statement.setArray(at + 3, statement.getConnection().createArrayOf("int4", wanted));
    }

    @Override
    public Set<RowKey> held(ResultSet rows, PgStripes stripes, Collection<RowKey> keys) throws SQLException {
        Set<Integer> taken = new HashSet<>();
        while (rows.next()) {
            if (!rows.getBoolean(2)) {
                taken.add(rows.getInt(1));
            }
        }
        return taken.contains(WHOLE_TABLE)
                ? Set.of()
                : keys.stream().filter(k -> !taken.contains(stripes.of(k))).collect(Collectors.toSet());
    }
}
