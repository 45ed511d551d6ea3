package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.PgStripes;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A table on the side that has authority, with all of its columns that are written, carried or not: what is restored
 * must be the whole row.
 *
 * @param plan of the table
 * @param relation with all columns that hold values of their own
 * @param match of its keys
 * @param dependents foreign keys onto it that would change other tables when a row is deleted
 */
record ImagedTable(TablePlan plan, PgRelation relation, KeyMatch match, List<Dependent> dependents) {

    private static final String WRITTEN_COLUMNS = """
            SELECT a.attname FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
            ORDER BY a.attnum""";

    private static final String DEPENDENTS = """
            SELECT f.conrelid::regclass::text, string_agg(format('t.%I OPERATOR(%I.%s) d.%I', ta.attname, ons.nspname,
              o.oprname, fa.attname), ' AND ')
            FROM pg_catalog.pg_constraint f
            CROSS JOIN LATERAL pg_catalog.generate_subscripts(f.conkey, 1) n
            JOIN pg_catalog.pg_attribute fa ON fa.attrelid = f.conrelid AND fa.attnum = f.conkey[n]
            JOIN pg_catalog.pg_attribute ta ON ta.attrelid = f.confrelid AND ta.attnum = f.confkey[n]
            JOIN pg_catalog.pg_operator o ON o.oid = f.conpfeqop[n]
            JOIN pg_catalog.pg_namespace ons ON ons.oid = o.oprnamespace
            WHERE f.contype = 'f' AND f.confrelid = ?::regclass AND f.confdeltype IN ('c', 'n', 'd')
            GROUP BY f.oid, f.conrelid""";

    /**
     * A foreign key onto the table with an action on delete.
     *
     * @param table that holds it, quoted
     * @param condition that its row {@code d} refers to row {@code t}
     */
    record Dependent(String table, String condition) {}

    ImagedTable {
        dependents = List.copyOf(dependents);
    }

    /** With settings of ours. */
    static ImagedTable read(Connection connection, TablePlan plan, Side side) throws SQLException {
        String quoted = Sql.quoted(plan.on(side));
        List<String> key = plan.image(Direction.from(side)).orElseThrow().sourceKey();
        PgRelation relation = PgRelation.read(connection, plan.on(side), columns(connection, quoted), key);
        return new ImagedTable(plan, relation, KeyMatch.of(connection, relation), dependents(connection, quoted));
    }

    private static List<String> columns(Connection connection, String quoted) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(WRITTEN_COLUMNS)) {
            query.setString(1, quoted);
            try (ResultSet rows = query.executeQuery()) {
                List<String> columns = new ArrayList<>();
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
                return columns;
            }
        }
    }

    private static List<Dependent> dependents(Connection connection, String quoted) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DEPENDENTS)) {
            query.setString(1, quoted);
            try (ResultSet rows = query.executeQuery()) {
                List<Dependent> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new Dependent(rows.getString(1), rows.getString(2)));
                }
                return found;
            }
        }
    }

    /** Whether two texts may be one key: then there is one lock for the table, and keys are told apart by no text. */
    PgStripes.Grain grain() {
        return PgStripes.of(plan.number(), relation, relation).grain();
    }

    int number() {
        return plan.number();
    }

    /** The key of {@code asked} as the database writes it. */
    String askedKey(String asked) {
        return IntStream.range(0, relation.key().size())
                .mapToObj(i -> asked + ".k" + i + "::pg_catalog.text COLLATE pg_catalog.\"C\"")
                .collect(Collectors.joining(", ", "ARRAY[", "]"));
    }

    /** That row {@code t} is the one which row {@code r} of the journal is about. */
    String isJournaled() {
        return IntStream.range(0, relation.key().size())
                .mapToObj(i -> "t." + relation.key().get(i).quoted() + " "
                        + match.operators().get(i) + " r.key[" + (i + 1) + "]::"
                        + relation.key().get(i).type())
                .collect(Collectors.joining(" AND "));
    }

    /**
     * Row {@code t} as an object of texts, which every type can write and read without loss. Binds the columns' names.
     */
    String image() {
        return relation.columns().stream()
                .map(c -> "t." + c.quoted())
                .map(c -> "CASE WHEN " + c + " IS NOT DISTINCT FROM NULL THEN NULL ELSE pg_catalog.format('%s', " + c
                        + ") END")
                .collect(
                        Collectors.joining(", ", "pg_catalog.jsonb_object(?::pg_catalog.text[], ARRAY[", "]::text[])"));
    }

    Object[] columnNames() {
        return relation.columns().stream().map(PgColumn::name).toArray();
    }

    /** What an UPDATE may set: a GENERATED ALWAYS AS IDENTITY column was not updated, so it need not be set back. */
    List<PgColumn> updatable() {
        return relation.columns().stream()
                .filter(c -> c.origin() != Origin.IDENTITY_ALWAYS)
                .toList();
    }

    /** A column of the image in journal row {@code r}. */
    static String before(PgColumn column) {
        return "(r.before->>'" + column.name().replace("'", "''") + "')::" + column.type();
    }
}
