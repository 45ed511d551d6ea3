package dev.theseus.app.plan;

import dev.theseus.app.mapping.TableMapping;
import dev.theseus.app.plan.TableSelection.Entry;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads which tables a plan file selects. */
final class SelectionReader {

    private final Section top;
    private final Problems problems;
    private final Set<Object> seen = new HashSet<>();
    private final Set<TableName> named = new HashSet<>();

    SelectionReader(Section top, Problems problems) {
        this.top = top;
        this.problems = problems;
    }

    TableSelection read() {
        List<String> schemas = top.scalars("schemas", s -> s).orElse(List.of());
        List<Entry> entries = top.list("tables", this::entry).orElse(List.of());
        List<TableName> exclude = top.list("exclude", this::excluded).orElse(List.of());
        if (top.value("schemas").isEmpty() && top.value("tables").isEmpty()) {
            top.missing("tables", "name tables, or all tables of schemas by `schemas: [public]`");
        } else if (top.value("schemas").isEmpty() && entries.isEmpty()) {
            top.refuse("tables", "names no table; name some, or all tables of schemas by `schemas: [public]`");
        }
        return new TableSelection(schemas, entries, exclude);
    }

    /** A table's whole entry; its name alone will do where there is nothing else to say. */
    private Optional<Entry> entry(Node node, String named) {
        if (node instanceof ScalarNode) {
            return name(node, named).filter(n -> isNew(node, n, n)).map(Entry::of);
        }
        Section section = new Section(Optional.of(node), named, problems);
        Optional<TableName> table = section.value("table").flatMap(n -> name(n, section.name("table")));
        if (section.value("table").isEmpty() && node instanceof MappingNode) {
            section.missing("table", "name it, as `table: public.users`");
        }
        Optional<TableName> target = section.value("target").flatMap(n -> name(n, section.name("target")));
        MappingReader mapping = new MappingReader(section);
        Optional<List<String>> key = mapping.key();
        ExistingRows existingRows = section.scalar("existing-rows", Choices.of(ExistingRows.values()))
                .orElse(ExistingRows.REFUSE);
        CaptureMode capture =
                section.scalar("capture", Choices.of(CaptureMode.values())).orElse(CaptureMode.AUTOMATIC);
        TableMapping says = mapping.read();
        List<String> largeObjects = section.scalars("large-objects", c -> c).orElse(List.of());
        if (Set.copyOf(largeObjects).size() < largeObjects.size()) {
            section.refuse("large-objects", "names a column twice");
        }
        section.end();
        return table.filter(n -> isNew(node, n, target.orElse(n)))
                .map(n -> new Entry(n, target, key, existingRows, capture, says, largeObjects));
    }

    private Optional<TableName> excluded(Node node, String path) {
        return name(node, path).filter(n -> {
            boolean only = named.add(n);
            return only || twice(node, n);
        });
    }

    /** A table that is split is named once for each of the tables that it becomes. */
    private boolean isNew(Node node, TableName name, TableName target) {
        named.add(name);
        return seen.add(List.of(name, target)) || twice(node, name);
    }

    private boolean twice(Node node, TableName name) {
        problems.at(
                node,
                "table " + TableNames.text(name)
                        + " is named twice under `tables` and `exclude`; remove one, or give it another `target`");
        return false;
    }

    private Optional<TableName> name(Node node, String named) {
        if (node instanceof MappingNode) {
            Section section = new Section(Optional.of(node), named, problems);
            Optional<String> schema = section.required("schema", s -> s, "name the schema");
            Optional<String> table = section.required("name", s -> s, "name the table");
            section.end();
            return schema.flatMap(s -> table.map(t -> new TableName(s, t)));
        }
        if (!(node instanceof ScalarNode scalar)) {
            problems.at(node, named + ": expected a name such as public.users");
            return Optional.empty();
        }
        try {
            return Optional.of(TableNames.parse(scalar.getValue()));
        } catch (IllegalArgumentException e) {
            problems.at(node, named + ": `" + scalar.getValue() + "` " + e.getMessage());
            return Optional.empty();
        }
    }
}
