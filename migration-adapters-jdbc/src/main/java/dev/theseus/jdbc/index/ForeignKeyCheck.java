package dev.theseus.jdbc.index;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether the foreign keys of the target tables hold. Rows were written while the server did not enforce them, so
 * that a key which is marked valid may not be: PostgreSQL itself never looks again.
 *
 * @param looks at a key that does not hold, since the relay may just be about to bring the missing row
 */
record ForeignKeyCheck(List<TablePlan> tables, Looks looks) {

    private static final String VIOLATION = "23503";

    /** One query for each key: a row of the referencing table that lacks its referenced row. MATCH SIMPLE, as usual. */
    private static final String QUERIES = """
            SELECT rn.nspname, r.relname, c.conname, format('SELECT EXISTS (SELECT FROM %s f WHERE %s AND NOT EXISTS (SELECT FROM %s t WHERE %s))',
              c.conrelid::regclass,
              string_agg(format('f.%I IS NOT NULL', a.attname), ' AND ' ORDER BY k.ord),
              c.confrelid::regclass,
              string_agg(format('t.%I OPERATOR(%I.%s) f.%I', b.attname, n.nspname, o.oprname, a.attname), ' AND ' ORDER BY k.ord))
            FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
            CROSS JOIN LATERAL unnest(c.conkey, c.confkey, c.conpfeqop) WITH ORDINALITY k(f, t, op, ord)
            JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.f
            JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = k.t
            JOIN pg_operator o ON o.oid = k.op JOIN pg_namespace n ON n.oid = o.oprnamespace
            WHERE c.contype = 'f' AND c.conparentid = 0 AND c.convalidated AND c.conrelid = ANY (?::regclass[])
            GROUP BY c.oid, c.conname, c.conrelid, c.confrelid, r.relname, rn.nspname ORDER BY c.conname""";

    private record Question(TableName table, String constraint, String query) {

        boolean isOf(DeferredObject key) {
            return key.table().equals(table) && key.name().equals(constraint);
        }
    }

    /**
     * Looks at all but those that the server itself has just looked at.
     *
     * @throws DatabaseRefused that names the key which does not hold
     */
    void check(PgDatabase target, List<DeferredObject> validated) {
        for (Question question : target.inTransaction("list the foreign keys", this::questions)) {
            if (validated.stream().noneMatch(question::isOf)) {
                looks.until(() -> isViolated(target, question) ? Optional.of(refusal(question)) : Optional.empty());
            }
        }
    }

    private static DatabaseRefused refusal(Question question) {
        return new DatabaseRefused(
                Side.NEW,
                VIOLATION,
                "Foreign key " + question.constraint()
                        + " of the new database does not hold: rows lack the row that they refer "
                        + "to. Does old have this key? Mend the rows on old, or drop the key on new, and run again.",
                new SQLException("foreign key violation", VIOLATION));
    }

    private static boolean isViolated(PgDatabase target, Question question) {
        return target.inTransaction(
                "look whether foreign key " + question.constraint() + " holds",
                c -> Run.texts(c, question.query()).contains("t"));
    }

    private List<Question> questions(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(QUERIES)) {
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text",
                            tables.stream().map(t -> Sql.quoted(t.target())).toArray()));
            try (ResultSet rows = query.executeQuery()) {
                List<Question> questions = new ArrayList<>();
                while (rows.next()) {
                    questions.add(new Question(
                            new TableName(rows.getString(1), rows.getString(2)), rows.getString(3), rows.getString(4)));
                }
                return questions;
            }
        }
    }
}
