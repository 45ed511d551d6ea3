package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.FenceHolder;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who holds the fence of a database shared: whoever has written there and whose transaction is open. */
record FenceHolders(PgFence fence) {

    private static final int MOST = 20;

    /** Roles that may not see others' sessions see them as just begun. */
    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String HOLDERS = """
            SELECT coalesce(l.pid, 0) AS pid,
              CASE WHEN l.pid IS NULL THEN 'a prepared transaction' ELSE coalesce(a.application_name, '') END AS application,
              coalesce(a.usename::text, x.owner::text, '?') AS role,
              coalesce((extract(epoch FROM clock_timestamp() - coalesce(a.xact_start, x.prepared)) * 1000)::bigint, 0) AS open
            FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
            LEFT JOIN pg_prepared_xacts x ON l.pid IS NULL AND l.virtualtransaction = '-1/' || x.transaction::text
            WHERE l.locktype = 'advisory' AND l.granted AND l.mode = 'ShareLock'
              AND l.classid = %d AND l.objid = %d AND l.objsubid = 2
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            ORDER BY open DESC LIMIT %d""";

    /** Those whose transaction has been open for at least so long, the longest first. */
    List<FenceHolder> of(PgDatabase database, Duration least) {
        return database.inTransaction("see who holds the fence", connection -> read(connection, database)).stream()
                .filter(holder -> holder.open().compareTo(least) >= 0)
                .toList();
    }

    private List<FenceHolder> read(Connection connection, PgDatabase database) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(HOLDERS.formatted(PgFence.LOCKS, fence.number(), MOST))) {
            List<FenceHolder> holders = new ArrayList<>();
            while (rows.next()) {
                holders.add(new FenceHolder(
                        database.side(),
                        rows.getInt("pid"),
                        rows.getString("application"),
                        rows.getString("role"),
                        Duration.ofMillis(Math.max(0, rows.getLong("open")))));
            }
            return holders;
        }
    }
}
