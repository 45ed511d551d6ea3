package dev.theseus.jdbc.copy;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** Reads and writes rows of theseus.table_part, inside a transaction of the caller. */
final class PartStore {

    private static final String SAVE = """
            INSERT INTO theseus.table_part AS p (table_no, part_no, schema_name, relation_name, manner, cut, file_node,
                next_page, pages, after_key, last_key, size_bytes, size_rows, exhausted)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (table_no, part_no) DO UPDATE SET manner = excluded.manner, cut = excluded.cut,
                file_node = excluded.file_node, next_page = excluded.next_page, pages = excluded.pages,
                after_key = excluded.after_key, last_key = excluded.last_key,
                size_bytes = excluded.size_bytes, size_rows = excluded.size_rows, exhausted = excluded.exhausted""";

    private static final String READ = """
            SELECT part_no, schema_name, relation_name, manner, cut, file_node, next_page, pages, after_key, last_key,
                   size_bytes, size_rows
            FROM theseus.table_part WHERE table_no = ? AND""";

    private static final String NEXT = READ + " NOT exhausted ORDER BY part_no LIMIT 1";

    private static final String BY_HEAP =
            READ + " cut = 'heap' AND schema_name = ? AND relation_name = ? AND file_node = ?";

    private static final String ADVANCE_PAGES = """
            UPDATE theseus.table_part SET next_page = ?, exhausted = (pages <= ?) WHERE table_no = ? AND part_no = ?""";

    private static final String ADVANCE_KEYS = """
            UPDATE theseus.table_part SET after_key = ?, exhausted = (last_key = ?) WHERE table_no = ? AND part_no = ?""";

    private static final String EXHAUST =
            "UPDATE theseus.table_part SET exhausted = true WHERE table_no = ? AND part_no = ?";

    private PartStore() {}

    static void save(Connection target, int table, Part part) throws SQLException {
        try (PreparedStatement save = target.prepareStatement(SAVE)) {
            save.setInt(1, table);
            save.setInt(2, part.number());
            save.setString(3, part.relation().schema());
            save.setString(4, part.relation().name());
            save.setString(5, ChunkStore.name(part.manner()));
            bind(save, part.rest());
            save.setLong(12, part.size().bytes());
            save.setLong(13, part.size().rows());
            save.setBoolean(14, part.rest() instanceof Part.Rest.Nothing);
            save.executeUpdate();
        }
    }

    private static void bind(PreparedStatement save, Part.Rest rest) throws SQLException {
        Optional<Part.Rest.OfHeap> heap = rest instanceof Part.Rest.OfHeap h ? Optional.of(h) : Optional.empty();
        Optional<Part.Rest.OfKeys> keys = rest instanceof Part.Rest.OfKeys k ? Optional.of(k) : Optional.empty();
        save.setString(6, heap.isPresent() ? "heap" : "key");
        save.setObject(7, heap.map(Part.Rest.OfHeap::fileNode).orElse(null), Types.BIGINT);
        save.setObject(8, heap.map(Part.Rest.OfHeap::next).orElse(null), Types.BIGINT);
        save.setObject(9, heap.map(Part.Rest.OfHeap::pages).orElse(null), Types.BIGINT);
        save.setArray(
                10,
                ChunkStore.array(
                        save.getConnection(),
                        keys.flatMap(Part.Rest.OfKeys::after).orElse(null)));
        save.setArray(
                11,
                ChunkStore.array(
                        save.getConnection(), keys.map(Part.Rest.OfKeys::last).orElse(null)));
    }

    /** Notes that everything before a page has been cut. */
    static void advance(Connection target, int table, Part part, long nextPage) throws SQLException {
        try (PreparedStatement update = target.prepareStatement(ADVANCE_PAGES)) {
            update.setLong(1, nextPage);
            update.setLong(2, nextPage);
            update.setInt(3, table);
            update.setInt(4, part.number());
            update.executeUpdate();
        }
    }

    /** Notes that everything up to a key, inclusive, has been cut. */
    static void advance(Connection target, int table, Part part, RowKey upTo) throws SQLException {
        try (PreparedStatement update = target.prepareStatement(ADVANCE_KEYS)) {
            update.setArray(1, ChunkStore.array(target, upTo));
            update.setArray(2, ChunkStore.array(target, upTo));
            update.setInt(3, table);
            update.setInt(4, part.number());
            update.executeUpdate();
        }
    }

    /** Notes that nothing is left of a part. */
    static void exhaust(Connection target, int table, Part part) throws SQLException {
        try (PreparedStatement update = target.prepareStatement(EXHAUST)) {
            update.setInt(1, table);
            update.setInt(2, part.number());
            update.executeUpdate();
        }
    }

    /** The first part of a table of which something is left to cut. */
    static Optional<Part> next(Connection target, int table) throws SQLException {
        try (PreparedStatement query = target.prepareStatement(NEXT)) {
            query.setInt(1, table);
            return part(query);
        }
    }

    /** The part that is cut along that heap; empty if it was planned anew in the meantime. */
    static Optional<Part> alongHeap(Connection target, int table, TableName relation, long fileNode)
            throws SQLException {
        try (PreparedStatement query = target.prepareStatement(BY_HEAP)) {
            query.setInt(1, table);
            query.setString(2, relation.schema());
            query.setString(3, relation.name());
            query.setLong(4, fileNode);
            return part(query);
        }
    }

    private static Optional<Part> part(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            return Optional.of(new Part(
                    row.getInt("part_no"),
                    new TableName(row.getString("schema_name"), row.getString("relation_name")),
                    ChunkStore.manner(row.getString("manner")),
                    rest(row),
                    new Part.Size(row.getLong("size_bytes"), row.getLong("size_rows"))));
        }
    }

    private static Part.Rest rest(ResultSet row) throws SQLException {
        if (row.getString("cut").equals("heap")) {
            return new Part.Rest.OfHeap(row.getLong("file_node"), row.getLong("next_page"), row.getLong("pages"));
        }
        Optional<RowKey> last = ChunkStore.key(row.getArray("last_key"));
        return last.isEmpty()
                ? new Part.Rest.Nothing()
                : new Part.Rest.OfKeys(ChunkStore.key(row.getArray("after_key")), last.get());
    }
}
