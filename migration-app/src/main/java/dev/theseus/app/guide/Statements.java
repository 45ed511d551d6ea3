package dev.theseus.app.guide;

import dev.theseus.app.mapping.RuleSql;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.jdbc.postgres.Sql;
import java.util.List;
import java.util.stream.Collectors;

/** Statements that developers compare: how a row is read before, and after. */
final class Statements {

    private Statements() {}

    static String select(TableName table, List<String> columns, List<String> key) {
        return "SELECT " + columns.stream().map(Statements::name).collect(Collectors.joining(", ")) + "\nFROM "
                + table(table) + "\nWHERE " + where("", key) + ";";
    }

    /** Reads from a source what its rows look like in the target's words. */
    static String inOtherWords(TableName source, Image image) {
        return image.columns().stream().map(Statements::column).collect(Collectors.joining(",\n  ", "SELECT\n  ", "\n"))
                + "FROM " + table(source) + " t"
                + image.joins().stream().map(j -> join(j, image)).collect(Collectors.joining())
                + "\nWHERE " + image.filter().map(f -> "(" + f + ") AND ").orElse("")
                + where("t.", image.sourceKey()) + ";";
    }

    private static String column(MappedColumn column) {
        return switch (column.from()) {
            case Expression.Same same ->
                "t." + name(same.column()) + (same.column().equals(column.name()) ? "" : " AS " + name(column.name()));
            case Expression.Sql sql -> RuleSql.readable(sql.text()) + " AS " + name(column.name());
            case Expression.Java java ->
                throw new IllegalArgumentException("No statement says what " + java.mapping() + " makes");
        };
    }

    private static String join(Join join, Image image) {
        StringBuilder on = new StringBuilder();
        for (int i = 0; i < join.on().size(); i++) {
            on.append(i == 0 ? "" : " AND ")
                    .append(name(join.alias()))
                    .append('.')
                    .append(name(join.on().get(i)))
                    .append(" = t.")
                    .append(name(image.sourceKey().get(i)));
        }
        return "\nLEFT JOIN " + table(join.table()) + " " + name(join.alias()) + " ON " + on;
    }

    private static String where(String prefix, List<String> key) {
        return key.stream().map(c -> prefix + name(c) + " = ?").collect(Collectors.joining(" AND "));
    }

    static String insert(TableName table, List<String> columns) {
        return "INSERT INTO " + table(table) + " ("
                + columns.stream().map(Statements::name).collect(Collectors.joining(", ")) + ")\nVALUES ("
                + columns.stream().map(c -> "?").collect(Collectors.joining(", ")) + ");";
    }

    private static String table(TableName table) {
        return name(table.schema()) + "." + name(table.name());
    }

    private static String name(String identifier) {
        return identifier.matches("[a-z_][a-z0-9_]*") ? identifier : Sql.quoted(identifier);
    }
}
