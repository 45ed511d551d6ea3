package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the rows of a source on which an expression of the mapping fails: a range that can't be read is halved until
 * few pages are left, whose rows are tried one by one, by a function that lives in the session alone.
 */
final class FailingRows {

    /** If there are more, it is the mapping that is wrong, not a row. */
    static final int MOST = 1_000;

    private static final int FEW_PAGES = 16;

    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String TRY = """
            CREATE OR REPLACE FUNCTION pg_temp.theseus_fails(theseus_place tid) RETURNS text LANGUAGE plpgsql AS $theseus$
            BEGIN
              PERFORM %s FROM %s WHERE t.ctid = theseus_place;
              RETURN NULL;
            EXCEPTION WHEN OTHERS THEN
              RETURN SQLSTATE;
            END $theseus$""";

    private static final String PAGES =
            "SELECT coalesce(pg_relation_size(?::regclass), 0) / current_setting('block_size')::int";

    private final TablePair table;
    private final TableScan scan;
    private final Attempts attempts;

    FailingRows(TablePair table, TableScan scan, Attempts attempts) {
        this.table = table;
        this.scan = scan;
        this.attempts = attempts;
    }

    /** Whether a server's refusal means that an expression fails on a row. */
    static boolean isOne(DatabaseRefused refused) {
        return isOne(refused.sqlState());
    }

    /** Values that an expression can't work with, a subquery with several rows, and what functions raise themselves. */
    static boolean isOne(String sqlState) {
        return sqlState.startsWith("22") || sqlState.startsWith("21") || sqlState.startsWith("P0");
    }

    /** All of them; when there are more than {@link #MOST}, some more than that. */
    NotMapped rows() throws InterruptedException {
        Set<RowKey> found = new HashSet<>();
        for (HeapRange range : scan.plan(source().side()).ranges()) {
            look(range, found);
        }
        Map<RowKey, List<String>> rows = new HashMap<>();
        for (RowKey key : found) {
            rows.put(key, rows.size() < TableComparison.MAXIMUM_EXAMPLES ? columns(key) : List.of());
        }
        return new NotMapped(rows);
    }

    private PgDatabase source() {
        return table.source().database();
    }

    private void look(HeapRange range, Set<RowKey> found) throws InterruptedException {
        if (found.size() > MOST || isReadable(range)) {
            return;
        }
        long end = range.toPage() == HeapRange.OPEN ? Math.max(pages(range), range.fromPage() + 1) : range.toPage();
        if (end - range.fromPage() <= FEW_PAGES) {
            found.addAll(tried(range));
            return;
        }
        long middle = range.fromPage() + (end - range.fromPage()) / 2;
        look(new HeapRange(range.relation(), range.fileNode(), range.fromPage(), middle), found);
        look(new HeapRange(range.relation(), range.fileNode(), middle, range.toPage()), found);
    }

    private boolean isReadable(HeapRange range) throws InterruptedException {
        try {
            return attempts.inTransaction(source(), "look for rows that can't be mapped", connection -> {
                RangeReading.begin(connection, range);
                String all = "SELECT count(%s) %s"
                        .formatted(
                                table.source().digest(),
                                range.from(table.source().relation()));
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery(all)) {
                    return row.next();
                }
            });
        } catch (DatabaseRefused e) {
            if (isOne(e)) {
                return false;
            }
            throw e;
        }
    }

    private long pages(HeapRange range) throws InterruptedException {
        return attempts.inTransaction(source(), "see how large " + range.relation() + " is", connection -> {
            try (PreparedStatement query = connection.prepareStatement(PAGES)) {
                query.setString(1, Sql.quoted(range.relation()));
                try (ResultSet row = query.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    private Set<RowKey> tried(HeapRange range) throws InterruptedException {
        return attempts.inTransaction(source(), "try rows of " + range.relation() + " one by one", connection -> {
            RangeReading.begin(connection, range);
            try (Statement statement = connection.createStatement()) {
                statement.execute(TRY.formatted(
                        table.source().digest(), table.source().relation().fromOnly(range.relation(), "t")));
                Set<RowKey> failing = failing(connection, range);
                statement.execute("DROP FUNCTION pg_temp.theseus_fails(tid)");
                return failing;
            }
        });
    }

    /** Named as the change log does. */
    private Set<RowKey> failing(Connection connection, HeapRange range) throws SQLException {
        Image image = table.plan().image(table.direction()).orElseThrow();
        String key = image.sourceKey().stream()
                .map(c -> "t." + Sql.quoted(c) + "::pg_catalog.text")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
        String query = "SELECT " + key + ", pg_temp.theseus_fails(t.ctid) FROM ONLY " + Sql.quoted(range.relation())
                + " t WHERE " + range.condition("t");
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            Set<RowKey> failing = new HashSet<>();
            while (rows.next()) {
                String state = rows.getString(2);
                if (state != null && isOne(state)) {
                    failing.add(
                            new RowKey(Arrays.asList((String[]) rows.getArray(1).getArray())));
                }
            }
            return failing;
        }
    }

    /** The columns that can't be computed for a row; none if it is the condition that fails. */
    private List<String> columns(RowKey key) throws InterruptedException {
        List<String> failing = attempts.inTransaction(
                source(),
                "see what can't be mapped of " + table.source().relation().name(),
                c -> new KeyedRows(table.source()).failing(c, key));
        return failing.size() == table.source().columns().size() ? List.of() : failing;
    }
}
