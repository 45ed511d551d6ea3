package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.CopyPipe;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Keys and digests of both sides, spooled into temporary tables of one session on new. So the server compares them, and
 * memory does not grow with their number.
 */
final class DigestSpool {

    private static final String TABLES = """
            DROP TABLE IF EXISTS pg_temp.theseus_old, pg_temp.theseus_new, pg_temp.theseus_candidate;
            CREATE TEMPORARY TABLE theseus_old (key text[] COLLATE "C" NOT NULL, digest bigint NOT NULL);
            CREATE TEMPORARY TABLE theseus_new (key text[] COLLATE "C" NOT NULL, digest bigint NOT NULL);
            CREATE TEMPORARY TABLE theseus_candidate (
              no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, key text[] COLLATE "C" NOT NULL)""";

    private static final String CANDIDATES = """
            SET LOCAL enable_nestloop = off; SET LOCAL enable_mergejoin = off; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off;
            INSERT INTO pg_temp.theseus_candidate (key)
            SELECT o.key FROM pg_temp.theseus_old o WHERE NOT EXISTS (
              SELECT FROM pg_temp.theseus_new n WHERE n.digest = o.digest AND n.key = o.key)
            UNION
            SELECT n.key FROM pg_temp.theseus_new n WHERE NOT EXISTS (
              SELECT FROM pg_temp.theseus_old o WHERE o.digest = n.digest AND o.key = n.key)""";

    private final Connection session;

    private DigestSpool(Connection session) {
        this.session = session;
    }

    /** Empty spools in this session; what an earlier comparison left there is dropped. */
    static DigestSpool in(Connection session) throws SQLException {
        DigestSpool spool = new DigestSpool(session);
        spool.execute(TABLES);
        return spool;
    }

    /** Spools rows of old, read in a transaction there. */
    void addOld(Connection old, SideTable table, HeapRange range, BucketFilter filter) throws SQLException {
        CopyOut out = old.unwrap(PGConnection.class)
                .getCopyAPI()
                .copyOut("COPY (%s) TO STDOUT".formatted(rows(table, range, filter)));
        try (SpoolWriter writer = SpoolWriter.into(session, "pg_temp.theseus_old (key, digest)")) {
            for (byte[] row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                writer.add(row);
            }
            writer.commit();
        } finally {
            CopyPipe.endIfActive(old, out);
        }
    }

    /** Spools rows of new, which are in the same database already. */
    void addNew(SideTable table, HeapRange range, BucketFilter filter) throws SQLException {
        RangeReading.begin(session, range);
        execute("INSERT INTO pg_temp.theseus_new (key, digest) " + rows(table, range, filter));
    }

    private static String rows(SideTable table, HeapRange range, BucketFilter filter) {
        return "SELECT %s, %s %s AND %s"
                .formatted(table.relation().keyText("t"), table.digest(), range.from(), filter.condition(table));
    }

    /** Finds the keys whose rows are not the same on both sides. */
    void compare() throws SQLException {
        execute("ANALYZE pg_temp.theseus_old, pg_temp.theseus_new");
        execute(CANDIDATES);
    }

    /** The next keys of which one side has no equal row; empty after the last. */
    List<Candidate> candidates(long after, int limit) throws SQLException {
        try (PreparedStatement query = session.prepareStatement(
                "SELECT no, key FROM pg_temp.theseus_candidate WHERE no > ? ORDER BY no LIMIT ?")) {
            query.setLong(1, after);
            query.setInt(2, limit);
            List<Candidate> candidates = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    String[] parts = (String[]) rows.getArray(2).getArray();
                    candidates.add(new Candidate(rows.getLong(1), new RowKey(Arrays.asList(parts))));
                }
            }
            session.commit();
            return candidates;
        }
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

    /** A key to look at, and its place in the spool. */
    record Candidate(long number, RowKey key) {}
}
