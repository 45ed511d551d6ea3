package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets only as many chunks with very large rows be copied at once as fit into half of the memory, and one in any case:
 * the driver hands over a row in one piece. Safe for several threads.
 */
final class WideRows {

    private static final String TOO_LARGE = "54000";
    private static final int UNIT = 1 << 20;
    /** Rows up to this size, in bytes, are not worth the bookkeeping. */
    private static final long WIDE = 4L * UNIT;
    /** No message between server and client is larger, in bytes; some are for what stands around the values. */
    private static final long LARGEST_ROW = (1L << 30) - (1 << 16);

    private static final String HAS_LARGE_VALUES = """
            SELECT reltoastrelid <> 0 AND pg_relation_size(reltoastrelid) > 0 FROM pg_catalog.pg_class WHERE oid = to_regclass(?)""";

    private final Set<Place> narrow = ConcurrentHashMap.newKeySet();
    private final int units;
    private final Semaphore free;
    private final long largestRow;

    /** The rows of one relation may be wider in one table plan than in another, which joins others to them. */
    private record Place(int table, TableName relation) {}

    /** @param memory that the process may use, in bytes */
    WideRows(long memory) {
        this(memory, LARGEST_ROW);
    }

    /** @param largestRow that can be carried, in bytes */
    WideRows(long memory, long largestRow) {
        this.largestRow = largestRow;
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

    /**
     * How large the widest row of a chunk is, in bytes: exact for text and bytea, guessed for what is compressed.
     *
     * @throws DatabaseRefused if a row is larger than any server can send
     */
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

    private long measure(Connection old, ChunkQuery chunk, CopyShape shape) throws SQLException {
        RowWidth width = new RowWidth(shape);
        // what an image computes of them is taken to be no larger; an error in it is the copy's
        ChunkQuery raw = new ChunkQuery(shape.measured(), chunk.chunk());
        raw.bind(old);
        String query = raw.over("max(" + width.guessed() + "), coalesce(max(" + width.exact() + "), 0)");
        try (Statement statement = old.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            if (row.getLong(2) > largestRow) {
                refuse(old, raw, width);
            }
            return row.getLong(1);
        }
    }

    private void refuse(Connection old, ChunkQuery chunk, RowWidth width) throws SQLException {
        String key = chunk.over(width.key()) + " ORDER BY " + width.exact() + " DESC LIMIT 1";
        throw new DatabaseRefused(
                Side.OLD,
                TOO_LARGE,
                "The row of " + chunk.table().name() + " with the key "
                        + Run.texts(old, key).getFirst()
                        + " is too large to be carried: no server sends or takes more than 1 GB for one row"
                        + " (a bytea counts twice where the copy is by text). Shorten the row, or exclude its table.");
    }

    private static boolean hasLargeValues(Connection old, TableName relation, PgRelation measured) throws SQLException {
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
