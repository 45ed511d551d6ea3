package dev.theseus.domain.database;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as the catalogue of one database describes it.
 *
 * @param name its name
 * @param kind how it stores rows
 * @param columns all live columns in the catalogue's order
 * @param uniqueKeys its unique keys, the primary key first
 * @param foreignKeys those that it holds, that is in which it refers to others
 * @param size the server's estimate
 */
public record TableDefinition(
        TableName name,
        Kind kind,
        List<Column> columns,
        List<UniqueKey> uniqueKeys,
        List<ForeignKey> foreignKeys,
        Size size) {

    /** How a table stores its rows. */
    public enum Kind {
        ORDINARY,
        PARTITIONED,
        /** Has children by INHERITS, or is one: not supported, a plan refuses it. */
        INHERITED,
        FOREIGN
    }

    /**
     * @param rows estimated, 0 or more
     * @param bytes of the heap and its large values, without indexes
     */
    public record Size(long rows, long bytes) {}

    public TableDefinition {
        columns = List.copyOf(columns);
        uniqueKeys = List.copyOf(uniqueKeys);
        foreignKeys = List.copyOf(foreignKeys);
    }

    public Optional<Column> column(String columnName) {
        return columns.stream().filter(c -> c.name().equals(columnName)).findFirst();
    }

    /** The primary key, else the first unique key whose columns are all NOT NULL. */
    public Optional<UniqueKey> identifyingKey() {
        return uniqueKeys.stream().filter(UniqueKey::identifiesRows).findFirst();
    }

    /** Whether these columns, in whatever order, are a key that identifies rows. */
    public boolean isIdentifiedBy(Collection<String> key) {
        return uniqueKeys.stream()
                .anyMatch(k -> k.identifiesRows() && Set.copyOf(k.columns()).equals(Set.copyOf(key)));
    }
}
