package dev.theseus.domain.database;

import java.util.Comparator;

/**
 * The schema-qualified name of a table, exactly as the catalogue spells it (no quotes, case kept).
 *
 * @param schema the schema, never empty
 * @param name the table, never empty
 */
public record TableName(String schema, String name) implements Comparable<TableName> {

    private static final Comparator<TableName> ORDER =
            Comparator.comparing(TableName::schema).thenComparing(TableName::name);

    public TableName {
        if (schema.isEmpty() || name.isEmpty()) {
            throw new IllegalArgumentException(
                    "A table is named schema.table; got \"%s\".\"%s\"".formatted(schema, name));
        }
    }

    /** For messages and for people; not SQL: identifiers are quoted by the adapter that writes SQL. */
    @Override
    public String toString() {
        return schema + "." + name;
    }

    @Override
    public int compareTo(TableName other) {
        return ORDER.compare(this, other);
    }
}
