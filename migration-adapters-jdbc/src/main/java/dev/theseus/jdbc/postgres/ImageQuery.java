package dev.theseus.jdbc.postgres;

import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.mapping.MappedColumn;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The query that makes the rows of a source look like the target's. It stands in FROM, where the server takes it apart
 * again: conditions on the key and on the place in the heap reach the source's own indexes, and what nobody asks for is
 * not computed.
 *
 * @param image what the rows look like
 * @param equal for each key column the operator that compares it, written with its schema
 */
public record ImageQuery(Image image, List<String> equal) {

    public ImageQuery {
        equal = List.copyOf(equal);
    }

    /** The name of a column of the source's key; the target's columns may have any other name. */
    static String keyName(int position) {
        return "theseus_key_" + position;
    }

    /** The derived table, without an alias. */
    String over(String relation) {
        return "(SELECT " + columns() + ", " + keys() + ", t.ctid, t.xmin, t.tableoid" + rows(relation) + ")";
    }

    /** The columns that are computed, and nothing else, for rows that nobody needs. */
    String computed(List<MappedColumn> columns, String relation) {
        return "(SELECT " + columns.stream().map(ImageQuery::named).collect(Collectors.joining(", ")) + from(relation)
                + " WHERE false)";
    }

    private String columns() {
        return image.columns().stream().map(ImageQuery::named).collect(Collectors.joining(", "));
    }

    private static String named(MappedColumn column) {
        return value(column.from()) + " AS " + Sql.quoted(column.name());
    }

    static String value(Expression from) {
        return switch (from) {
            case Expression.Same same -> Image.SOURCE + "." + Sql.quoted(same.column());
            case Expression.Sql sql -> "(" + sql.text() + ")";
            case Expression.Java java ->
                throw new IllegalArgumentException("No server computes what " + java.mapping() + " makes");
        };
    }

    private String keys() {
        return IntStream.range(0, image.sourceKey().size())
                .mapToObj(i -> Image.SOURCE + "." + Sql.quoted(image.sourceKey().get(i)) + " AS " + keyName(i))
                .collect(Collectors.joining(", "));
    }

    private String rows(String relation) {
        return from(relation)
                + image.filter().map(filter -> " WHERE (" + filter + ")").orElse("");
    }

    private String from(String relation) {
        return " FROM " + relation + " " + Image.SOURCE
                + image.joins().stream().map(this::joined).collect(Collectors.joining());
    }

    private String joined(Join join) {
        String alias = Sql.quoted(join.alias());
        return IntStream.range(0, join.on().size())
                .mapToObj(i -> alias + "." + Sql.quoted(join.on().get(i)) + " " + equal.get(i) + " " + Image.SOURCE
                        + "." + Sql.quoted(image.sourceKey().get(i)))
                .collect(Collectors.joining(
                        " AND ", " LEFT JOIN " + Sql.quoted(join.table()) + " " + alias + " ON ", ""));
    }

    /**
     * That a row of the source has a mapped row.
     *
     * @param relation the source
     * @param row alias of a row of it as it is
     */
    public String isOneOf(String relation, String row) {
        String same = IntStream.range(0, image.sourceKey().size())
                .mapToObj(i -> "o." + keyName(i) + " " + equal.get(i) + " " + row + "."
                        + Sql.quoted(image.sourceKey().get(i)))
                .collect(Collectors.joining(" AND "));
        return "EXISTS (SELECT FROM " + over(relation) + " o WHERE " + same + ")";
    }

    /**
     * The target's key of rows that may be gone: the key's expressions over keys that are asked for.
     *
     * @param asked keys of the source, as {@link KeyMatch#asked} gives them
     */
    public String targetKeys(String asked) {
        String columns = image.targetKey().stream()
                .map(name -> named(image.column(name)))
                .collect(Collectors.joining(", "));
        String keys = IntStream.range(0, image.sourceKey().size())
                .mapToObj(i -> "a.k" + i + " AS " + Sql.quoted(image.sourceKey().get(i)))
                .collect(Collectors.joining(", "));
        return "SELECT " + columns + " FROM (SELECT " + keys + " FROM " + asked + " a) " + Image.SOURCE;
    }
}
