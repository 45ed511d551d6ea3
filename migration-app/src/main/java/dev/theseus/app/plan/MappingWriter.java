package dev.theseus.app.plan;

import dev.theseus.app.mapping.ColumnRule;
import dev.theseus.app.mapping.TableMapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes what an entry under {@code tables} says of columns that change on their way. */
final class MappingWriter {

    private static final String IN = "    ";

    private final PlanLines lines;

    MappingWriter(PlanLines lines) {
        this.lines = lines;
    }

    void key(List<String> old, TableMapping mapping) {
        lines.add(
                mapping.newKey().isEmpty()
                        ? IN + "key: " + YamlText.list(old)
                        : IN + "key: { old: " + YamlText.list(old) + ", new: " + YamlText.list(mapping.newKey())
                                + " }");
    }

    void write(TableMapping mapping) {
        if (mapping.version() != 1) {
            lines.add(IN + "version: " + mapping.version());
        }
        mapping.java().ifPresent(j -> lines.add(IN + "java: " + YamlText.of(j)));
        mapping.alias().ifPresent(a -> lines.add(IN + "as: " + YamlText.of(a)));
        mapping.where().ifPresent(w -> lines.add(IN + "where: " + YamlText.of(w)));
        mapping.whereBack().ifPresent(w -> lines.add(IN + "where-back: " + YamlText.of(w)));
        Map<String, ColumnRule> columns = new LinkedHashMap<>(mapping.columns());
        mapping.columns().forEach((name, rule) -> {
            if (rule instanceof ColumnRule.NewKey key) {
                lines.add(IN + "key-map: " + newKey(key, name));
                columns.remove(name);
            }
        });
        if (!columns.isEmpty()) {
            lines.add(IN + "columns:");
            columns.forEach((name, rule) -> lines.add(IN + "  " + YamlText.of(name) + ": " + rule(rule)));
        }
        if (!mapping.back().isEmpty()) {
            lines.add(IN + "back:");
            mapping.back().forEach((name, sql) -> lines.add(IN + "  " + YamlText.of(name) + ": " + YamlText.of(sql)));
        }
        names("drop", mapping.drop());
        names("loses", mapping.loses());
        names("reads", mapping.reads().stream().map(TableNames::text).toList());
    }

    private static String newKey(ColumnRule.NewKey key, String to) {
        StringBuilder text = new StringBuilder("{ column: ").append(YamlText.of(key.column()));
        text.append(", to: ").append(YamlText.of(to));
        key.map().ifPresent(name -> text.append(", name: ").append(YamlText.of(name)));
        key.firstInOld().ifPresent(first -> text.append(", first-in-old: ").append(first));
        key.firstInNew().ifPresent(first -> text.append(", first-in-new: ").append(first));
        return text.append(" }").toString();
    }

    private void names(String key, List<String> columns) {
        if (!columns.isEmpty()) {
            lines.add(IN + key + ": " + YamlText.list(columns));
        }
    }

    static String rule(ColumnRule rule) {
        return switch (rule) {
            case ColumnRule.Rename r -> YamlText.of(r.column());
            case ColumnRule.Sql r -> "{ sql: " + YamlText.of(r.text()) + " }";
            case ColumnRule.Constant r -> "{ value: " + YamlText.of(r.value()) + " }";
            case ColumnRule.Lookup r ->
                "{ column: " + YamlText.of(r.column()) + ", values: " + values(r.values()) + " }";
            case ColumnRule.JsonField r -> "{ json: " + YamlText.list(List.of(r.column(), r.field())) + " }";
            case ColumnRule.JsonRest r -> "{ json: " + YamlText.of(r.column()) + " }";
            case ColumnRule.Zone r ->
                "{ column: " + YamlText.of(r.column()) + ", zone: "
                        + YamlText.of(r.zone().getId()) + " }";
            case ColumnRule.Stored r -> "{ store: " + YamlText.of(r.column()) + " }";
            case ColumnRule.Cast r -> "{ cast: " + YamlText.of(r.column()) + " }";
            case ColumnRule.KeyOf r ->
                "{ column: " + YamlText.of(r.column()) + ", key-of: " + YamlText.of(TableNames.text(r.table())) + " }";
            case ColumnRule.NewKey r -> throw new IllegalArgumentException("A key map stands beside the columns: " + r);
            case ColumnRule.Default r ->
                "{ column: " + YamlText.of(r.column()) + ", default: " + YamlText.of(r.value()) + " }";
        };
    }

    private static String values(Map<String, String> values) {
        return values.entrySet().stream()
                .map(e -> YamlText.of(e.getKey()) + ": " + YamlText.of(e.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }
}
