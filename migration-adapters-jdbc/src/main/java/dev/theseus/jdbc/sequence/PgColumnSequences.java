package dev.theseus.jdbc.sequence;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.sequence.SequenceMoved;
import dev.theseus.domain.sequence.Sequences;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pairs sequences by the columns that draw from them, whatever the sequences are called. */
final class PgColumnSequences implements Sequences {

    /** A column may own one sequence and draw from another; the one that it draws from counts first. */
    private static final String DRAWN = """
            SELECT a.attname, format('%I.%I', n.nspname, s.relname) AS sequence, q.seqincrement, q.seqmin, q.seqmax
            FROM pg_attribute a
            JOIN LATERAL (
              SELECT d.refobjid AS oid, 1 AS rank FROM pg_attrdef f
              JOIN pg_depend d ON d.classid = 'pg_attrdef'::regclass AND d.objid = f.oid AND d.refclassid = 'pg_class'::regclass
              WHERE f.adrelid = a.attrelid AND f.adnum = a.attnum
              UNION ALL
              SELECT d.objid, 2 FROM pg_depend d
              WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = a.attrelid AND d.refobjsubid = a.attnum
                AND d.classid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')) used ON true
            JOIN pg_class s ON s.oid = used.oid AND s.relkind = 'S'
            JOIN pg_namespace n ON n.oid = s.relnamespace JOIN pg_sequence q ON q.seqrelid = s.oid
            WHERE a.attrelid = ?::regclass AND a.attname = ANY (?) AND NOT a.attisdropped
            ORDER BY used.rank DESC""";

    private final PgDatabase old;
    private final PgDatabase target;

    PgColumnSequences(PgDatabase old, PgDatabase target) {
        this.old = old;
        this.target = target;
    }

    @Override
    public List<SequenceMoved> advance(List<TablePlan> tables) {
        List<SequenceMoved> moved = new ArrayList<>();
        for (TablePlan table : tables) {
            for (CarriedColumns.Pair pair : CarriedColumns.pairs(old, target, table)) {
                bringForward(pair.from(), pair.into())
                        .ifPresent(next ->
                                moved.add(new SequenceMoved(table.old(), pair.column(), pair.into().name, next)));
            }
        }
        return moved;
    }

    /** The sequences that columns of a table draw from, by column. */
    static Map<String, Drawn> drawn(PgDatabase database, TableName table, List<String> columns) {
        return database.inTransaction("find the sequences of " + table, connection -> {
            try (PreparedStatement query = connection.prepareStatement(DRAWN)) {
                query.setString(1, Sql.quoted(table));
                query.setArray(2, connection.createArrayOf("text", columns.toArray()));
                try (ResultSet rows = query.executeQuery()) {
                    Map<String, Drawn> drawn = new HashMap<>();
                    while (rows.next()) {
                        drawn.put(
                                rows.getString(1),
                                new Drawn(rows.getString(2), rows.getLong(3), rows.getLong(4), rows.getLong(5)));
                    }
                    return drawn;
                }
            }
        });
    }

    /** Before the cutover nobody but Theseus draws on new, so nothing comes between the look and the move. */
    private Optional<Long> bringForward(Drawn source, Drawn sequence) {
        Position wanted = old.inTransaction("read sequence " + source.name, c -> position(c, source));
        return target.inTransaction("bring sequence " + sequence.name + " forward", connection -> {
            if (!position(connection, sequence).isBehind(wanted, sequence.increment)) {
                return Optional.empty();
            }
            move(connection, sequence, wanted);
            return Optional.of(wanted.drawn ? wanted.last + sequence.increment : wanted.last);
        });
    }

    private static Position position(Connection connection, Drawn sequence) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT last_value, is_called FROM " + sequence.name)) {
            row.next();
            return new Position(row.getLong(1), row.getBoolean(2));
        }
    }

    private static void move(Connection connection, Drawn sequence, Position to) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT setval(?::regclass, ?, ?)")) {
            query.setString(1, sequence.name);
            query.setLong(2, to.last);
            query.setBoolean(3, to.drawn);
            query.execute();
        }
    }

    /**
     * A sequence that a column draws from.
     *
     * @param name qualified and quoted
     * @param increment negative if it counts down
     * @param smallest number that it can give out
     * @param largest number that it can give out
     */
    record Drawn(String name, long increment, long smallest, long largest) {

        /** Whether a number further by so many steps is still one of its own. */
        boolean hasRoom(long from, long steps) {
            try {
                long to = Math.addExact(from, Math.multiplyExact(steps, increment));
                return smallest <= to && to <= largest;
            } catch (ArithmeticException tooFar) {
                return false;
            }
        }
    }

    /**
     * Where a sequence is.
     *
     * @param last value
     * @param drawn whether that value was given out already
     */
    record Position(long last, boolean drawn) {

        /** The position so many numbers further; this one where the sequence has no room for them. */
        Position beyond(long margin, Drawn sequence) {
            return sequence.hasRoom(last, margin) ? new Position(last + margin * sequence.increment(), drawn) : this;
        }

        boolean isBehind(Position other, long increment) {
            if (last == other.last) {
                return !drawn && other.drawn;
            }
            return increment > 0 ? last < other.last : last > other.last;
        }
    }
}
