package dev.theseus.jdbc.remap;

import dev.theseus.domain.changelog.RowsAnew;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pages through the table in the order of its key, which its index gives, and keeps the last key beside the log. */
final class PgRowsAnew implements RowsAnew {

    /** Locks the row, so that two who are at it take turns. */
    private static final String BEGIN = """
            INSERT INTO theseus.logged_anew AS l (table_no, version) VALUES (?, ?)
            ON CONFLICT (table_no) DO UPDATE SET version = excluded.version,
              last_key = CASE WHEN l.version = excluded.version THEN l.last_key END,
              rows = CASE WHEN l.version = excluded.version THEN l.rows ELSE 0 END,
              complete = l.complete AND l.version = excluded.version
            RETURNING last_key, complete""";

    /** What the database compares keys by decides their order, not their texts. */
    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String NOTE = """
            WITH chunk AS MATERIALIZED (
              SELECT %1$s AS key, row_number() OVER (ORDER BY %2$s) AS place FROM %3$s t %4$s ORDER BY %2$s LIMIT ?),
            noted AS (INSERT INTO theseus.change_log (table_no, key) SELECT ?, key FROM chunk ORDER BY place)
            SELECT key, place FROM chunk ORDER BY place DESC LIMIT 1""";

    private static final String REMEMBER =
            "UPDATE theseus.logged_anew SET last_key = ?, rows = rows + ?, complete = ? WHERE table_no = ?";

    private final PgDatabase old;

    PgRowsAnew(PgDatabase old) {
        this.old = old;
    }

    /**
     * @param key of the last row that is noted; empty before the first
     * @param noted whether all are
     */
    private record Place(List<String> key, Noted noted) {}

    @Override
    public Noted next(TablePlan table, int rows) {
        return old.inTransaction("note rows of " + table.old() + " anew", connection -> {
            Place place = begin(connection, table);
            return place.noted() == Noted.ALL ? Noted.ALL : note(connection, table, place.key(), rows);
        });
    }

    private static Place begin(Connection connection, TablePlan table) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
            begin.setInt(1, table.number());
            begin.setInt(2, table.mapping().version());
            try (ResultSet row = begin.executeQuery()) {
                row.next();
                return new Place(texts(row.getArray(1)), row.getBoolean(2) ? Noted.ALL : Noted.SOME);
            }
        }
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }

    private static Noted note(Connection connection, TablePlan table, List<String> after, int rows)
            throws SQLException {
        PgRelation source = PgRelation.captured(connection, table, Side.OLD);
        try (PreparedStatement note = connection.prepareStatement(sql(source, after))) {
            int place = 1;
            for (String part : after) {
                note.setString(place++, part);
            }
            note.setInt(place++, rows);
            note.setInt(place, table.number());
            try (ResultSet last = note.executeQuery()) {
                boolean any = last.next();
                long noted = any ? last.getLong(2) : 0;
                Noted all = noted < rows ? Noted.ALL : Noted.SOME;
                remember(connection, table, any ? texts(last.getArray(1)) : after, noted, all);
                return all;
            }
        }
    }

    private static String sql(PgRelation source, List<String> after) {
        String order = source.key().stream().map(c -> "t." + c.quoted()).collect(Collectors.joining(", "));
        String beyond = after.isEmpty()
                ? ""
                : "WHERE (" + order + ") > ("
                        + source.key().stream()
                                .map(c -> "CAST(? AS " + c.type() + ")")
                                .collect(Collectors.joining(", "))
                        + ")";
        return NOTE.formatted(source.keyText("t"), order, source.quoted(), beyond);
    }

    private static void remember(Connection connection, TablePlan table, List<String> key, long noted, Noted all)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(REMEMBER)) {
            update.setArray(1, key.isEmpty() ? null : connection.createArrayOf("text", key.toArray()));
            update.setLong(2, noted);
            update.setBoolean(3, all == Noted.ALL);
            update.setInt(4, table.number());
            update.executeUpdate();
        }
    }
}
