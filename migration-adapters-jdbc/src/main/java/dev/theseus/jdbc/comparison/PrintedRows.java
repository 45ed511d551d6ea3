package dev.theseus.jdbc.comparison;

import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.jdbc.postgres.Sql;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one side has to print so that both print the same for the same rows.
 *
 * @param key expressions of the key
 * @param columns expressions of all compared columns
 * @param from what stands in FROM, with a condition where there is one
 */
record PrintedRows(List<String> key, List<String> columns, String from) {

    PrintedRows {
        key = List.copyOf(key);
        columns = List.copyOf(columns);
    }

    /** The rows as they stand. */
    static PrintedRows asTheyAre(String relation, Image image) {
        return new PrintedRows(
                image.targetKey().stream().map(PrintedRows::own).toList(),
                compared(image).stream().map(PrintedRows::own).toList(),
                relation + " t");
    }

    /**
     * The rows in the shape that they have on the other side.
     *
     * @param own types of this side's columns
     * @param target types of the other side's
     */
    static PrintedRows mapped(
            String relation, Image image, Map<String, ColumnType> own, Map<String, ColumnType> target) {
        return new PrintedRows(
                image.targetKey().stream()
                        .map(name -> value(image.column(name), own, target))
                        .toList(),
                image.comparedColumns().stream().map(c -> value(c, own, target)).toList(),
                relation + " t" + joins(image)
                        + image.filter().map(f -> " WHERE (" + f + ")").orElse(""));
    }

    private static String value(MappedColumn column, Map<String, ColumnType> own, Map<String, ColumnType> target) {
        ColumnType type = ColumnType.of(target, column.name());
        return switch (column.from()) {
            case Expression.Same same ->
                ColumnType.of(own, same.column()).name().equals(type.name())
                        ? own(same.column())
                        : type.cast(own(same.column()));
            case Expression.Sql sql -> type.cast("(" + sql.text() + ")");
            case Expression.Java java ->
                throw new IllegalArgumentException("No server prints what " + java.mapping() + " makes");
        };
    }

    /** Names of the compared columns, as the side that follows has them. */
    static List<String> compared(Image image) {
        return image.comparedColumns().stream().map(MappedColumn::name).toList();
    }

    private static String own(String column) {
        return "t." + Sql.quoted(column);
    }

    private static String joins(Image image) {
        return image.joins().stream().map(join -> join(image, join)).collect(Collectors.joining());
    }

    private static String join(Image image, Join join) {
        String alias = Sql.quoted(join.alias());
        String on = IntStream.range(0, join.on().size())
                .mapToObj(i -> alias + "." + Sql.quoted(join.on().get(i)) + " = "
                        + own(image.sourceKey().get(i)))
                .collect(Collectors.joining(" AND "));
        return " LEFT JOIN " + Sql.quoted(join.table()) + " " + alias + " ON " + on;
    }
}
