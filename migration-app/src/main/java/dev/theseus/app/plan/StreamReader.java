package dev.theseus.app.plan;

import dev.theseus.app.stream.EventStreamSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Reads where events are published. */
final class StreamReader {

    private final Section section;
    private final UnaryOperator<String> variable;

    /** @param variable refuses the name of one that is not set */
    StreamReader(Section section, UnaryOperator<String> variable) {
        this.section = section;
        this.variable = variable;
    }

    Optional<EventStreamSettings> read() {
        Optional<List<String>> servers = section.scalars("servers", EventStreamSettings::server);
        if (section.value("servers").isEmpty()) {
            section.missing("servers", "name the servers of Kafka, as in `[kafka.example:9092]`");
        }
        Optional<String> topic = section.required("topic", EventStreamSettings::topic, "name the topic to publish to");
        Map<String, String> properties = properties("properties", EventStreamSettings::checkOpen, value -> value);
        Map<String, String> secrets = properties("secrets", EventStreamSettings::checkLogin, variable);
        section.end();
        return servers.flatMap(s ->
                topic.flatMap(t -> section.made("servers", () -> new EventStreamSettings(s, t, properties, secrets))));
    }

    private Map<String, String> properties(String key, Consumer<String> check, UnaryOperator<String> reader) {
        Section given = section.section(key);
        Map<String, String> read = new TreeMap<>();
        given.keys()
                .forEach(property -> given.scalar(property, value -> {
                            check.accept(property);
                            return reader.apply(value);
                        })
                        .ifPresent(value -> read.put(property, value)));
        return read;
    }
}
