package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares rows of old, brought into a temporary table of new once more, with those that new has. New compares: keys as
 * the key's own index does, values by their text, so that a type without equality takes part and 1.0 is not 1.00.
 *
 * @param compared columns in which both must agree: all but the declared losses
 */
record Comparing(PgRelation target, KeyMatch match, List<PgColumn> compared) {

    private static final String STAGE = "pg_temp.theseus_compared";
    private static final String SEEN = "pg_temp.theseus_seen";

    /** The column with the text of old's key; no column of a plan may have that name in the stage. */
    private static final String KEY = "\"theseus old key\"";

    /** Makes the tables, gone with the session or with {@link #drop}. */
    void create(Connection session) throws SQLException {
        // a comparison that failed may have left its own in a session of the pool
        drop(session);
        Run.sql(
                session,
                "CREATE TEMPORARY TABLE theseus_compared AS SELECT " + target.columnList() + ", ''::text AS " + KEY
                        + " FROM " + target.quoted() + " WITH NO DATA");
        Run.sql(
                session,
                "CREATE TEMPORARY TABLE theseus_seen AS SELECT " + target.keyList() + " FROM " + target.quoted()
                        + " WITH NO DATA");
    }

    void drop(Connection session) throws SQLException {
        Run.sql(session, "DROP TABLE IF EXISTS " + STAGE + ", " + SEEN);
    }

    String copyIn() {
        return "COPY " + STAGE + " (" + target.columnList() + ", " + KEY + ") FROM STDIN";
    }

    /** Remembers the keys of the stage, and empties it. */
    void next(Connection session) throws SQLException {
        Run.sql(session, "INSERT INTO " + SEEN + " SELECT " + target.keyList() + " FROM " + STAGE);
        Run.sql(session, "TRUNCATE " + STAGE);
    }

    private static String text(String row, PgColumn column) {
        return row + "." + column.quoted() + "::pg_catalog.text COLLATE pg_catalog.\"C\"";
    }

    private static String differs(PgColumn column) {
        return text("s", column) + " IS DISTINCT FROM " + text("t", column);
    }

    /** One element for each compared column, null where it does not differ. */
    private String ofDiffering(Function<PgColumn, String> what) {
        return compared.stream()
                .map(c -> "CASE WHEN " + differs(c) + " THEN " + what.apply(c) + " END")
                .collect(Collectors.joining(", ", "ARRAY[", "]::pg_catalog.text[]"));
    }

    private static String digest(String row, PgColumn column) {
        return "pg_catalog.md5(coalesce('=' || " + text(row, column) + ", 'NULL'))";
    }

    /** Rows of the stage that new lacks, or has otherwise; old's key, and the columns. */
    List<Divergence> differing(Connection session) throws SQLException {
        String missing = "t." + target.key().getFirst().quoted() + " IS NULL";
        String columns = ofDiffering(c -> literal(c.name())) + ", " + ofDiffering(c -> digest("s", c)) + ", "
                + ofDiffering(c -> digest("t", c));
        String some = compared.stream().map(Comparing::differs).collect(Collectors.joining(" OR ", "false OR ", ""));
        String sql = "SELECT s." + KEY + ", " + missing + ", " + columns + " FROM " + STAGE + " s LEFT JOIN "
                + target.quoted() + " t ON " + match.isSame("s", "t") + " WHERE " + missing + " OR " + some;
        try (PreparedStatement query = session.prepareStatement(sql);
                ResultSet rows = query.executeQuery()) {
            List<Divergence> found = new ArrayList<>();
            while (rows.next()) {
                RowKey key = KeyText.parse(rows.getString(1));
                found.add(
                        rows.getBoolean(2)
                                ? new Divergence(key, Divergence.Kind.MISSING_ON_NEW, List.of())
                                : new Divergence(key, Divergence.Kind.DIFFERENT, texts(rows, 3), digests(rows)));
            }
            return found;
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        return Arrays.stream((String[]) row.getArray(column).getArray())
                .filter(Objects::nonNull)
                .toList();
    }

    private static List<Divergence.Digests> digests(ResultSet row) throws SQLException {
        List<String> old = texts(row, 4);
        List<String> target = texts(row, 5);
        List<Divergence.Digests> digests = new ArrayList<>();
        for (int i = 0; i < old.size(); i++) {
            digests.add(new Divergence.Digests(old.get(i), target.get(i)));
        }
        return digests;
    }

    /** Rows of new that none of those seen has the key of. */
    List<RowKey> unseen(Connection session) throws SQLException {
        String sql = "SELECT " + target.keyText("t") + " FROM " + target.quoted() + " t WHERE NOT EXISTS (SELECT FROM "
                + SEEN + " s WHERE " + match.isSame("s", "t") + ")";
        try (PreparedStatement query = session.prepareStatement(sql)) {
            return keys(query);
        }
    }

    /** Rows of new that were asked for and are not in the stage. */
    List<RowKey> extra(Connection session, Collection<RowKey> asked) throws SQLException {
        String sql = "SELECT " + target.keyText("t") + " FROM " + target.quoted() + " t WHERE EXISTS (SELECT FROM "
                + match.asked("?::pg_catalog.jsonb") + " a WHERE " + match.isAsked("t", "a")
                + ") AND NOT EXISTS (SELECT FROM " + STAGE + " s WHERE " + match.isSame("s", "t") + ")";
        try (PreparedStatement query = session.prepareStatement(sql)) {
            query.setString(1, KeyJson.of(asked));
            return keys(query);
        }
    }

    private static List<RowKey> keys(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            List<RowKey> keys = new ArrayList<>();
            while (rows.next()) {
                keys.add(RowKey.of((String[]) rows.getArray(1).getArray()));
            }
            return keys;
        }
    }

    long rowsOfTarget(Connection session) throws SQLException {
        return Long.parseLong(Run.texts(session, "SELECT count(*) FROM " + Sql.quoted(target.name()))
                .getFirst());
    }
}
