package dev.theseus.jdbc.board;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.domain.routing.Standing;
import dev.theseus.jdbc.capture.LogFloor;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One look at the board: one statement, so that what stands in the log and which transactions have ended belong to one
 * snapshot. Every transaction below the snapshot's xmin has ended; what it logged is either visible to the snapshot or
 * was retired, that is, it is in the other database. Hence everything below both xmin and the lowest transaction that
 * logged what still stands is in the other database.
 *
 * <p>Retired entries stay in the index until vacuum can take them, which a long report on old prevents; so each table
 * is read from its {@link LogFloor} on.
 *
 * <p>Entries are not in the order of their transactions, so all that stand have to be looked at; a log of more than
 * {@value #LONGEST} entries is not, and where no reads go to new nobody asks.
 *
 * <p>The epoch is read from its sequence, so it is the one in force now, whatever the snapshot is. That does no harm: a
 * side that has just got authority has nothing that the other has to follow, and one that has just lost it is not gone
 * by.
 */
final class Look {

    static final int LONGEST = 10_000;

    /** After this long without a sign of life a node is taken for dead, and holds nobody up. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    static final String QUERY = """
            WITH pending AS MATERIALIZED (
              SELECT t.table_no, l.id, l.xid, l.logged_at
              FROM (SELECT CASE WHEN phase IN ('SHADOWING', 'RAMPING') THEN %1$d ELSE 1 END AS depth
                FROM theseus.routing LIMIT 1) r
              CROSS JOIN theseus.routed_table t
              LEFT JOIN unnest(?::int[], ?::bigint[]) f(no, floor) ON f.no = t.table_no
              CROSS JOIN LATERAL (
                SELECT c.id, c.xid, c.logged_at FROM theseus.change_log c
                WHERE c.table_no = t.table_no AND c.id > coalesce(f.floor, 0)
                ORDER BY c.id LIMIT r.depth) l
              LIMIT %1$d)
            SELECT r.*,
              (SELECT last_value FROM theseus.epoch) AS measured,
              (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS server,
              pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
              (SELECT count(*) FROM pending) < %1$d AS complete,
              ARRAY(SELECT table_no FROM theseus.routed_table ORDER BY table_no) AS tables,
              ARRAY(SELECT coalesce((SELECT min(p.id) FROM pending p WHERE p.table_no = t.table_no), %3$d)
                FROM theseus.routed_table t ORDER BY t.table_no) AS lowest,
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
            FROM theseus.routing r""".formatted(LONGEST + 1, SILENCE.toSeconds(), Long.MAX_VALUE);

    private final LogFloor floor;
    private final AtomicReference<List<Integer>> tables = new AtomicReference<>(List.of());

    /** A node that can't count a long log keeps what it knew: what was passed once stays so. */
    private final AtomicLong passed = new AtomicLong();

    Look(LogFloor floor) {
        this.floor = floor;
    }

    RoutingSnapshot at(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERY)) {
            floor.bind(query, connection, tables.get());
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return unpublished(connection);
                }
                if (floor.validFor(row.getLong("server")) == LogFloor.Validity.HOLD) {
                    return read(row);
                }
            }
            // another server: entries below the floors may stand there, and its transactions have other numbers
            passed.set(0);
            return at(connection);
        }
    }

    /** Whoever has authority has it, whether or not something was decided. */
    private static RoutingSnapshot unpublished(Connection connection) throws SQLException {
        Epoch epoch = new Epoch(Long.parseLong(
                Run.texts(connection, "SELECT last_value FROM theseus.epoch").getFirst()));
        Rollout none = Rollout.NONE;
        return new RoutingSnapshot(new Rollout(none.version(), epoch, none.phase(), none.policy()), Standing.UNKNOWN);
    }

    private RoutingSnapshot read(ResultSet row) throws SQLException {
        raiseFloors(row);
        long now = row.getLong("passed");
        if (!row.wasNull()) {
            passed.set(now);
        }
        Standing standing = new Standing(
                passed.get(),
                Duration.of(row.getLong("lag"), ChronoUnit.MICROS),
                Set.of((Integer[]) row.getArray("set_aside").getArray()),
                Set.copyOf(RoutedTableRow.texts(row.getArray("suspended"))));
        return new RoutingSnapshot(RolloutRow.read(row), standing);
    }

    private void raiseFloors(ResultSet row) throws SQLException {
        tables.set(List.of((Integer[]) row.getArray("tables").getArray()));
        if (row.getBoolean("complete")) {
            floor.raise(row);
        }
    }
}
