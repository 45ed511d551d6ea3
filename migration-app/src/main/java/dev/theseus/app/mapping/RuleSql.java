package dev.theseus.app.mapping;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.jdbc.postgres.Sql;
import dev.theseus.jdbc.storedvalue.StoredColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes rules as SQL over the row that they are computed from. A value is cast to the type of the column that takes it
 * where the computing server knows that type: rows travel and are compared in text form, which the type decides.
 *
 * @param alias of the table that the row comes from
 * @param source that table
 * @param keys how keys that become others are found
 */
public record RuleSql(String alias, TableDefinition source, KeyLookups keys) {

    private static final Pattern UNLISTED = Pattern.compile(
            " ELSE CAST\\(CAST\\('a value of column (?:[^']|'')*' \\|\\| left\\(.*?, 0\\) AS integer\\) AS text\\) END");

    private static final Pattern NO_ROW = Pattern.compile(
            ", CAST\\(CAST\\(CAST\\('column (?:[^']|'')*' \\|\\| left\\(.*?, 0\\) AS integer\\) AS text\\) AS \\w+\\)");

    /** A column of the source, carried as it is. */
    Expression same(String column) {
        return alias.equals(Image.SOURCE) ? new Expression.Same(column) : new Expression.Sql(reference(column));
    }

    private String reference(String column) {
        return reference(alias, column);
    }

    /**
     * The value of a column of new.
     *
     * @param taken fields of JSON objects that columns of their own take, by column of old
     */
    Expression forward(ColumnRule rule, Column target, Map<String, List<String>> taken) {
        return switch (rule) {
            case ColumnRule.Rename r -> same(r.column());
            case ColumnRule.Sql r -> new Expression.Sql(r.text());
            case ColumnRule.Constant r -> sql(cast(literal(r.value()), target.type()));
            case ColumnRule.Lookup r -> sql(cast(lookup(r.column(), r.values()), target.type()));
            case ColumnRule.JsonField r -> sql(field(r, target.type()));
            case ColumnRule.JsonRest r -> sql(rest(r.column(), taken.getOrDefault(r.column(), List.of()), target));
            case ColumnRule.Zone r -> sql(inZone(r.column(), r));
            case ColumnRule.Cast r -> sql(cast(reference(r.column()), target.type()));
            case ColumnRule.Stored r -> stored(r, target);
            case ColumnRule.Default r ->
                sql("coalesce(" + reference(r.column()) + ", " + cast(literal(r.value()), type(r.column())) + ")");
            case ColumnRule.NewKey r -> sql(keys.newOf(source.name(), source, r.column(), reference(r.column())));
            case ColumnRule.KeyOf r -> sql(keys.newOf(r.table(), source, r.column(), reference(r.column())));
        };
    }

    /**
     * The value of the column of old that a rule read, made from the column of new that it made.
     *
     * @param column of new
     * @param old the column of old
     * @param table of old that this column is of
     */
    Expression back(ColumnRule rule, String column, Column old, TableName table) {
        return switch (rule) {
            case ColumnRule.Rename r -> same(column);
            case ColumnRule.Lookup r -> sql(cast(lookup(column, inverted(r.values())), old.type()));
            case ColumnRule.Zone r -> sql(inZone(column, r));
            case ColumnRule.Cast r -> sql(cast(reference(column), old.type()));
            case ColumnRule.Default r ->
                sql("nullif(" + reference(column) + ", " + cast(literal(r.value()), type(column)) + ")");
            case ColumnRule.NewKey r -> sql(keys.oldOf(table, source, column, reference(column)));
            case ColumnRule.KeyOf r -> sql(keys.oldOf(r.table(), source, column, reference(column)));
            case ColumnRule.Sql r -> throw noInverse(r);
            case ColumnRule.Stored r -> throw noInverse(r);
            case ColumnRule.Constant r -> throw noInverse(r);
            case ColumnRule.JsonField r -> throw noInverse(r);
            case ColumnRule.JsonRest r -> throw noInverse(r);
        };
    }

    /** Of the driving table alone: whoever stores values looks them up by its key. */
    private Expression stored(ColumnRule.Stored rule, Column target) {
        if (!alias.equals(Image.SOURCE)) {
            throw new IllegalArgumentException("column " + target.name() + " can't be stored from " + source.name()
                    + ", whose rows complete those of another table");
        }
        return new StoredColumn(rule.column(), target.name()).mapped().from();
    }

    private static IllegalArgumentException noInverse(ColumnRule rule) {
        return new IllegalArgumentException("A rule of this kind has no inverse of its own: " + rule);
    }

    private static Expression sql(String text) {
        return new Expression.Sql(text);
    }

    private String type(String column) {
        return source.column(column).map(Column::type).orElse("text");
    }

    /** What PostgreSQL itself brings is on both servers; another type is, if the source uses it. */
    private boolean knows(String type) {
        boolean builtIn = !type.contains(".") && !type.contains("\"");
        return builtIn || source.columns().stream().anyMatch(c -> c.type().equals(type));
    }

    private String cast(String expression, String type) {
        return knows(type) ? "CAST(" + expression + " AS " + type + ")" : expression;
    }

    static String literal(String value) {
        return "'" + value.replace("'", "''") + "'";
    }

    private String inZone(String column, ColumnRule.Zone rule) {
        return reference(column) + " AT TIME ZONE " + literal(rule.zone().getId());
    }

    private static Map<String, String> inverted(Map<String, String> values) {
        return values.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey, (a, b) -> a, LinkedHashMap::new));
    }

    /**
     * A value that is not listed fails the row instead of becoming NULL. The failing cast depends on the row, else the
     * server would compute it while planning; the value itself is kept out of the message.
     */
    private String lookup(String column, Map<String, String> values) {
        String value = "CAST(" + reference(column) + " AS text)";
        String cases = values.entrySet().stream()
                .map(e -> " WHEN " + value + " = " + literal(e.getKey()) + " THEN " + literal(e.getValue()))
                .collect(Collectors.joining());
        String refusal = literal("a value of column " + column + " is not among the values that the plan lists");
        return "CASE WHEN " + reference(column) + " IS NULL THEN NULL" + cases + " ELSE CAST(CAST(" + refusal
                + " || left(" + value + ", 0) AS integer) AS text) END";
    }

    /** An expression for people, without what makes a value fail that is not listed. */
    public static String readable(String sql) {
        return NO_ROW.matcher(UNLISTED.matcher(sql).replaceAll(" END")).replaceAll("");
    }

    private String object(String column) {
        return type(column).equals("jsonb") ? reference(column) : "CAST(" + reference(column) + " AS jsonb)";
    }

    private String field(ColumnRule.JsonField rule, String type) {
        if (type.equals("jsonb") || type.equals("json")) {
            return cast(object(rule.column()) + " -> " + literal(rule.field()), type);
        }
        return cast(object(rule.column()) + " ->> " + literal(rule.field()), type);
    }

    private String rest(String column, List<String> taken, Column target) {
        String without = taken.stream().map(f -> " - " + literal(f)).collect(Collectors.joining());
        String rest = object(column) + without;
        return target.type().equals("jsonb") ? rest : cast("(" + rest + ")", target.type());
    }

    /** An object of these fields; one that is NULL is left out. */
    private static String fields(Map<String, String> references) {
        return references.entrySet().stream()
                .map(e -> "CASE WHEN " + e.getValue() + " IS NULL THEN CAST('{}' AS jsonb) ELSE jsonb_build_object("
                        + literal(e.getKey()) + ", " + e.getValue() + ") END")
                .collect(Collectors.joining(" || "));
    }

    /**
     * A JSON object put together again.
     *
     * @param rest reference to what was left of it, if new keeps that
     * @param fields references to the columns that took its fields
     */
    static Expression object(Optional<String> rest, Map<String, String> fields, Column old) {
        String object = rest.map(r -> fields.isEmpty()
                        ? "CAST(" + r + " AS jsonb)"
                        : "CASE WHEN " + r + " IS NULL THEN " + orNull(fields) + " ELSE CAST(" + r + " AS jsonb) || "
                                + fields(fields) + " END")
                .orElseGet(() -> old.nullable() ? orNull(fields) : fields(fields));
        return sql(old.type().equals("jsonb") ? object : "CAST(" + object + " AS " + old.type() + ")");
    }

    private static String orNull(Map<String, String> fields) {
        return "nullif(" + fields(fields) + ", CAST('{}' AS jsonb))";
    }

    /** For what refers to a column by its table's alias. */
    static String reference(String alias, String column) {
        return (alias.equals(Image.SOURCE) ? alias : Sql.quoted(alias)) + "." + Sql.quoted(column);
    }
}
