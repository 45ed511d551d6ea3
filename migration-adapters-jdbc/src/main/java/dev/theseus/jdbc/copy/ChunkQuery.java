package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import dev.theseus.domain.backfill.ChunkRange;
import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The query that reads the rows of a chunk in the old database. COPY takes no parameters, so keys go in by way of
 * settings of the transaction.
 */
record ChunkQuery(PgRelation table, Chunk chunk) {

    private static final String AFTER = "theseus.after_";
    private static final String UP_TO = "theseus.up_to_";

    /** Makes the boundaries known to the transaction. */
    void bind(Connection old) throws SQLException {
        if (chunk.range() instanceof ChunkRange.Keys keys) {
            if (keys.after().isPresent()) {
                bind(old, AFTER, keys.after().get());
            }
            bind(old, UP_TO, keys.upTo());
        }
    }

    private static void bind(Connection old, String prefix, RowKey key) throws SQLException {
        try (PreparedStatement set = old.prepareStatement("SELECT set_config(?, ?, true)")) {
            for (int i = 0; i < key.parts().size(); i++) {
                set.setString(1, prefix + i);
                set.setString(2, key.parts().get(i));
                set.execute();
            }
        }
    }

    /**
     * The rows that have not changed since capture began.
     *
     * @param columns of the table, named {@code t}
     */
    String unchangedRows(CaptureMark mark, String columns) {
        return "SELECT " + columns + from() + " AND " + unchanged(mark);
    }

    /** Notes the keys of all rows of the range that are not in the log. */
    String note() {
        return "INSERT INTO theseus.change_log (table_no, key) SELECT " + chunk.table() + ", " + table.keyText("t")
                + from() + " AND " + notLogged();
    }

    /** For measuring: an expression over all rows of the range. */
    String over(String expression) {
        return "SELECT " + expression + from();
    }

    private String from() {
        return " FROM " + table.fromOnly(chunk.range().relation(), "t") + " WHERE " + range();
    }

    private String range() {
        return switch (chunk.range()) {
            case ChunkRange.Heap heap ->
                "t.ctid >= '(%d,0)'::tid AND t.ctid < '(%d,0)'::tid".formatted(heap.fromPage(), heap.toPage());
            case ChunkRange.Keys keys -> {
                KeyOrder order = new KeyOrder(table, keys.relation());
                String upTo = order.compared("<=", settings(UP_TO));
                yield keys.after()
                        .map(after -> order.compared(">", settings(AFTER)) + " AND " + upTo)
                        .orElse(upTo);
            }
        };
    }

    private List<String> settings(String prefix) {
        return IntStream.range(0, table.key().size())
                .mapToObj(i -> "current_setting('" + prefix + i + "')")
                .toList();
    }

    /**
     * Whether a row has not changed since capture began. Its version's transaction tells: one that is older than
     * capture did not go unnoticed by it, there was nothing to notice. Younger ones are looked up in the log, as this
     * snapshot sees it: a change and its entry become visible together. The look-up is a scalar subquery, because the
     * planner would turn NOT EXISTS into a hash of the whole log where it expects many rows. A row that is complete
     * only with rows of other tables may have changed with one of those, and its own version does not tell.
     */
    private String unchanged(CaptureMark mark) {
        return mark.agesTell() && !table.isJoined()
                ? "(age(t.xmin) > " + mark.age() + " OR " + notLogged() + ")"
                : notLogged();
    }

    private String notLogged() {
        return "(SELECT 1 FROM theseus.change_log l WHERE " + table.isAbout(chunk.table(), "l", "t")
                + " LIMIT 1) IS NULL";
    }

    Optional<ChunkRange.Heap> heap() {
        return chunk.range() instanceof ChunkRange.Heap heap ? Optional.of(heap) : Optional.empty();
    }
}
