package dev.theseus.messaging.stream;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where events are published.
 *
 * @param servers of Kafka, as host:port, to begin with; at least one
 * @param topic one for all events and alerts; it stands already, or the broker makes it
 * @param properties of Kafka's client that say how to log in: {@code security.}, {@code sasl.}, {@code ssl.}
 * @param patience with a broker that does not answer
 */
public record StreamSettings(List<String> servers, String topic, Map<String, String> properties, Patience patience) {

    public StreamSettings {
        servers = List.copyOf(servers);
        properties = Map.copyOf(properties);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("name at least one server of Kafka");
        }
    }

    /** With the usual patience. */
    public StreamSettings(List<String> servers, String topic, Map<String, String> properties) {
        this(servers, topic, properties, Patience.DEFAULT);
    }

    /**
     * How long an answer of the broker is waited for. What was not answered is sent again, without end.
     *
     * @param answer to one request
     * @param rest at most, between two tries
     * @param atEnd how long the end of the program waits for what is not published yet
     */
    public record Patience(Duration answer, Duration rest, Duration atEnd) {
        public static final Patience DEFAULT =
                new Patience(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(5));
    }

    /** Without the properties, among which are secrets. */
    @Override
    public String toString() {
        return "StreamSettings[" + topic + " on " + servers + "]";
    }
}
