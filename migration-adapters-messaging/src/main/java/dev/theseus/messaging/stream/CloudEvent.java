package dev.theseus.messaging.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A CloudEvent 1.0 whose data are JSON, in the binary mode of its Kafka binding: attributes are headers, the data are
 * the value. The key is the migration, so that all of one migration is in one partition, in order.
 *
 * @param id the same however often it is sent
 * @param type logical name and revision
 * @param migration that it is about
 * @param time when it happened
 * @param extensions by name; empty ones are left out
 * @param data JSON
 */
record CloudEvent(String id, String type, String migration, Instant time, Map<String, String> extensions, String data) {

    static final String PREFIX = "dev.theseus.";

    private static final @Nullable Integer THAT_OF_THE_KEY = null;
    private static final String HEADER = "ce_";

    CloudEvent {
        extensions = Map.copyOf(extensions);
    }

    static String source(String migration) {
        return "urn:theseus:migration:" + migration;
    }

    ProducerRecord<String, byte[]> on(String topic) {
        return new ProducerRecord<>(
                topic, THAT_OF_THE_KEY, migration, data.getBytes(StandardCharsets.UTF_8), headers());
    }

    private Headers headers() {
        Headers headers = new RecordHeaders();
        add(headers, HEADER + "specversion", "1.0");
        add(headers, HEADER + "id", id);
        add(headers, HEADER + "source", source(migration));
        add(headers, HEADER + "type", type);
        add(headers, HEADER + "subject", migration);
        add(headers, HEADER + "time", time.toString());
        add(headers, HEADER + "partitionkey", migration);
        add(headers, "content-type", "application/json");
        new TreeMap<>(extensions).forEach((name, value) -> {
            if (!value.isBlank()) {
                add(headers, HEADER + name, value);
            }
        });
        return headers;
    }

    /** The specification allows no control characters; a reason that a person typed may have some. */
    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.replaceAll("\\p{Cntrl}", " ").getBytes(StandardCharsets.UTF_8));
    }
}
