package dev.theseus.app.guide;

import dev.theseus.app.mapping.ColumnRule;
import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.inspection.RowExamples.Value;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes a row up that could stand in a table; it is the same whenever it is made, and never one of the table's. */
record MadeUpRow(TableDefinition table, Collection<ColumnRule> rules) {

    List<Value> values() {
        return table.columns().stream()
                .map(c -> new Value(c.name(), c.type(), value(c)))
                .toList();
    }

    private Optional<String> value(Column column) {
        for (ColumnRule rule : rules) {
            if (rule instanceof ColumnRule.Lookup lookup && lookup.column().equals(column.name())) {
                return lookup.values().keySet().stream().findFirst();
            }
        }
        return ofType(column);
    }

    private Optional<String> ofType(Column column) {
        String type = column.type();
        String base = type.replaceAll("\\(.*?\\)", "");
        return switch (base) {
            case "smallint", "integer", "bigint" -> Optional.of("42");
            case "numeric", "real", "double precision" -> Optional.of("12.5");
            case "boolean" -> Optional.of("true");
            case "text", "character varying", "character" -> Optional.of(words(column.name(), type));
            case "date" -> Optional.of("2025-01-31");
            case "time without time zone" -> Optional.of("12:34:56");
            case "timestamp without time zone" -> Optional.of("2025-01-31 12:34:56");
            case "timestamp with time zone" -> Optional.of("2025-01-31 12:34:56+00");
            case "interval" -> Optional.of("1 day");
            case "uuid" -> Optional.of("00000000-0000-4000-8000-000000000042");
            case "json", "jsonb" -> Optional.of(object(column.name()));
            case "bytea" -> Optional.of("\\x2a");
            case "inet" -> Optional.of("192.0.2.42");
            default -> type.endsWith("[]") ? Optional.of("{}") : Optional.empty();
        };
    }

    private static String words(String name, String type) {
        String words = name.contains("mail") ? "someone@example.org" : "Some " + name.replace('_', ' ');
        java.util.regex.Matcher limit =
                java.util.regex.Pattern.compile("\\((\\d+)\\)").matcher(type);
        return limit.find() ? words.substring(0, Math.min(words.length(), Integer.parseInt(limit.group(1)))) : words;
    }

    /** With the fields that rules take. */
    private String object(String column) {
        return rules.stream()
                .filter(r -> r instanceof ColumnRule.JsonField f && f.column().equals(column))
                .map(r -> ((ColumnRule.JsonField) r).field())
                .map(f -> "\"" + f.replace("\\", "\\\\").replace("\"", "\\\"") + "\": \"42\"")
                .collect(Collectors.joining(", ", "{", "}"));
    }
}
