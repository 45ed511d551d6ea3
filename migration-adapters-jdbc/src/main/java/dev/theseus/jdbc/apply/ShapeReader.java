package dev.theseus.jdbc.apply;

import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.apply.TableShape.Arbiter;
import dev.theseus.jdbc.apply.TableShape.Dependent;
import dev.theseus.jdbc.apply.TableShape.Element;
import dev.theseus.jdbc.apply.TableShape.From;
import dev.theseus.jdbc.apply.TableShape.Into;
import dev.theseus.jdbc.apply.TableShape.Nulls;
import dev.theseus.jdbc.apply.TableShape.Pair;
import dev.theseus.jdbc.apply.TableShape.Rules;
import dev.theseus.jdbc.apply.TableShape.UniqueRule;
import dev.theseus.jdbc.apply.TableShape.UnseenColumn;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the shape of a table from the catalogues of both databases. */
final class ShapeReader {

    /** A column of the target that the plan carries but the target computes itself is left out. */
    private static final String ARBITER = """
            SELECT EXISTS (
              SELECT FROM pg_index i WHERE i.indrelid = ?::regclass AND i.indisunique AND i.indimmediate AND i.indisvalid
                AND i.indpred IS NULL AND i.indexprs IS NULL AND NOT i.indisexclusion
                AND (SELECT array_agg(a.attname::text ORDER BY a.attname::text COLLATE "C") FROM pg_attribute a
                     WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey[0:i.indnkeyatts - 1]))
                  = (SELECT array_agg(k ORDER BY k COLLATE "C") FROM unnest(?::text[]) k))""";

    /** The version's own columns of pg_index are read through JSON, since older servers lack some. */
    private static final String RULES = """
            SELECT c.relname, n, pg_get_indexdef(i.indexrelid, n, true) AS expression,
              coalesce(pg_get_expr(i.indpred, i.indrelid), 'true') AS predicate,
              coalesce((to_jsonb(i)->>'indnullsnotdistinct')::boolean, false) AS nulls_not_distinct,
              NOT i.indimmediate OR coalesce(x.condeferrable, false) AS deferrable,
              'OPERATOR(' || quote_ident(ons.nspname) || '.' || o.oprname || ')' AS operator,
              coalesce('COLLATE ' || quote_ident(cns.nspname) || '.' || quote_ident(coll.collname), '') AS collation
            FROM pg_index i
            JOIN pg_class c ON c.oid = i.indexrelid
            CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) n
            LEFT JOIN pg_constraint x ON x.conindid = i.indexrelid AND x.contype IN ('p', 'u', 'x') AND x.conrelid = i.indrelid
            JOIN pg_opclass oc ON oc.oid = i.indclass[n - 1]
            LEFT JOIN pg_amop a ON a.amopfamily = oc.opcfamily AND a.amopstrategy = 3
              AND a.amoplefttype = oc.opcintype AND a.amoprighttype = oc.opcintype
            JOIN pg_operator o ON o.oid = coalesce(x.conexclop[n], a.amopopr)
            JOIN pg_namespace ons ON ons.oid = o.oprnamespace
            LEFT JOIN pg_collation coll ON coll.oid = i.indcollation[n - 1]
            LEFT JOIN pg_namespace cns ON cns.oid = coll.collnamespace
            WHERE i.indrelid = ?::regclass AND (i.indisunique OR x.conexclop IS NOT NULL)
            ORDER BY c.relname, n""";

    private static final String DEPENDENTS = """
            SELECT f.conname, f.conrelid::regclass::text AS dependent, quote_ident(fa.attname) AS from_column,
              quote_ident(ta.attname) AS to_column,
              'OPERATOR(' || quote_ident(ons.nspname) || '.' || o.oprname || ')' AS operator
            FROM pg_constraint f
            CROSS JOIN LATERAL generate_subscripts(f.conkey, 1) n
            JOIN pg_attribute fa ON fa.attrelid = f.conrelid AND fa.attnum = f.conkey[n]
            JOIN pg_attribute ta ON ta.attrelid = f.confrelid AND ta.attnum = f.confkey[n]
            JOIN pg_operator o ON o.oid = f.conpfeqop[n] JOIN pg_namespace ons ON ons.oid = o.oprnamespace
            WHERE f.contype = 'f' AND f.confrelid = ?::regclass AND f.confdeltype IN ('c', 'n', 'd')
            ORDER BY f.conname, n""";

    private static final String UNSEEN = """
            SELECT quote_ident(a.attname) AS name, a.attgenerated <> '' AS generated, CASE WHEN a.attgenerated <> '' THEN '(' || pg_get_expr(d.adbin, d.adrelid) || ')'
                ELSE 'NULL::' || format_type(a.atttypid, a.atttypmod) END AS value
            FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (?::text[])""";

    private static final String ROW_TYPE = """
            SELECT a.attname AS name, t.typtype = 'd' AND a.attname <> ALL (?::text[]) AS strict
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
            WHERE a.attrelid = ?::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum""";

    private ShapeReader() {}

    static TableShape read(From source, Connection target, TablePlan plan, Direction direction) throws SQLException {
        PgRelation into = PgRelation.target(target, plan, direction);
        Set<String> computed = computed(into);
        into = without(into, computed);
        // the columns that a mapping in Java reads are not those that it writes
        PgRelation from =
                source.relation().lines().isPresent() ? source.relation() : without(source.relation(), computed);
        Rules rules = new Rules(
                arbiter(target, into),
                uniqueRules(target, into),
                dependents(target, into),
                unseen(target, into),
                partaking(target, plan, direction));
        return new TableShape(
                plan.number(),
                new From(from, source.match()),
                new Into(into, KeyMatch.of(target, into), rowType(target, into)),
                rules);
    }

    private static Set<String> computed(PgRelation target) {
        Set<String> names = new HashSet<>();
        for (PgColumn column : target.columns()) {
            if (column.origin() == Origin.COMPUTED) {
                names.add(column.name());
            }
        }
        return names;
    }

    private static PgRelation without(PgRelation relation, Set<String> names) {
        return relation.with(relation.columns().stream()
                .filter(c -> !names.contains(c.name()))
                .toList());
    }

    /** Rows of the target that the mapping never brought over to the source are no business of ours. */
    private static Optional<String> partaking(Connection target, TablePlan plan, Direction direction)
            throws SQLException {
        Direction back = Direction.from(direction.target());
        if (plan.image(back).flatMap(Image::filter).isEmpty()) {
            return Optional.empty();
        }
        PgRelation asSource = PgRelation.source(target, plan, back);
        return asSource.image().map(query -> query.isOneOf(asSource.quoted(), "t"));
    }

    /** A domain may forbid NULL, wherever its values stand. */
    private static Optional<List<String>> rowType(Connection target, PgRelation into) throws SQLException {
        try (PreparedStatement query = target.prepareStatement(ROW_TYPE)) {
            query.setArray(1, names(target, into.columns()));
            query.setString(2, into.quoted());
            try (ResultSet row = query.executeQuery()) {
                List<String> columns = new ArrayList<>();
                boolean strict = false;
                while (row.next()) {
                    columns.add(Sql.quoted(row.getString("name")));
                    strict |= row.getBoolean("strict");
                }
                return strict ? Optional.empty() : Optional.of(List.copyOf(columns));
            }
        }
    }

    private static Array names(Connection connection, List<PgColumn> columns) throws SQLException {
        return connection.createArrayOf(
                "text", columns.stream().map(PgColumn::name).toArray());
    }

    private static Arbiter arbiter(Connection target, PgRelation into) throws SQLException {
        try (PreparedStatement query = target.prepareStatement(ARBITER)) {
            query.setString(1, into.quoted());
            query.setArray(
                    2,
                    target.createArrayOf(
                            "text", into.key().stream().map(PgColumn::name).toArray()));
            try (ResultSet row = query.executeQuery()) {
                return row.next() && row.getBoolean(1) ? Arbiter.KEY_INDEX : Arbiter.NONE;
            }
        }
    }

    private static List<UniqueRule> uniqueRules(Connection target, PgRelation into) throws SQLException {
        try (PreparedStatement query = target.prepareStatement(RULES)) {
            query.setString(1, into.quoted());
            try (ResultSet row = query.executeQuery()) {
                Map<String, UniqueRule> rules = new LinkedHashMap<>();
                while (row.next()) {
                    rules.merge(row.getString("relname"), rule(row), ShapeReader::joined);
                }
                return List.copyOf(rules.values());
            }
        }
    }

    private static UniqueRule rule(ResultSet row) throws SQLException {
        Element element =
                new Element(row.getString("expression"), row.getString("operator"), row.getString("collation"));
        return new UniqueRule(
                row.getString("relname"),
                List.of(element),
                row.getString("predicate"),
                row.getBoolean("nulls_not_distinct") ? Nulls.NOT_DISTINCT : Nulls.DISTINCT,
                row.getBoolean("deferrable"));
    }

    private static UniqueRule joined(UniqueRule first, UniqueRule next) {
        List<Element> elements = new ArrayList<>(first.elements());
        elements.addAll(next.elements());
        return new UniqueRule(first.name(), elements, first.predicate(), first.nulls(), first.deferrable());
    }

    private static List<Dependent> dependents(Connection target, PgRelation into) throws SQLException {
        try (PreparedStatement query = target.prepareStatement(DEPENDENTS)) {
            query.setString(1, into.quoted());
            try (ResultSet row = query.executeQuery()) {
                Map<String, Dependent> found = new LinkedHashMap<>();
                while (row.next()) {
                    String table = row.getString("dependent");
                    Pair pair = new Pair(
                            row.getString("from_column"), row.getString("operator"), row.getString("to_column"));
                    found.merge(
                            table + " " + row.getString("conname"),
                            new Dependent(row.getString("conname"), table, List.of(pair)),
                            ShapeReader::joined);
                }
                return List.copyOf(found.values());
            }
        }
    }

    private static Dependent joined(Dependent first, Dependent next) {
        List<Pair> pairs = new ArrayList<>(first.columns());
        pairs.addAll(next.columns());
        return new Dependent(first.name(), first.table(), pairs);
    }

    private static List<UnseenColumn> unseen(Connection target, PgRelation into) throws SQLException {
        try (PreparedStatement query = target.prepareStatement(UNSEEN)) {
            query.setString(1, into.quoted());
            query.setArray(
                    2,
                    target.createArrayOf(
                            "text", into.columns().stream().map(PgColumn::name).toArray()));
            try (ResultSet row = query.executeQuery()) {
                List<UnseenColumn> unseen = new ArrayList<>();
                while (row.next()) {
                    unseen.add(new UnseenColumn(
                            row.getString("name"), row.getString("value"), row.getBoolean("generated")));
                }
                return unseen;
            }
        }
    }
}
