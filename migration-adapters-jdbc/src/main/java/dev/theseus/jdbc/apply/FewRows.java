package dev.theseus.jdbc.apply;

import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.Opening;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgDurability;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;

/**
 * Rows that fit into memory, read in one round trip, written and committed in one: a request waits for it, and a relay
 * that takes few at a time would spend most of its time on what comes before and after. They travel as the text form of
 * the target's row type, which needs no staging table, by statements whose plans the servers keep. Within it, each
 * value stands as COPY's text form has it. What this can't do, {@link ApplyTransaction} does by COPY: also tables with
 * values whose text not every version prints and reads alike, since those that only COPY's binary form carries would
 * fail or change. Safe for several threads.
 */
final class FewRows {

    /** At once; more of them are streamed. */
    private static final int MOST_KEYS = 1_000;

    /** So many are always tried, however large rows of the table were. A request has no more. */
    private static final int FEW_KEYS = 16;

    /** Of one row, in bytes: a larger one is streamed. */
    private static final int LARGEST = 256 << 10;

    /** Of all rows together, in bytes. */
    private static final int LARGEST_TOGETHER = FEW_KEYS * LARGEST;

    /** As for a COPY; all is left to the index, also while statistics still say that the log is empty. */
    private static final String SETTINGS = """
            SELECT set_config('lock_timeout', ?, true), set_config('jit', 'off', true),
              set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true),
              set_config('enable_seqscan', 'off', true);
            """;

    /**
     * Entries of these keys that stand in the same snapshot as the rows, each as its key's number, its id and its
     * transaction.
     */
    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String ENTRIES = """
            ARRAY(SELECT ARRAY[k.no, c.id, c.xid::text::bigint] FROM (
              SELECT j.no, ARRAY(SELECT jsonb_array_elements_text(j.parts)) COLLATE "C" AS key
              FROM jsonb_array_elements(?::pg_catalog.jsonb) WITH ORDINALITY j(parts, no)) k
              CROSS JOIN LATERAL (SELECT l.id, l.xid FROM theseus.change_log l
                WHERE l.table_no = %d AND hash_array(l.key) = hash_array(k.key) AND l.key = k.key) c)""";

    private final TableShape shape;
    private final Entries entries;

    // made once: a request would wait for it each time
    private final String read;
    private final String upsert;
    private final String deleteOthersAndUpsert;
    private final ApplySql.Deletion delete;

    /** Fewer, once a row was too large to go with so many. */
    private final AtomicInteger most;

    private FewRows(TableShape shape, List<String> rowType, Entries entries) {
        this.shape = shape;
        this.entries = entries;
        this.read = SETTINGS + select(shape, rowType, entries) + ";\nCOMMIT";
        ApplySql sql = new ApplySql(shape);
        String rows = "unnest(?::text[]::" + shape.target().relation().quoted() + "[]) s";
        this.upsert = sql.upsertFrom(rows) + ";\nCOMMIT";
        this.deleteOthersAndUpsert = sql.deleteOthers(rows) + ";\n" + upsert;
        this.delete = sql.deleteAsked();
        this.most = new AtomicInteger(entries == Entries.WANTED ? FEW_KEYS : MOST_KEYS);
    }

    /** Whether the source's change log is looked into as well. */
    enum Entries {
        WANTED,
        NOT_WANTED
    }

    /** For this table, if rows of it can travel this way. */
    static Optional<FewRows> of(TableShape shape, Entries entries) {
        boolean suits = shape.isCanonical()
                && shape.mappedKey().isEmpty()
                && shape.fixed().isEmpty()
                && shape.isTextPortable()
                && shape.rules().arbiter() == TableShape.Arbiter.KEY_INDEX
                && !shape.rules().isDeferred();
        return suits ? shape.target().rowType().map(columns -> new FewRows(shape, columns, entries)) : Optional.empty();
    }

    /** Whether rows of so many keys can. */
    boolean areFew(int keys) {
        return keys <= most.get();
    }

    private static int largest(int keys) {
        return Math.min(LARGEST, LARGEST_TOGETHER / keys);
    }

    /**
     * What the source holds; all of it is on its disk.
     *
     * @param rows as texts
     * @param entries of the log whose changes these rows hold
     */
    record Found(List<String> rows, List<LogEntry> entries) {}

    /**
     * Reads the rows of these keys; the locks must be held. What it read is on the source's disk when it returns. That
     * need not be waited for where every row was found, and whatever changed it since it was applied last is known to
     * be there: a transaction's commit is flushed with all that it has seen.
     *
     * @param known the transactions that are known to be on the source's disk
     * @return nothing if a row is too large to travel this way
     */
    Optional<Found> read(Opening source, Set<RowKey> keys, String lockTimeout, LongPredicate known)
            throws SQLException, InterruptedException {
        List<RowKey> asked = List.copyOf(keys);
        Answer answer = source.first(read, all -> {
            String json = KeyJson.of(asked);
            all.setString(1, lockTimeout);
            all.setInt(2, largest(asked.size()));
            all.setString(3, json);
            if (entries == Entries.WANTED) {
                all.setString(4, json);
            }
            source.execute(all);
            all.getMoreResults();
            return answer(all.getResultSet(), asked, known);
        });
        source.ended();
        if (answer.isTooLarge()) {
            most.updateAndGet(before -> Math.max(FEW_KEYS, Math.min(before, asked.size()) / 2));
            return Optional.empty();
        }
        if (!answer.isOnDisk()) {
            PgDurability.await(source.session(), answer.position());
        }
        return Optional.of(answer.found());
    }

    private record Answer(Found found, boolean isTooLarge, boolean isOnDisk, String position) {}

    private Answer answer(ResultSet row, List<RowKey> asked, LongPredicate known) throws SQLException {
        List<String> rows = new ArrayList<>();
        boolean tooLarge = false;
        do {
            row.next();
            if (row.getBoolean("found")) {
                String text = row.getString("text");
                tooLarge |= text == null;
                rows.add(text == null ? "" : text);
            }
        } while (!row.isLast());
        List<Entry> noted = entries(row.getArray("entries"));
        boolean onDisk =
                row.getBoolean("on_disk") || (rows.size() == asked.size() && areOnDisk(asked.size(), noted, known));
        List<LogEntry> entries =
                noted.stream().map(entry -> logged(entry, asked)).toList();
        return new Answer(new Found(rows, entries), tooLarge, onDisk, row.getString("position"));
    }

    /** Whether that is known of whatever changed any of so many keys. */
    private static boolean areOnDisk(int keys, List<Entry> noted, LongPredicate known) {
        return noted.stream().allMatch(entry -> known.test(entry.transaction))
                && noted.stream().map(Entry::key).distinct().count() == keys;
    }

    /** @param key its place among those that are asked for */
    private record Entry(int key, long id, long transaction) {}

    private LogEntry logged(Entry entry, List<RowKey> asked) {
        return new LogEntry(entry.id, shape.number(), new LogEntry.Change.KeyChanged(asked.get(entry.key)));
    }

    private static List<Entry> entries(Array array) throws SQLException {
        List<Entry> found = new ArrayList<>();
        for (Object each : (Object[]) array.getArray()) {
            Long[] entry = (Long[]) each;
            found.add(new Entry(Math.toIntExact(entry[0]) - 1, entry[1], entry[2]));
        }
        return found;
    }

    /**
     * Where the source's log is comes first: whatever this statement sees was written before that. Reading itself may
     * write to the log, and nobody need wait for that.
     */
    private static String select(TableShape shape, List<String> rowType, Entries entries) {
        String keys = shape.source().match().asked("?::pg_catalog.jsonb");
        return """
                SELECT l.position::text AS position, coalesce(r.found, false) AS found,
                  CASE WHEN pg_column_size(r.v) <= ? THEN r.v::text END AS text,
                  pg_current_wal_flush_lsn() >= l.position AS on_disk, %s AS entries
                FROM (SELECT pg_current_wal_insert_lsn() AS position OFFSET 0) l LEFT JOIN (
                  SELECT true AS found, ROW(%s) AS v FROM %s WHERE EXISTS (SELECT FROM %s a WHERE %s) OFFSET 0) r ON true""".formatted(
                        entries == Entries.WANTED ? ENTRIES.formatted(shape.number()) : "'{}'::bigint[]",
                        values(shape, rowType),
                        shape.source().relation().from("t"),
                        keys,
                        shape.source().match().isAsked("t", "a"));
    }

    /** In the order of the target's row type, with nothing for columns that are not carried. */
    private static String values(TableShape shape, List<String> rowType) {
        Map<String, String> sent = shape.source().relation().columns().stream()
                .collect(Collectors.toMap(PgColumn::quoted, c -> c.sent("t")));
        return rowType.stream().map(c -> sent.getOrDefault(c, "NULL")).collect(Collectors.joining(", "));
    }

    /**
     * Writes what was found, takes away what was not, and commits unless the attempt was refused.
     *
     * @return nothing, and nothing was done, if some rows are gone, some are not, and it takes more to take them away
     */
    Optional<Attempt> write(TargetSession session, Found found, Set<RowKey> held) throws SQLException {
        if (found.rows().isEmpty()) {
            return Optional.of(delete(session, held));
        }
        if (found.rows().size() == held.size()) {
            execute(session.connection(), upsert, found, Optional.empty());
        } else if (session.reachesFurther(shape)) {
            return Optional.empty();
        } else {
            execute(session.connection(), deleteOthersAndUpsert, found, Optional.of(held));
        }
        return Optional.of(new Attempt.Done(held));
    }

    /** @param asked if rows that were not found are to be taken away */
    private static void execute(Connection connection, String sql, Found found, Optional<Set<RowKey>> asked)
            throws SQLException {
        Array rows = connection.createArrayOf("text", found.rows().toArray());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int at = 1;
            if (asked.isPresent()) {
                statement.setString(at++, KeyJson.of(asked.get()));
                statement.setArray(at++, rows);
            }
            statement.setArray(at, rows);
            statement.execute();
        }
    }

    private Attempt delete(TargetSession session, Set<RowKey> held) throws SQLException {
        Optional<SetAside.Reason> depended = session.delete(delete, shape, Optional.of(held));
        if (depended.isPresent()) {
            return new Attempt.Refused(depended.get());
        }
        session.connection().commit();
        return new Attempt.Done(held);
    }
}
