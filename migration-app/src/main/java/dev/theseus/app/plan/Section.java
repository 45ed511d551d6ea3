package dev.theseus.app.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * One mapping of a plan file. What is asked for is what is known: {@link #end} refuses every other key. A value that
 * can't be used is noted and taken as absent, so that reading goes on to the next problem.
 */
final class Section {

    private final Optional<Node> node;
    private final String path;
    private final Problems problems;
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * @param node if present, should be a mapping
     * @param path how messages name it; empty for the file's top
     */
    Section(Optional<Node> node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        node.ifPresent(this::take);
    }

    private void take(Node given) {
        if (!(given instanceof MappingNode mapping)) {
            problems.at(
                    given, (path.isEmpty() ? "the plan" : path) + ": expected keys with values, as in `key: value`");
            return;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            if (keys.putIfAbsent(key, entry.getKeyNode()) != null) {
                problems.at(entry.getKeyNode(), name(key) + ": given twice; remove one of them");
            }
            values.put(key, entry.getValueNode());
        }
    }

    /** How messages name a key of this section. */
    String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    Optional<Node> value(String key) {
        known.add(key);
        return Optional.ofNullable(values.get(key));
    }

    /** All keys that are given, for a section in which any may be. */
    Set<String> keys() {
        return Set.copyOf(keys.keySet());
    }

    Section section(String key) {
        return new Section(value(key), name(key), problems);
    }

    /** A single value, turned into what it means; the reader's IllegalArgumentException says what is wrong with it. */
    <V> Optional<V> scalar(String key, Function<String, V> reader) {
        return value(key).flatMap(v -> scalar(v, name(key), reader));
    }

    private <V> Optional<V> scalar(Node value, String named, Function<String, V> reader) {
        if (!(value instanceof ScalarNode scalar)) {
            problems.at(value, named + ": expected a single value");
            return Optional.empty();
        }
        if (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isEmpty()) {
            problems.at(value, named + ": has no value; give it one, or remove the key");
            return Optional.empty();
        }
        return attempt(value, named, () -> reader.apply(scalar.getValue()));
    }

    <V> Optional<List<V>> list(String key, BiFunction<Node, String, Optional<V>> reader) {
        return value(key).flatMap(value -> {
            if (!(value instanceof SequenceNode sequence)) {
                problems.at(value, name(key) + ": expected a list, as in `[a, b]`");
                return Optional.empty();
            }
            List<V> items = new ArrayList<>();
            for (int i = 0; i < sequence.getValue().size(); i++) {
                reader.apply(sequence.getValue().get(i), name(key) + "[" + (i + 1) + "]")
                        .ifPresent(items::add);
            }
            return Optional.of(items);
        });
    }

    <V> Optional<List<V>> scalars(String key, Function<String, V> reader) {
        return list(key, (item, named) -> scalar(item, named, reader));
    }

    /** A mapping whose keys are names of the person's own, in the file's order. */
    <V> Map<String, V> entries(String key, BiFunction<Section, String, Optional<V>> reader) {
        Map<String, V> read = new LinkedHashMap<>();
        Section section = section(key);
        section.values.keySet().forEach(name -> reader.apply(section, name).ifPresent(v -> read.put(name, v)));
        return read;
    }

    /** A text that may be empty, if it stands in quotes. */
    Optional<String> text(String key) {
        Optional<Node> value = value(key);
        boolean quoted = value.filter(v -> v instanceof ScalarNode scalar && !scalar.isPlain())
                .isPresent();
        return quoted ? Optional.of(((ScalarNode) value.get()).getValue()) : scalar(key, t -> t);
    }

    /** A list of mappings. */
    <V> Optional<List<V>> sections(String key, Function<Section, Optional<V>> reader) {
        return list(key, (item, named) -> reader.apply(new Section(Optional.of(item), named, problems)));
    }

    /**
     * Changes one setting if the key is there. The rules of the settings are those of the domain: what it refuses is
     * reported at the value.
     */
    <S, V> S set(S settings, String key, Function<String, V> reader, BiFunction<S, V, S> change) {
        Optional<V> value = scalar(key, reader);
        return value.flatMap(v -> attempt(values.get(key), name(key), () -> change.apply(settings, v)))
                .orElse(settings);
    }

    /** A value made of several keys; what the domain refuses is reported at the one that is named. */
    <V> Optional<V> made(String key, Supplier<V> work) {
        return attempt(Optional.ofNullable(values.get(key)).or(() -> node).orElse(null), name(key), work);
    }

    private <V> Optional<V> attempt(@Nullable Node at, String named, Supplier<V> work) {
        try {
            return Optional.of(work.get());
        } catch (IllegalArgumentException e) {
            problems.at(Optional.ofNullable(at).flatMap(Node::getStartMark), named + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** A key that the plan can't do without. */
    <V> Optional<V> required(String key, Function<String, V> reader, String remedy) {
        Optional<V> value = scalar(key, reader);
        if (!values.containsKey(key)) {
            missing(key, remedy);
        }
        return value;
    }

    void missing(String key, String remedy) {
        problems.at(node.flatMap(Node::getStartMark), name(key) + ": missing; " + remedy);
    }

    /** Notes a problem at a key's value. */
    void refuse(String key, String message) {
        problems.at(
                Optional.ofNullable(values.get(key)).or(() -> node).flatMap(Node::getStartMark),
                name(key) + ": " + message);
    }

    /** Refuses every key that was not asked for. */
    void end() {
        keys.forEach((key, at) -> {
            if (!known.contains(key)) {
                problems.at(
                        at,
                        name(key) + ": unknown key; "
                                + Nearest.of(key, known)
                                        .map(k -> "did you mean `" + k + "`?")
                                        .orElse("known here: " + String.join(", ", known)));
            }
        });
    }
}
