package dev.theseus.jdbc.apply;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDurability;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The rows of few keys, read in one round trip and written in one: a request waits for it. They travel as the text form
 * of the target's row type, which needs no staging table. Within it, each value stands as COPY's text form has it. What
 * this can't do, {@link ApplyTransaction} does by COPY: also tables with values whose text not every version prints and
 * reads alike, since those that only COPY's binary form carries would fail or change.
 */
final class FewRows {

    private static final int MOST_KEYS = 16;

    /** Of one row, in bytes: a larger one is streamed. */
    private static final int LARGEST = 256 << 10;

    /** As for a COPY; joins are left to the index. */
    private static final String SETTINGS = """
            SELECT set_config('lock_timeout', ?, true), set_config('jit', 'off', true),
              set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true);
            """;

    private final TableShape shape;
    private final List<String> rowType;
    private final ApplySql sql;

    private FewRows(TableShape shape, List<String> rowType) {
        this.shape = shape;
        this.rowType = rowType;
        this.sql = new ApplySql(shape);
    }

    /** For so many keys of this table, if rows of it can travel this way. */
    static Optional<FewRows> of(TableShape shape, int keys) {
        boolean suits = keys <= MOST_KEYS
                && shape.isCanonical()
                && shape.mappedKey().isEmpty()
                && shape.fixed().isEmpty()
                && shape.isTextPortable()
                && shape.rules().arbiter() == TableShape.Arbiter.KEY_INDEX
                && !shape.rules().isDeferred();
        return suits ? shape.target().rowType().map(columns -> new FewRows(shape, columns)) : Optional.empty();
    }

    /** What the source holds; all of it is on its disk. */
    record Found(List<String> rows) {}

    /**
     * Reads the rows of these keys; the locks must be held.
     *
     * @return nothing if a row is too large to travel this way
     */
    Optional<Found> read(Connection source, Set<RowKey> keys, String lockTimeout)
            throws SQLException, InterruptedException {
        List<String> rows = new ArrayList<>();
        String position;
        boolean onDisk;
        try (PreparedStatement query = source.prepareStatement(SETTINGS + select())) {
            query.setString(1, lockTimeout);
            query.setString(2, KeyJson.of(keys));
            query.execute();
            query.getMoreResults();
            try (ResultSet row = query.getResultSet()) {
                do {
                    row.next();
                    position = row.getString("position");
                    onDisk = row.getBoolean("on_disk");
                    if (row.getBoolean("found")) {
                        String text = row.getString("text");
                        if (text == null) {
                            return Optional.empty();
                        }
                        rows.add(text);
                    }
                } while (!row.isLast());
            }
        }
        if (!onDisk) {
            PgDurability.await(source, position);
        }
        return Optional.of(new Found(rows));
    }

    /**
     * Where the source's log is comes first: whatever this statement sees was written before that. Reading itself may
     * write to the log, and nobody need wait for that.
     */
    private String select() {
        String keys = shape.source().match().asked("?::pg_catalog.jsonb");
        return """
                SELECT l.position::text AS position, coalesce(r.found, false) AS found,
                  CASE WHEN pg_column_size(r.v) <= %d THEN r.v::text END AS text,
                  pg_current_wal_flush_lsn() >= l.position AS on_disk
                FROM (SELECT pg_current_wal_insert_lsn() AS position OFFSET 0) l LEFT JOIN (
                  SELECT true AS found, ROW(%s) AS v FROM %s WHERE EXISTS (SELECT FROM %s a WHERE %s) OFFSET 0) r ON true""".formatted(
                        LARGEST,
                        values(),
                        shape.source().relation().from("t"),
                        keys,
                        shape.source().match().isAsked("t", "a"));
    }

    /** In the order of the target's row type, with nothing for columns that are not carried. */
    private String values() {
        Map<String, String> sent = shape.source().relation().columns().stream()
                .collect(Collectors.toMap(PgColumn::quoted, c -> c.sent("t")));
        return rowType.stream().map(c -> sent.getOrDefault(c, "NULL")).collect(Collectors.joining(", "));
    }

    /** @return nothing if some rows are gone and some are not, so that it takes more to tell which */
    Optional<Attempt> write(TargetSession session, Found found, Set<RowKey> held) throws SQLException {
        if (found.rows().size() == held.size()) {
            try (PreparedStatement upsert = session.connection().prepareStatement(sql.upsertFrom(rows()))) {
                upsert.setArray(
                        1,
                        session.connection().createArrayOf("text", found.rows().toArray()));
                upsert.executeUpdate();
            }
            return Optional.of(new Attempt.Done(held));
        }
        if (!found.rows().isEmpty()) {
            return Optional.empty();
        }
        Optional<SetAside.Reason> depended = session.delete(sql.deleteAsked(), shape, Optional.of(held));
        return Optional.of(depended.<Attempt>map(Attempt.Refused::new).orElseGet(() -> new Attempt.Done(held)));
    }

    private String rows() {
        return "unnest(?::text[]::" + shape.target().relation().quoted() + "[]) s";
    }
}
