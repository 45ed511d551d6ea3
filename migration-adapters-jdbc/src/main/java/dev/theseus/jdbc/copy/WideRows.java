package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Lets only as many chunks with very large rows be copied at once as fit into half of the memory, and one in any case:
 * the driver hands over a row in one piece. Safe for several threads.
 */
final class WideRows {

    private static final int UNIT = 1 << 20;
    /** Rows up to this size, in bytes, are not worth the bookkeeping. */
    private static final long WIDE = 4L * UNIT;
    /** How much larger a compressed value may be guessed to become. */
    private static final int EXPANSION = 4;

    private static final String HAS_LARGE_VALUES = """
            SELECT reltoastrelid <> 0 AND pg_relation_size(reltoastrelid) > 0 FROM pg_catalog.pg_class WHERE oid = to_regclass(?)""";

    private final Set<Place> narrow = ConcurrentHashMap.newKeySet();
    private final int units;
    private final Semaphore free;

    /** The rows of one relation may be wider in one table plan than in another, which joins others to them. */
    private record Place(int table, TableName relation) {}

    /** @param memory that the process may use, in bytes */
    WideRows(long memory) {
        this.units = Math.clamp(memory / 2 / UNIT, 1, Integer.MAX_VALUE);
        this.free = new Semaphore(units, true);
    }

    /**
     * Waits until there is room for rows of that size.
     *
     * @return what was taken, to be given back
     */
    int take(long widestRow) throws InterruptedException {
        int wanted = widestRow < WIDE ? 0 : Math.clamp(widestRow / UNIT + 1, 1, units);
        free.acquire(wanted);
        return wanted;
    }

    void giveBack(int taken) {
        free.release(taken);
    }

    /** How large the widest row of a chunk is, in bytes: exact for text and bytea, guessed for what is compressed. */
    long widest(PgDatabase old, ChunkQuery chunk, CopyShape shape) {
        TableName relation = chunk.chunk().range().relation();
        Place place = new Place(chunk.chunk().table(), relation);
        if (narrow.contains(place)) {
            return 0;
        }
        return old.inTransaction("measure the rows of " + relation, connection -> {
            SourceSession.begin(connection);
            if (!hasLargeValues(connection, relation, shape.measured())) {
                // for good: a row that is written from now on travels through the change log
                narrow.add(place);
                return 0L;
            }
            return measure(connection, chunk, shape);
        });
    }

    private static long measure(Connection old, ChunkQuery chunk, CopyShape shape) throws SQLException {
        String widths = shape.measured().columns().stream()
                .map(c -> "coalesce(" + width(c, shape) + ", 0)")
                .collect(Collectors.joining(" + "));
        // what an image computes of them is taken to be no larger; an error in it is the copy's
        ChunkQuery raw = new ChunkQuery(shape.measured(), chunk.chunk());
        raw.bind(old);
        try (PreparedStatement query = old.prepareStatement(raw.over("max(" + widths + ")"));
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Neither function reads the large value itself: its size stands in the row. */
    private static String width(PgColumn column, CopyShape shape) {
        String value = "t." + column.quoted();
        return switch (column.base()) {
            case "text", "varchar" -> "octet_length(" + value + "::text)::bigint";
            case "bytea" ->
                "octet_length(" + value + ")::bigint * " + (shape.format() == CopyShape.Format.TEXT ? 2 : 1);
            default -> "pg_column_size(" + value + ")::bigint * " + EXPANSION;
        };
    }

    private static boolean hasLargeValues(Connection old, TableName relation, PgRelation measured)
            throws SQLException {
        List<TableName> tables = new ArrayList<>(List.of(relation));
        measured.image().ifPresent(query -> query.image().joins().forEach(join -> tables.add(join.table())));
        for (TableName table : tables) {
            if (hasLargeValues(old, table)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasLargeValues(Connection old, TableName relation) throws SQLException {
        try (PreparedStatement query = old.prepareStatement(HAS_LARGE_VALUES)) {
            query.setString(1, Sql.quoted(relation));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}
