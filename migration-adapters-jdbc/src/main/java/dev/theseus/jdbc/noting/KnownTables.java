package dev.theseus.jdbc.noting;

import dev.theseus.domain.database.TableName;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tables that matter to capture, by the names that a client may call them.
 *
 * @param tables by their full names
 * @param visible those of them that the client's sessions find without their schema
 * @param server what the server can do
 */
record KnownTables(Map<TableName, KnownTable> tables, Set<TableName> visible, Server server) {

    /** What a server can give back from a command that changes rows. */
    enum Server {
        /** Before version 17. */
        NEW_ROWS,
        /** Version 17. */
        NEW_ROWS_ALSO_OF_MERGE,
        /** From version 18. */
        OLD_AND_NEW_ROWS;

        static Server ofVersion(int major) {
            if (major < 17) {
                return NEW_ROWS;
            }
            return major == 17 ? NEW_ROWS_ALSO_OF_MERGE : OLD_AND_NEW_ROWS;
        }
    }

    KnownTables {
        tables = Map.copyOf(tables);
        visible = Set.copyOf(visible);
    }

    KnownTable find(Named named) {
        if (named.schema().isPresent()) {
            return tables.getOrDefault(new TableName(named.schema().get(), named.name()), KnownTable.NOTHING);
        }
        List<TableName> meant = tables.keySet().stream()
                .filter(t -> t.name().equals(named.name()))
                .toList();
        List<TableName> seen = meant.stream().filter(visible::contains).toList();
        List<TableName> candidates = seen.isEmpty() ? meant : seen;
        if (candidates.size() > 1) {
            throw new IllegalStateException(
                    "A statement changes \"" + named.name() + "\" without naming its schema, and " + candidates
                            + " are captured: set the schema in the entity's mapping, or hibernate.default_schema");
        }
        return candidates.isEmpty()
                ? KnownTable.NOTHING
                : tables.getOrDefault(candidates.getFirst(), KnownTable.NOTHING);
    }

    /** Numbers of all captured tables. */
    Set<Integer> numbers() {
        Set<Integer> numbers = new TreeSet<>();
        tables.values().forEach(t -> t.itself().ifPresent(c -> numbers.add(c.number())));
        return numbers;
    }
}
