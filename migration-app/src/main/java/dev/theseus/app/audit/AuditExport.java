package dev.theseus.app.audit;

import dev.theseus.domain.audit.AuditEntry;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes events for whoever keeps or reads them elsewhere: one a line. */
public final class AuditExport {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> COLUMNS = List.of(
            "migration", "sequence", "at", "event", "revision", "actor", "reason", "correlation", "cause", "data");

    private final Format format;
    private final Optional<Pseudonyms> pseudonyms;

    /** In which form. */
    public enum Format {
        /** JSON Lines: an object a line, the event itself under {@code data}. */
        JSONL,
        /** RFC 4180 with a line of names; the event itself as JSON in the last column. */
        CSV
    }

    /** @param pseudonyms what keys of rows are hidden with; they are shown if empty */
    public AuditExport(Format format, Optional<Pseudonyms> pseudonyms) {
        this.format = format;
        this.pseudonyms = pseudonyms;
    }

    public void write(List<AuditEntry> entries, PrintWriter out) {
        if (format == Format.CSV) {
            out.print(String.join(",", COLUMNS) + "\r\n");
        }
        entries.stream().map(this::fields).forEach(fields -> out.print(line(fields)));
        out.flush();
    }

    private Map<String, JsonNode> fields(AuditEntry entry) {
        JsonNodeFactory node = JsonNodeFactory.instance;
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("migration", node.stringNode(entry.migration().value()));
        fields.put("sequence", node.numberNode(entry.sequence()));
        fields.put("at", node.stringNode(entry.at().toString()));
        fields.put("event", node.stringNode(entry.what().name()));
        fields.put("revision", node.numberNode(entry.what().revision()));
        fields.put("actor", node.stringNode(entry.cause().origin().actor().name()));
        fields.put("reason", node.stringNode(entry.cause().origin().reason()));
        fields.put("correlation", node.stringNode(entry.cause().origin().correlation()));
        fields.put("cause", node.stringNode(entry.cause().command()));
        fields.put("data", hidden(JSON.readTree(entry.what().json())));
        return fields;
    }

    private JsonNode hidden(JsonNode value) {
        if (pseudonyms.isEmpty()) {
            return value;
        }
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode copy = JsonNodeFactory.instance.objectNode();
                object.properties().forEach(p -> copy.set(p.getKey(), hidden(p.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> copy.add(hidden(item)));
                yield copy;
            }
            default ->
                value.isString()
                        ? JsonNodeFactory.instance.stringNode(pseudonyms.get().in(value.stringValue()))
                        : value;
        };
    }

    private String line(Map<String, JsonNode> fields) {
        return switch (format) {
            case JSONL -> JSON.writeValueAsString(fields) + "\n";
            case CSV ->
                fields.values().stream()
                                .map(v -> v.isString() ? v.stringValue() : v.toString())
                                .map(AuditExport::quoted)
                                .collect(Collectors.joining(","))
                        + "\r\n";
        };
    }

    /** A spreadsheet takes a text that begins so for a formula, and would run what somebody gave as a reason. */
    private static String quoted(String text) {
        String harmless = text.matches("(?s)[=+\\-@\t\r].*") ? "'" + text : text;
        return harmless.matches("(?s).*[\",\\r\\n].*") ? "\"" + harmless.replace("\"", "\"\"") + "\"" : harmless;
    }
}
