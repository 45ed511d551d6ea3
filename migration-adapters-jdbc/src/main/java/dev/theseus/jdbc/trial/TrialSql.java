package dev.theseus.jdbc.trial;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.MappingTrial.Question;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.jdbc.postgres.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Parts of the statements of a trial. A line ends after what the plan says, so that no comment swallows what follows.
 */
final class TrialSql {

    /** So many keys no migration gives. */
    private static final long RANGE = 1_000_000_000;

    private TrialSql() {}

    /** A scalar subquery without rows has the type of its column and computes nothing. */
    static String typeOf(Question question) {
        String source = Sql.quoted(question.source());
        String from = question.visible()
                .map(columns -> "(SELECT " + Sql.list(columns) + " FROM " + source + ")")
                .orElse(source);
        return "SELECT pg_catalog.pg_typeof((SELECT (" + question.sql() + "\n) FROM " + from + " " + Image.SOURCE
                + joins(question.sourceKey(), question.joins()) + " LIMIT 0))::text";
    }

    /** Two of the rows that would have one key in new, for some such keys. */
    static String alike(TableName source, Image image) {
        List<String> names = new ArrayList<>();
        StringBuilder columns = new StringBuilder(key(Image.SOURCE, image.sourceKey())).append(" AS k");
        for (String name : image.targetKey()) {
            String alias = "n" + names.size();
            names.add(alias);
            columns.append(", ")
                    .append(sql(image.column(name).from()))
                    .append(" AS ")
                    .append(alias);
        }
        String filter = image.filter().map(f -> " WHERE (" + f + "\n)").orElse("");
        return "SELECT min(k), max(k) FROM (SELECT " + columns + " FROM " + Sql.quoted(source) + " " + Image.SOURCE
                + joins(image.sourceKey(), image.joins()) + filter + ") keys GROUP BY " + String.join(", ", names)
                + " HAVING count(*) > 1 LIMIT 3";
    }

    static String strays(TableName source, List<String> sourceKey, Join join) {
        StringBuilder same = new StringBuilder();
        for (int i = 0; i < sourceKey.size(); i++) {
            same.append(i == 0 ? "" : " AND ")
                    .append("t.")
                    .append(Sql.quoted(sourceKey.get(i)))
                    .append(" = j.")
                    .append(Sql.quoted(join.on().get(i)));
        }
        return "SELECT " + key("j", join.on()) + " FROM " + Sql.quoted(join.table())
                + " j WHERE NOT EXISTS (SELECT FROM " + Sql.quoted(source) + " t WHERE " + same + ") LIMIT 3";
    }

    static String dangling(TableName table, String column, TableName referred, String key) {
        String value = "j." + Sql.quoted(column);
        return "SELECT " + value + "::text FROM " + Sql.quoted(table) + " j WHERE " + value
                + " IS NOT NULL AND NOT EXISTS (SELECT FROM " + Sql.quoted(referred) + " t WHERE t." + Sql.quoted(key)
                + " = " + value + ") LIMIT 3";
    }

    static String numbers(TableName table, String column, long first) {
        String value = "t." + Sql.quoted(column);
        return "SELECT " + value + "::text FROM " + Sql.quoted(table) + " t WHERE " + value + " >= " + first + " AND "
                + value + " < " + (Math.min(first, Long.MAX_VALUE - RANGE) + RANGE) + " ORDER BY " + value + " LIMIT 3";
    }

    static String joins(List<String> sourceKey, List<Join> joins) {
        StringBuilder text = new StringBuilder();
        for (Join join : joins) {
            text.append(" LEFT JOIN ")
                    .append(Sql.quoted(join.table()))
                    .append(' ')
                    .append(Sql.quoted(join.alias()))
                    .append(" ON ");
            for (int i = 0; i < join.on().size(); i++) {
                text.append(i == 0 ? "" : " AND ")
                        .append(Sql.quoted(join.alias()))
                        .append('.')
                        .append(Sql.quoted(join.on().get(i)))
                        .append(" = ")
                        .append(Image.SOURCE)
                        .append('.')
                        .append(Sql.quoted(sourceKey.get(i)));
            }
        }
        return text.toString();
    }

    static String sql(Expression expression) {
        return switch (expression) {
            case Expression.Same same -> Image.SOURCE + "." + Sql.quoted(same.column());
            case Expression.Sql sql -> "(" + sql.text() + "\n)";
            case Expression.Java java ->
                throw new IllegalArgumentException("No server computes what " + java.mapping() + " makes");
        };
    }

    /** {@code (1, a)}: a key for people. */
    static String key(String alias, List<String> columns) {
        return columns.stream()
                .map(c -> alias + "." + Sql.quoted(c) + "::text")
                .collect(Collectors.joining(", ", "'(' || concat_ws(', ', ", ") || ')'"));
    }
}
