package dev.theseus.app.plan;

import dev.theseus.app.stream.EventStreamSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes where events are published. */
final class StreamWriter {

    private StreamWriter() {}

    static void write(PlanLines lines, Optional<EventStreamSettings> settings) {
        settings.ifPresentOrElse(
                s -> section(lines, s),
                () -> lines.add("# event-stream: { servers: ['kafka.example:9092'], topic: theseus }"
                        + "   # events and alerts as CloudEvents"));
    }

    private static void section(PlanLines lines, EventStreamSettings s) {
        lines.add("event-stream:");
        lines.add("  servers: " + YamlText.list(s.servers()));
        lines.add("  topic: " + YamlText.of(s.topic()));
        properties(lines, "properties", s.properties());
        properties(lines, "secrets", s.secretVariables());
    }

    private static void properties(PlanLines lines, String key, Map<String, String> properties) {
        if (!properties.isEmpty()) {
            lines.add("  " + key + ":");
            new TreeMap<>(properties).forEach((name, value) -> lines.add("    " + name + ": " + YamlText.of(value)));
        }
    }
}
