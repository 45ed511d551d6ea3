package dev.theseus.app.plan;

import dev.theseus.app.mapping.ColumnRule;
import dev.theseus.app.mapping.TableMapping;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.keymap.KeyMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads what an entry under {@code tables} says of columns that change on their way. */
final class MappingReader {

    private static final List<String> KINDS =
            List.of("sql", "value", "values", "json", "zone", "cast", "default", "key-of", "store", "column");

    private final Section entry;
    private List<String> newKey = List.of();

    MappingReader(Section entry) {
        this.entry = entry;
    }

    /** The key in old: a list where new has it too, or {@code { old: [id], new: [user_id] }}. */
    Optional<List<String>> key() {
        if (entry.value("key").filter(MappingNode.class::isInstance).isEmpty()) {
            return columns(entry, "key");
        }
        Section section = entry.section("key");
        Optional<List<String>> old = columns(section, "old");
        Optional<List<String>> target = columns(section, "new");
        for (String side : List.of("old", "new")) {
            if (section.value(side).isEmpty()) {
                section.missing(side, "name the columns, as `key: { old: [id], new: [user_id] }`");
            }
        }
        section.end();
        newKey = target.orElse(List.of());
        return old;
    }

    private static Optional<List<String>> columns(Section section, String name) {
        Optional<List<String>> key = section.scalars(name, c -> c);
        if (key.isPresent() && key.get().isEmpty() && section.value(name).isPresent()) {
            section.refuse(name, "names no column; name some, or remove the key to have it looked up");
        }
        if (key.isPresent() && Set.copyOf(key.get()).size() < key.get().size()) {
            section.refuse(name, "names a column twice");
        }
        return key;
    }

    TableMapping read() {
        Map<String, String> back = new LinkedHashMap<>();
        int version = entry.scalar("version", MappingReader::version).orElse(1);
        Map<String, ColumnRule> columns = new LinkedHashMap<>();
        newKey(columns);
        entry.<ColumnRule>entries("columns", (section, name) -> rule(section, name, back))
                .forEach((name, rule) -> {
                    if (columns.put(name, rule) != null) {
                        entry.section("columns").refuse(name, "is said under `key-map` too; remove one");
                    }
                });
        entry.<String>entries("back", (section, name) -> section.scalar(name, s -> s))
                .forEach((column, sql) -> {
                    if (back.put(column, sql) != null) {
                        entry.section("back").refuse(column, "is said under `columns` too; remove one");
                    }
                });
        List<String> drop = entry.scalars("drop", c -> c).orElse(List.of());
        List<String> loses = entry.scalars("loses", c -> c).orElse(List.of());
        Optional<String> where = entry.scalar("where", s -> s);
        Optional<String> whereBack = entry.scalar("where-back", s -> s);
        List<TableName> reads = entry.scalars("reads", TableNames::parse).orElse(List.of());
        Optional<String> alias = entry.scalar("as", MappingReader::alias);
        TableMapping says =
                new TableMapping(version, newKey, columns, back, drop, loses, where, whereBack, reads, alias);
        return java().map(says::madeBy).orElse(says);
    }

    /** {@code id}, or {@code { column: id, to: person_id }}. */
    private void newKey(Map<String, ColumnRule> columns) {
        if (entry.value("key-map").isEmpty()) {
            return;
        }
        if (entry.value("key-map").filter(ScalarNode.class::isInstance).isPresent()) {
            entry.scalar("key-map", c -> c)
                    .ifPresent(c -> columns.put(
                            c, new ColumnRule.NewKey(c, Optional.empty(), Optional.empty(), Optional.empty())));
            return;
        }
        Section section = entry.section("key-map");
        Optional<String> column = section.required(
                "column", c -> c, "name the key's column in old, as `key-map: { column: id, to: person_id }`");
        Optional<String> to = section.scalar("to", c -> c).or(() -> column);
        Optional<String> name = section.scalar("name", MappingReader::mapName);
        Optional<Long> inOld = section.scalar("first-in-old", MappingReader::first);
        Optional<Long> inNew = section.scalar("first-in-new", MappingReader::first);
        section.end();
        column.ifPresent(c -> columns.put(to.orElse(c), new ColumnRule.NewKey(c, name, inOld, inNew)));
    }

    private static String mapName(String text) {
        if (!KeyMap.isName(text)) {
            throw new IllegalArgumentException(
                    "`" + text
                            + "` is no name for a key map; use lower-case letters, digits and _, 40 at most, and begin with no digit");
        }
        return text;
    }

    private static long first(String text) {
        long first = Scalars.count(text);
        if (first < 1) {
            throw new IllegalArgumentException("keys are given from 1 on, or from further, not from " + text);
        }
        return first;
    }

    /** It makes whole rows, so nothing else can say how columns come about. */
    private Optional<String> java() {
        Optional<String> name = entry.scalar("java", MappingReader::className);
        if (name.isPresent()) {
            List.of("columns", "key-map", "back", "where", "where-back", "reads", "as").stream()
                    .filter(key -> entry.value(key).isPresent())
                    .forEach(key ->
                            entry.refuse(key, "given besides `java`, whose class makes the rows; remove one of them"));
        }
        return name;
    }

    private static String className(String text) {
        if (!text.matches("[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*")) {
            throw new IllegalArgumentException(
                    "`" + text + "` is no name of a class; write it as com.example.UserMapping");
        }
        return text;
    }

    private static int version(String text) {
        int version = Scalars.integer(text);
        if (version < 1) {
            throw new IllegalArgumentException("versions of a mapping count from 1");
        }
        return version;
    }

    private static String alias(String text) {
        if (!text.matches("[a-z_][a-z0-9_]*") || text.equals("t")) {
            throw new IllegalArgumentException("`" + text
                    + "` is no alias; use lower-case letters, digits and _, and another than `t`, which is the table "
                    + "that the row comes from");
        }
        return text;
    }

    private static Optional<ColumnRule> rule(Section columns, String name, Map<String, String> back) {
        if (columns.value(name).filter(ScalarNode.class::isInstance).isPresent()) {
            return columns.scalar(name, ColumnRule.Rename::new);
        }
        Section rule = columns.section(name);
        Optional<String> column = rule.scalar("column", c -> c);
        Optional<ColumnRule> read = kind(rule, column.orElse(name), back);
        rule.end();
        return read;
    }

    private static Optional<ColumnRule> kind(Section rule, String column, Map<String, String> back) {
        List<String> given =
                KINDS.stream().filter(k -> rule.value(k).isPresent()).toList();
        List<String> kinds = given.stream().filter(k -> !k.equals("column")).toList();
        if (given.isEmpty()) {
            rule.missing("sql", "say where the values come from: one of " + String.join(", ", KINDS));
            return Optional.empty();
        }
        if (kinds.size() > 1) {
            rule.refuse(kinds.get(1), "given besides `" + kinds.getFirst() + "`; remove one of them");
            return Optional.empty();
        }
        String kind = kinds.isEmpty() ? "column" : kinds.getFirst();
        if (given.contains("column")
                && List.of("sql", "value", "json", "cast", "store").contains(kind)) {
            rule.refuse("column", "says nothing besides `" + kind + "`; remove it");
        }
        return switch (kind) {
            case "sql" -> {
                rule.<String>entries("back", (section, old) -> section.scalar(old, s -> s))
                        .forEach(back::put);
                yield rule.scalar(kind, ColumnRule.Sql::new);
            }
            case "value" -> rule.text(kind).map(ColumnRule.Constant::new);
            case "values" -> {
                Map<String, String> values = rule.entries(kind, Section::text);
                yield rule.made(kind, () -> new ColumnRule.Lookup(column, values));
            }
            case "json" -> json(rule);
            case "zone" -> rule.scalar(kind, zone -> new ColumnRule.Zone(column, Scalars.zone(zone)));
            case "cast" -> rule.scalar(kind, ColumnRule.Cast::new);
            case "key-of" -> rule.scalar(kind, table -> new ColumnRule.KeyOf(column, TableNames.parse(table)));
            case "store" -> rule.scalar(kind, ColumnRule.Stored::new);
            case "default" -> rule.text(kind).map(value -> new ColumnRule.Default(column, value));
            default -> Optional.of(new ColumnRule.Rename(column));
        };
    }

    /** {@code [data, city]} is a field, {@code data} what the fields leave. */
    private static Optional<ColumnRule> json(Section rule) {
        if (rule.value("json").filter(ScalarNode.class::isInstance).isPresent()) {
            return rule.scalar("json", ColumnRule.JsonRest::new);
        }
        return rule.scalars("json", s -> s).flatMap(path -> {
            if (path.size() != 2) {
                rule.refuse("json", "expected a column and one of its fields, as in `[data, city]`");
                return Optional.empty();
            }
            return Optional.of(new ColumnRule.JsonField(path.get(0), path.get(1)));
        });
    }
}
