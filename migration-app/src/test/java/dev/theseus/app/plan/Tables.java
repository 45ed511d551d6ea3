package dev.theseus.app.plan;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.ServerFacts;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A catalogue of tables of the schema public; the first column of each is its key, one with ? may be NULL. */
final class Tables implements DatabaseCatalog {

    private final List<TableDefinition> tables = new ArrayList<>();

    void has(String... described) {
        for (String table : described) {
            add(table);
        }
    }

    private void add(String table) {
        String[] parts = table.split(": ", 2);
        List<Column> columns = Stream.of(parts[1].split(",(?![0-9])", -1))
                .map(String::strip)
                .map(c -> c.split(" ", 2))
                .map(c -> new Column(c[0], c[1].replace("?", ""), c[1].endsWith("?"), Origin.WRITTEN, false))
                .toList();
        UniqueKey key =
                new UniqueKey(parts[0] + "_pkey", List.of(columns.getFirst().name()), UniqueKey.Kind.PRIMARY);
        tables.add(new TableDefinition(
                name(parts[0]),
                TableDefinition.Kind.ORDINARY,
                columns,
                List.of(key),
                List.of(),
                new TableDefinition.Size(0, 0)));
    }

    void refers(String from, String column, String to, String referenced) {
        tables.replaceAll(t -> t.name().equals(name(from))
                ? new TableDefinition(
                        t.name(),
                        t.kind(),
                        t.columns(),
                        t.uniqueKeys(),
                        List.of(new ForeignKey("fk", name(from), name(to), List.of(column), List.of(referenced))),
                        t.size())
                : t);
    }

    private static TableName name(String name) {
        return new TableName("public", name);
    }

    @Override
    public List<String> schemas() {
        return List.of("public");
    }

    @Override
    public List<TableDefinition> tables(String schema) {
        return tables;
    }

    @Override
    public Optional<TableDefinition> table(TableName name) {
        return tables.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    @Override
    public ServerFacts server() {
        return new ServerFacts("PostgreSQL", "18.0", 18, "UTF8", "x");
    }
}
