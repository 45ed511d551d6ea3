package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.CopyPipe;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Keys and digests of both sides, spooled into temporary tables of one session on new. So the server compares them, and
 * memory does not grow with their number.
 */
final class DigestSpool {

    private static final String TABLES = """
            DROP TABLE IF EXISTS pg_temp.theseus_old, pg_temp.theseus_new, pg_temp.theseus_candidate;
            CREATE TEMPORARY TABLE theseus_old (
              key text[] COLLATE "C" NOT NULL, digest bigint NOT NULL, source_key text[] COLLATE "C");
            CREATE TEMPORARY TABLE theseus_new (
              key text[] COLLATE "C" NOT NULL, digest bigint NOT NULL, source_key text[] COLLATE "C");
            CREATE TEMPORARY TABLE theseus_candidate (
              no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text[] COLLATE "C" NOT NULL,
              source_key text[] COLLATE "C")""";

    private static final String SETTINGS = """
            SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off;
            """;

    private static final String CANDIDATES = """
            INSERT INTO pg_temp.theseus_candidate (key)
            SELECT o.key FROM pg_temp.theseus_old o WHERE NOT EXISTS (
              SELECT FROM pg_temp.theseus_new n WHERE n.digest = o.digest AND n.key = o.key)
            UNION
            SELECT n.key FROM pg_temp.theseus_new n WHERE NOT EXISTS (
              SELECT FROM pg_temp.theseus_old o WHERE o.digest = n.digest AND o.key = n.key)""";

    /** Where the source has other keys, a row is named by both, as far as the source has one of that key. */
    private static final String CANDIDATES_OF_TWO_KEYS = """
            INSERT INTO pg_temp.theseus_candidate (key, source_key)
            SELECT s.key, s.source_key FROM pg_temp.%1$s s WHERE NOT EXISTS (
              SELECT FROM pg_temp.%2$s n WHERE n.digest = s.digest AND n.key = s.key)
            UNION
            SELECT n.key, o.source_key FROM pg_temp.%2$s n LEFT JOIN pg_temp.%1$s o ON o.key = n.key WHERE NOT EXISTS (
              SELECT FROM pg_temp.%1$s s WHERE s.digest = n.digest AND s.key = n.key)""";

    /** Rows that a mapping in Java made, on the side that is written to. */
    private static final String MADE = "FROM " + MadeRows.STAGE + " t WHERE true";

    private final Connection session;
    private final TablePair table;

    private DigestSpool(Connection session, TablePair table) {
        this.session = session;
        this.table = table;
    }

    /** Empty spools in this session; what an earlier comparison left there is dropped. */
    static DigestSpool in(Connection session, TablePair table) throws SQLException {
        DigestSpool spool = new DigestSpool(session, table);
        spool.execute(TABLES);
        return spool;
    }

    /** Spools rows of old, read in a transaction there. */
    void addOld(Connection old, HeapRange range, BucketFilter filter) throws SQLException, InterruptedException {
        if (table.old().made().isPresent()) {
            table.old().made().get().stage(old, range.from(table.old().relation()), session);
            execute("INSERT INTO pg_temp.theseus_old (%s) %s"
                    .formatted(columns(table.old()), rows(table.old(), MADE, filter)));
            return;
        }
        copyFrom(old, rows(table.old(), range.from(table.old().relation()), filter), "theseus_old", table.old());
    }

    private void copyFrom(Connection old, String rows, String spool, SideTable side) throws SQLException {
        CopyOut out = old.unwrap(PGConnection.class).getCopyAPI().copyOut("COPY (%s) TO STDOUT".formatted(rows));
        try (SpoolWriter writer = SpoolWriter.into(session, "pg_temp.%s (%s)".formatted(spool, columns(side)))) {
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                writer.add(row);
            }
            writer.commit();
        } finally {
            CopyPipe.endIfActive(old, out);
        }
    }

    /** Spools rows of new, which are in the same database already, unless they are made in Java: then old made them. */
    void addNew(HeapRange range, BucketFilter filter) throws SQLException, InterruptedException {
        SideTable target = table.target();
        if (target.made().isPresent()) {
            MadeRows made = target.made().get();
            made.attempts()
                    .once(made.source(), "read digests of " + target.relation().name(), reading -> {
                        RangeReading.begin(reading, range);
                        return made.staged(reading, range.from(target.relation()), old -> {
                            copyFrom(old, rows(target, MADE, filter), "theseus_new", target);
                            return range;
                        });
                    });
            return;
        }
        RangeReading.begin(session, range);
        execute("INSERT INTO pg_temp.theseus_new (%s) %s"
                .formatted(columns(target), rows(target, range.from(target.relation()), filter)));
    }

    private String columns(SideTable side) {
        return isNamedTwice(side) ? "key, digest, source_key" : "key, digest";
    }

    private String rows(SideTable side, String from, BucketFilter filter) {
        String own = isNamedTwice(side) ? ", " + side.relation().keyText("t") : "";
        return "SELECT %s, %s%s %s AND %s".formatted(side.keyText(), side.digest(), own, from, filter.condition(side));
    }

    /** The source's rows, where they have another key than on the other side. */
    private boolean isNamedTwice(SideTable side) {
        return !table.keys().areSame() && side.equals(table.source());
    }

    /** Finds the keys whose rows are not the same on both sides. */
    void compare() throws SQLException {
        execute("ANALYZE pg_temp.theseus_old, pg_temp.theseus_new");
        execute(SETTINGS + (table.keys().areSame() ? CANDIDATES : ofTwoKeys()));
    }

    private String ofTwoKeys() {
        return switch (table.direction()) {
            case FORWARD -> CANDIDATES_OF_TWO_KEYS.formatted("theseus_old", "theseus_new");
            case REVERSE -> CANDIDATES_OF_TWO_KEYS.formatted("theseus_new", "theseus_old");
        };
    }

    /** The next keys of which one side has no equal row; empty after the last. */
    List<Candidate> candidates(long after, int limit) throws SQLException {
        try (PreparedStatement query = session.prepareStatement(
                "SELECT no, key, source_key FROM pg_temp.theseus_candidate WHERE no > ? ORDER BY no LIMIT ?")) {
            query.setLong(1, after);
            query.setInt(2, limit);
            List<Candidate> candidates = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    candidates.add(candidate(rows));
                }
            }
            session.commit();
            return candidates;
        }
    }

    private Candidate candidate(ResultSet row) throws SQLException {
        Optional<RowKey> key = key(row.getArray(2));
        Optional<RowKey> source = table.keys().areSame() ? key : key(row.getArray(3));
        // a row of the source of which an expression says NULL has no key there
        return new Candidate(row.getLong(1), key.or(() -> source).orElseThrow(), source);
    }

    private static Optional<RowKey> key(@Nullable Array array) throws SQLException {
        List<String> parts = array == null ? List.of() : Arrays.asList((String[]) array.getArray());
        return parts.isEmpty() || parts.contains(null) ? Optional.empty() : Optional.of(new RowKey(parts));
    }

    void drop() throws SQLException {
        execute("DROP TABLE pg_temp.theseus_old, pg_temp.theseus_new, pg_temp.theseus_candidate");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
        session.commit();
    }

    /**
     * A row to look at.
     *
     * @param number its place in the spool
     * @param key on the side that is written to; the source's if it has none there
     * @param source its key in the source; empty if no row there was seen to have that key
     */
    record Candidate(long number, RowKey key, Optional<RowKey> source) {}
}
