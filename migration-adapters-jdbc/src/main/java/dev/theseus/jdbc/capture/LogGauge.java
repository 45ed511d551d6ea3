package dev.theseus.jdbc.capture;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
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
              SELECT t.no, t.longest, first.id, first.logged_at AS oldest, (SELECT count(*) FROM (
                SELECT FROM theseus.change_log c WHERE c.table_no = t.no AND c.id > t.floor LIMIT %1$d) l) AS entries
              FROM unnest(?, ?, ?) t(no, floor, longest) LEFT JOIN LATERAL (
                SELECT c.id, c.logged_at FROM theseus.change_log c WHERE c.table_no = t.no AND c.id > t.floor
                ORDER BY c.id LIMIT 1) first ON true)
            SELECT
              CASE WHEN max(entries) = %1$d
                THEN greatest(sum(entries), pg_stat_get_live_tuples('theseus.change_log'::regclass))
                ELSE coalesce(sum(entries), 0) END AS entries,
              coalesce(greatest(0, max(least(longest, extract(epoch FROM clock_timestamp() - oldest) * 1000000))
                FILTER (WHERE oldest IS NOT NULL AND longest IS NOT NULL)), 0)::bigint AS age,
              (SELECT count(*) FROM theseus.set_aside) AS set_aside,
              (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM theseus.change_log_id_seq) AS position,
              (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS server,
              pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest_transaction,
              array_agg(no ORDER BY no) AS tables, array_agg(coalesce(id, %2$d) ORDER BY no) AS lowest
            FROM each""".formatted(COUNTED, Long.MAX_VALUE);

    private final LogFloor floor;
    private final LogReading reading;

    LogGauge(LogFloor floor, LogReading reading) {
        this.floor = floor;
        this.reading = reading;
    }

    Backlog measure(Connection connection, Map<Integer, Duration> relayed) throws SQLException {
        Set<Integer> all = new TreeSet<>(relayed.keySet());
        all.addAll(captured(connection));
        try (PreparedStatement query = connection.prepareStatement(MEASURE)) {
            Measured first = measure(query, connection, all, relayed);
            // another server may have ids below the floors of the last one
            return floor.validFor(first.server()) == LogFloor.Validity.HOLD
                    ? raised(first)
                    : measure(query, connection, all, relayed).backlog();
        }
    }

    private Backlog raised(Measured measured) {
        floor.raise(measured.oldestTransaction(), measured.lowest());
        return measured.backlog();
    }

    /**
     * What a floor can be raised by, beside the figures.
     *
     * @param lowest see {@link LogFloor#raise}
     */
    private record Measured(Backlog backlog, long server, long oldestTransaction, Map<Integer, Long> lowest) {}

    private Measured measure(
            PreparedStatement query, Connection connection, Set<Integer> tables, Map<Integer, Duration> relayed)
            throws SQLException {
        reading.bindFloors(query, connection, tables);
        query.setArray(3, connection.createArrayOf("int8", longest(tables, relayed)));
        try (ResultSet row = query.executeQuery()) {
            row.next();
            Backlog backlog = new Backlog(
                    row.getLong("entries"),
                    row.getLong("set_aside"),
                    Duration.ofNanos(row.getLong("age") * 1000),
                    row.getLong("position"));
            return new Measured(backlog, row.getLong("server"), row.getLong("oldest_transaction"), lowest(row));
        }
    }

    private static Map<Integer, Long> lowest(ResultSet row) throws SQLException {
        Map<Integer, Long> lowest = new HashMap<>();
        Array tables = row.getArray("tables");
        if (tables != null) {
            Integer[] numbers = (Integer[]) tables.getArray();
            Long[] ids = (Long[]) row.getArray("lowest").getArray();
            for (int i = 0; i < numbers.length; i++) {
                lowest.put(numbers[i], ids[i]);
            }
        }
        return lowest;
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
