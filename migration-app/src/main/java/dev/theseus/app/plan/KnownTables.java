package dev.theseus.app.plan;

import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tables of one database, read a schema at a time and only once. */
final class KnownTables {

    private final DatabaseCatalog catalog;
    private final Map<String, List<TableDefinition>> bySchema = new HashMap<>();

    KnownTables(DatabaseCatalog catalog) {
        this.catalog = catalog;
    }

    List<TableDefinition> of(String schema) {
        return bySchema.computeIfAbsent(schema, catalog::tables);
    }

    Optional<TableDefinition> find(TableName name) {
        return of(name.schema()).stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /** The end of a sentence that says that a table does not exist. */
    String suggestion(TableName name) {
        List<String> names =
                of(name.schema()).stream().map(t -> t.name().name()).toList();
        return Nearest.of(name.name(), names)
                .map(n -> "; did you mean " + new TableName(name.schema(), n) + "?")
                .orElse(".");
    }
}
