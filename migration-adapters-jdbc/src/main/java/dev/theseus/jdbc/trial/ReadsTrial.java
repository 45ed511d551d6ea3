package dev.theseus.jdbc.trial;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.MappingTrial.Question;
import dev.theseus.domain.inspection.MappingTrial.Reads;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Has the server say what an expression depends on, by a view of it that never comes to be. Its row is one of constants
 * with the columns of the tables, so that what the view depends on is read elsewhere; only an expression that wants a
 * row of the tables' own types is seen over the tables, and then they don't count.
 */
record ReadsTrial(Question question) {

    private static final String VIEW = "CREATE TEMPORARY VIEW theseus_trial AS SELECT (%s\n) AS value FROM %s %s%s";

    private static final String DEPENDS_ON = """
            FROM pg_catalog.pg_rewrite r
            JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
            WHERE r.ev_class = 'pg_temp.theseus_trial'::regclass""";

    private static final String TABLES = """
            SELECT DISTINCT n.nspname, c.relname FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN (SELECT d.refclassid, d.refobjid, r.ev_class %s) d
              ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = c.oid AND d.ev_class <> c.oid
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') ORDER BY 1, 2""".formatted(DEPENDS_ON);

    /** Those that are part of an extension are known to say the same for the same arguments, or else not to be used. */
    private static final String FUNCTIONS = """
            SELECT DISTINCT p.oid::regprocedure::text FROM pg_catalog.pg_proc p
            JOIN (SELECT d.refclassid, d.refobjid %s) d ON d.refclassid = 'pg_catalog.pg_proc'::regclass AND d.refobjid = p.oid
            WHERE p.provolatile <> 'i' AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
              WHERE e.classid = 'pg_catalog.pg_proc'::regclass AND e.objid = p.oid AND e.deptype = 'e')
            ORDER BY 1""".formatted(DEPENDS_ON);

    private static final String COLUMNS = """
            SELECT attname, pg_catalog.format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute
            WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""";

    static ReadsTrial of(Question question) {
        return new ReadsTrial(question);
    }

    Reads ask(Connection connection) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return ask(connection, overConstants(connection), Set.of());
        } catch (SQLException e) {
            if (!PgMappingTrial.isAnswer(e)) {
                throw e;
            }
            connection.rollback(before);
        }
        try {
            return ask(connection, overTables(), own());
        } catch (SQLException e) {
            if (!PgMappingTrial.isAnswer(e)) {
                throw e;
            }
            connection.rollback(before);
            return new Reads.NotTold(PgMappingTrial.message(e));
        }
    }

    private Set<TableName> own() {
        Set<TableName> own = new HashSet<>();
        own.add(question.source());
        question.joins().forEach(j -> own.add(j.table()));
        return own;
    }

    private static Reads ask(Connection connection, String view, Set<TableName> own) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL statement_timeout = '60s'");
            statement.execute(view);
            List<TableName> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(TABLES)) {
                while (rows.next()) {
                    tables.add(new TableName(rows.getString(1), rows.getString(2)));
                }
            }
            List<String> functions = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(FUNCTIONS)) {
                while (rows.next()) {
                    functions.add(rows.getString(1));
                }
            }
            tables.removeAll(own);
            connection.rollback(before);
            return new Reads.Told(tables, functions);
        }
    }

    private String overTables() {
        return VIEW.formatted(
                question.sql(),
                Sql.quoted(question.source()),
                Image.SOURCE,
                TrialSql.joins(question.sourceKey(), question.joins()));
    }

    private String overConstants(Connection connection) throws SQLException {
        StringBuilder joins = new StringBuilder();
        for (Join join : question.joins()) {
            joins.append(" CROSS JOIN ")
                    .append(constants(connection, join.table()))
                    .append(' ')
                    .append(Sql.quoted(join.alias()));
        }
        return VIEW.formatted(question.sql(), constants(connection, question.source()), Image.SOURCE, joins);
    }

    private static String constants(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(COLUMNS)) {
            query.setString(1, Sql.quoted(table));
            List<String> columns = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add("CAST(NULL AS " + rows.getString(2) + ") AS " + Sql.quoted(rows.getString(1)));
                }
            }
            return "(SELECT " + String.join(", ", columns) + ")";
        }
    }
}
