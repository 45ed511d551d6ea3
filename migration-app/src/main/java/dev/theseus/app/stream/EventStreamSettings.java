package dev.theseus.app.stream;

import dev.theseus.messaging.stream.StreamSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Where events and alerts are published. Read anew from the plan file by each run; it is no part of the migration's own
 * settings.
 *
 * @param servers of Kafka, as host:port; at least one
 * @param topic for all of them
 * @param properties of Kafka's client by name, those that may be seen by everybody
 * @param secretVariables of the environment, by the name of the property that each holds
 */
public record EventStreamSettings(
        List<String> servers, String topic, Map<String, String> properties, Map<String, String> secretVariables) {

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final Pattern SERVER = Pattern.compile("[^\\s:,/@]+:[0-9]{1,5}|\\[[0-9A-Fa-f:.]+]:[0-9]{1,5}");
    private static final Pattern LOGIN = Pattern.compile("(security|sasl|ssl)\\.[a-z0-9.]+");
    private static final Pattern SECRET =
            Pattern.compile(".*(password|jaas\\.config|secret|key\\.pem|keystore\\.key).*");

    public EventStreamSettings {
        servers = List.copyOf(servers);
        properties = Map.copyOf(new TreeMap<>(properties));
        secretVariables = Map.copyOf(new TreeMap<>(secretVariables));
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("name at least one server, as in `[kafka.example:9092]`");
        }
    }

    /** @throws IllegalArgumentException if it is no name of a topic */
    public static String topic(String name) {
        if (!TOPIC.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException(
                    "`" + name + "` is no name of a topic: letters, digits, dots, hyphens and underscores");
        }
        return name;
    }

    /** @throws IllegalArgumentException if it is no host and port */
    public static String server(String address) {
        if (!SERVER.matcher(address).matches()) {
            throw new IllegalArgumentException("`" + address + "` is no server; write it as kafka.example:9092");
        }
        return address;
    }

    /**
     * Checks a property that stands in the plan.
     *
     * @throws IllegalArgumentException if it is none that says how to log in, or holds a secret
     */
    public static void checkOpen(String property) {
        checkLogin(property);
        if (SECRET.matcher(property).matches()) {
            throw new IllegalArgumentException("holds a secret; put that into an environment variable and name it under"
                    + " `secrets`, as in `secrets: { " + property + ": KAFKA_SECRET }`");
        }
    }

    /** @throws IllegalArgumentException if it is none that says how to log in */
    public static void checkLogin(String property) {
        if (!LOGIN.matcher(property).matches()) {
            throw new IllegalArgumentException(
                    "only properties that begin with security., sasl. or ssl. are passed on; the others are Theseus's own");
        }
    }

    /** With the secrets from the environment of the process. */
    public StreamSettings with(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(properties);
        secretVariables.forEach((property, variable) ->
                all.put(property, Objects.requireNonNull(environment.get(variable), variable + " is not set")));
        return new StreamSettings(servers, topic, all);
    }
}
