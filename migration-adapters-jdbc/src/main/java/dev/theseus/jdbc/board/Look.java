package dev.theseus.jdbc.board;

import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.domain.routing.Standing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * One look at the board: one statement, so that what stands in the log and which transactions have ended belong to one
 * snapshot. Every transaction below the snapshot's xmin has ended; what it logged is either visible to the snapshot or
 * was retired, that is, it is in the other database. Hence everything below both xmin and the lowest transaction that
 * logged what still stands is in the other database.
 *
 * <p>Entries are not in the order of their transactions, so all that stand have to be looked at; a log of more than
 * {@value #LONGEST} entries is not, and where no reads go to new nobody asks.
 */
final class Look {

    static final int LONGEST = 10_000;

    /** After this long without a sign of life a node is taken for dead, and holds nobody up. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    static final String QUERY = """
            WITH pending AS MATERIALIZED (
              SELECT l.xid, l.logged_at
              FROM (SELECT CASE WHEN phase IN ('SHADOWING', 'RAMPING') THEN %1$d ELSE 1 END AS depth FROM theseus.routing) r
              CROSS JOIN theseus.routed_table t
              CROSS JOIN LATERAL (
                SELECT c.xid, c.logged_at FROM theseus.change_log c WHERE c.table_no = t.table_no
                ORDER BY c.id LIMIT r.depth) l
              LIMIT %1$d)
            SELECT r.*,
              CASE WHEN r.phase IN ('SHADOWING', 'RAMPING') AND (SELECT count(*) FROM pending) < %1$d THEN
                least(pg_snapshot_xmin(pg_current_snapshot()),
                  (SELECT xid FROM pending ORDER BY xid LIMIT 1),
                  (SELECT xid FROM theseus.set_aside ORDER BY xid LIMIT 1))::text::bigint
              END AS passed,
              coalesce(greatest(0, extract(epoch FROM clock_timestamp() - (SELECT min(logged_at) FROM pending))) * 1000000, 0
                )::bigint AS lag,
              ARRAY(SELECT t.table_no FROM theseus.routed_table t
                WHERE EXISTS (SELECT FROM theseus.set_aside s WHERE s.table_no = t.table_no)) AS set_aside,
              ARRAY(SELECT n.node FROM theseus.gateway_node n
                WHERE n.reads = 'FAILING' AND n.at > clock_timestamp() - interval '%2$d s') AS suspended
            FROM theseus.routing r""".formatted(LONGEST + 1, SILENCE.toSeconds());

    private Look() {}

    /** @param before what the same node saw last */
    static RoutingSnapshot at(Connection connection, RoutingSnapshot before) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY);
                ResultSet row = query.executeQuery()) {
            return row.next() ? read(row, before.standing().passed()) : RoutingSnapshot.NONE;
        }
    }

    private static RoutingSnapshot read(ResultSet row, long passedBefore) throws SQLException {
        Rollout rollout = RolloutRow.read(row);
        long passed = row.getLong("passed");
        Standing standing = new Standing(
                row.wasNull() ? passedBefore : passed,
                Duration.of(row.getLong("lag"), ChronoUnit.MICROS),
                Set.of((Integer[]) row.getArray("set_aside").getArray()),
                Set.copyOf(RoutedTableRow.texts(row.getArray("suspended"))));
        return new RoutingSnapshot(rollout, standing);
    }
}
