package dev.theseus.jdbc.capture;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Measures the log, several times a second: so it counts only so far, and takes the server's estimate beyond that. */
final class LogGauge {

    private static final int COUNTED = 10_000;

    private static final String MEASURE = """
            WITH each AS (
              SELECT t.no, t.longest, first.id, first.logged_at, (SELECT count(*) FROM (
                SELECT FROM theseus.change_log c WHERE c.table_no = t.no AND c.id > t.floor LIMIT %1$d) l) AS entries
              FROM unnest(?, ?, ?) t(no, floor, longest) LEFT JOIN LATERAL (
                SELECT c.id, c.logged_at FROM theseus.change_log c WHERE c.table_no = t.no AND c.id > t.floor
                ORDER BY c.id LIMIT 1) first ON true)
            SELECT
              CASE WHEN max(entries) = %1$d
                THEN greatest(sum(entries), pg_stat_get_live_tuples('theseus.change_log'::regclass))
                ELSE coalesce(sum(entries), 0) END AS entries,
              coalesce(greatest(0, max(least(longest, extract(epoch FROM clock_timestamp() - logged_at) * 1000000))
                FILTER (WHERE logged_at IS NOT NULL AND longest IS NOT NULL)), 0)::bigint AS age,
              (SELECT count(*) FROM theseus.set_aside) AS set_aside,
              (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM theseus.change_log_id_seq) AS position,
              (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS server,
              pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
              coalesce(array_agg(no ORDER BY no), '{}') AS tables,
              coalesce(array_agg(coalesce(id, %2$d) ORDER BY no), '{}') AS lowest
            FROM each""".formatted(COUNTED, Long.MAX_VALUE);

    private final LogFloor floor;

    LogGauge(LogFloor floor) {
        this.floor = floor;
    }

    Backlog measure(Connection connection, Map<Integer, Duration> relayed) throws SQLException {
        Set<Integer> all = new TreeSet<>(relayed.keySet());
        all.addAll(captured(connection));
        try (PreparedStatement query = connection.prepareStatement(MEASURE)) {
            floor.bind(query, connection, all);
            query.setArray(3, connection.createArrayOf("int8", longest(all, relayed)));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                if (floor.validFor(row.getLong("server")) == LogFloor.Validity.HOLD) {
                    floor.raise(row);
                    return backlog(row);
                }
            }
        }
        // another server: entries below the floors may stand there
        return measure(connection, relayed);
    }

    private static Backlog backlog(ResultSet row) throws SQLException {
        return new Backlog(
                row.getLong("entries"),
                row.getLong("set_aside"),
                Duration.ofNanos(row.getLong("age") * 1000),
                row.getLong("position"));
    }

    /** In microseconds; null where a table is not relayed. */
    private static @Nullable Long[] longest(Set<Integer> tables, Map<Integer, Duration> relayed) {
        @Nullable Long[] micros = new Long[tables.size()];
        int at = 0;
        for (Integer table : tables) {
            Duration longest = relayed.get(table);
            micros[at++] = longest == null ? null : TimeUnit.MICROSECONDS.convert(longest);
        }
        return micros;
    }

    private static List<Integer> captured(Connection connection) throws SQLException {
        return Run.texts(connection, "SELECT table_no FROM theseus.captured_table").stream()
                .map(Integer::valueOf)
                .toList();
    }
}
