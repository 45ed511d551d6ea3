package dev.theseus.jdbc.copy;

import dev.theseus.jdbc.postgres.PgColumn;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** SQL expressions over the table alias {@code t} for the size of a row. They read no large value itself. */
record RowWidth(CopyShape shape) {

    /** How much larger a compressed value may be guessed to become. */
    private static final int EXPANSION = 4;

    private static final Set<String> EXACT = Set.of("text", "varchar", "bytea");

    /** In bytes: exact for text and bytea, guessed for what may be compressed. */
    String guessed() {
        return sum(shape.measured().columns());
    }

    /** In bytes: of the values alone whose size is known. A row that is carried as it is is not smaller. */
    String exact() {
        boolean mapped = shape.source().isMade();
        return sum(shape.measured().columns().stream()
                .filter(c -> !mapped && EXACT.contains(c.base()))
                .toList());
    }

    /** The row's key as text. */
    String key() {
        return shape.measured().keyText("t") + "::pg_catalog.text";
    }

    private String sum(List<PgColumn> columns) {
        return columns.stream()
                .map(c -> " + coalesce(" + width(c) + ", 0)")
                .collect(Collectors.joining("", "(0::bigint", ")"));
    }

    private String width(PgColumn column) {
        String value = "t." + column.quoted();
        return switch (column.base()) {
            case "text", "varchar" -> "octet_length(" + value + "::text)::bigint";
            case "bytea" ->
                "octet_length(" + value + ")::bigint * " + (shape.format() == CopyShape.Format.TEXT ? 2 : 1);
            default -> "pg_column_size(" + value + ")::bigint * " + EXPANSION;
        };
    }
}
