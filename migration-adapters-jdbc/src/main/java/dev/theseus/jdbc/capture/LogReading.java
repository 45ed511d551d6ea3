package dev.theseus.jdbc.capture;

import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change;
import dev.theseus.domain.database.RowKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what stands in the log, per table along the index, so that entries which are held cost nothing. */
final class LogReading {

    /** A table of which nothing stands has a row without id, after all others. Ends its transaction. */
    private static final String PENDING = """
            SELECT (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint AS server,
              pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest, t.no, l.id, l.key
            FROM unnest(?, ?) t(no, floor) LEFT JOIN LATERAL (
              SELECT c.id, c.key FROM theseus.change_log c WHERE c.table_no = t.no AND c.id > t.floor
              ORDER BY c.id LIMIT ?) l ON true
            ORDER BY l.id LIMIT ?;
            COMMIT""";

    private final LogFloor floor;

    LogReading(LogFloor floor) {
        this.floor = floor;
    }

    List<LogEntry> pending(Connection connection, Set<Integer> tables, Collection<Long> except, int limit)
            throws SQLException {
        // what is in hand is left out here: in the query it would be an anti-join with thousands of ids, each time
        Set<Long> inHand = except instanceof Set<Long> set ? set : new HashSet<>(except);
        try (PreparedStatement query = connection.prepareStatement(PENDING)) {
            floor.bind(query, connection, tables);
            query.setInt(3, limit + inHand.size());
            query.setInt(4, limit + inHand.size() + tables.size());
            query.execute();
            try (ResultSet rows = query.getResultSet()) {
                Read read = read(rows, inHand, limit);
                if (floor.validFor(read.server()) == LogFloor.Validity.VOID) {
                    return List.of();
                }
                floor.raise(read.oldest(), read.lowest());
                return read.entries();
            }
        }
    }

    private record Read(long server, long oldest, Map<Integer, Long> lowest, List<LogEntry> entries) {}

    private static Read read(ResultSet rows, Set<Long> inHand, int limit) throws SQLException {
        Map<Integer, Long> lowest = new HashMap<>();
        List<LogEntry> entries = new ArrayList<>();
        long server = 0;
        long oldest = 0;
        while (rows.next()) {
            server = rows.getLong("server");
            oldest = rows.getLong("oldest");
            int table = rows.getInt("no");
            long id = rows.getLong("id");
            boolean stands = !rows.wasNull();
            lowest.putIfAbsent(table, stands ? id : Long.MAX_VALUE);
            if (stands && entries.size() < limit && !inHand.contains(id)) {
                entries.add(new LogEntry(id, table, change(rows.getArray("key"))));
            }
        }
        return new Read(server, oldest, lowest, entries);
    }

    private static Change change(@org.jspecify.annotations.Nullable Array key) throws SQLException {
        return key == null ? new Change.Truncated() : new Change.KeyChanged(rowKey(key));
    }

    static RowKey rowKey(Array key) throws SQLException {
        return RowKey.of((String[]) key.getArray());
    }
}
