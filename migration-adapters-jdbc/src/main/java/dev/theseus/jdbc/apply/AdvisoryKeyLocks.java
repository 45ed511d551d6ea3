package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.jdbc.postgres.PgStripes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
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
    public Set<RowKey> take(Connection target, PgStripes stripes, Collection<RowKey> keys, Patience patience)
            throws SQLException {
        String locks = switch (patience) {
            case LEAVE -> TRY;
            case WAIT -> WAIT;
        };
        List<Integer> wanted = stripes.of(keys);
        try (PreparedStatement query = target.prepareStatement(locks)) {
            query.setInt(1, PgStripes.TABLE_LOCKS);
            query.setInt(2, stripes.table());
            query.setInt(3, PgStripes.STRIPE_LOCKS);
            query.setArray(4, target.createArrayOf("int4", wanted.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                return held(rows, stripes, keys);
            }
        }
    }

    private static Set<RowKey> held(ResultSet rows, PgStripes stripes, Collection<RowKey> keys) throws SQLException {
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
