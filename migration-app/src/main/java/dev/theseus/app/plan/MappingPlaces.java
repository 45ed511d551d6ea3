package dev.theseus.app.plan;

import dev.theseus.app.mapping.MappingTrials.PlanPlaces;
import dev.theseus.domain.plan.TablePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds in a plan file the line that says something of a column, when a message has to name it. */
record MappingPlaces(Path file) implements PlanPlaces {

    @Override
    public Optional<String> of(TablePlan table, String key, Optional<String> column) {
        return root().stream()
                .flatMap(r -> under(r, "tables").stream())
                .flatMap(MappingPlaces::items)
                .filter(e -> isOf(e, table))
                .flatMap(e -> node(e, key, column).stream())
                .findFirst()
                .flatMap(Node::getStartMark)
                .map(mark -> file.getFileName() + ":" + (mark.getLine() + 1));
    }

    /** What goes back may stand beside what comes. */
    private static Optional<Node> node(Node entry, String key, Optional<String> column) {
        if (column.isEmpty()) {
            return under(entry, key);
        }
        Optional<Node> direct = under(entry, key).flatMap(c -> under(c, column.get()));
        Optional<Node> keyMap = under(entry, "key-map").filter(k -> key.equals("columns") && names(k, column.get()));
        return direct.or(() -> keyMap)
                .or(() -> under(entry, "columns").stream()
                        .flatMap(MappingPlaces::values)
                        .flatMap(rule -> under(rule, "back").stream())
                        .flatMap(back -> under(back, column.get()).stream())
                        .findFirst());
    }

    private static boolean names(Node keyMap, String column) {
        Node named = under(keyMap, "to").or(() -> under(keyMap, "column")).orElse(keyMap);
        return named instanceof ScalarNode scalar && scalar.getValue().equals(column);
    }

    private Optional<Node> root() {
        try {
            return new Compose(LoadSettings.builder().setUseMarks(true).build()).composeString(Files.readString(file));
        } catch (IOException | YamlEngineException gone) {
            return Optional.empty();
        }
    }

    private static boolean isOf(Node entry, TablePlan table) {
        return named(entry, "table", table.old().toString(), false)
                && named(entry, "target", table.target().toString(), table.old().equals(table.target()));
    }

    private static boolean named(Node entry, String key, String name, boolean orAbsent) {
        Optional<Node> value = under(entry, key);
        if (value.isEmpty()) {
            return orAbsent;
        }
        return value.get() instanceof ScalarNode scalar
                && TableNames.parse(scalar.getValue()).toString().equals(name);
    }

    private static Optional<Node> under(Node node, String key) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream()
                        .filter(t -> t.getKeyNode() instanceof ScalarNode k
                                && k.getValue().equals(key))
                        .map(NodeTuple::getValueNode)
                        .findFirst()
                : Optional.empty();
    }

    private static Stream<Node> items(Node node) {
        return node instanceof SequenceNode sequence ? sequence.getValue().stream() : List.<Node>of().stream();
    }

    private static Stream<Node> values(Node node) {
        return node instanceof MappingNode mapping
                ? mapping.getValue().stream().map(NodeTuple::getValueNode)
                : List.<Node>of().stream();
    }
}
