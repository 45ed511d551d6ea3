package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.stream.EventStreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventStreamSettingsTest {

    @TempDir
    private Path directory;

    private PlanFile plan(String stream, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("plan.yaml"), """
                migration: m
                old: { url: "postgresql://a/b", user: u }
                new: { url: "postgresql://c/d", user: u }
                schemas: [public]
                event-stream: %s
                """.formatted(stream));
        return PlanFile.read(file, environment);
    }

    private EventStreamSettings read(String stream, Map<String, String> environment) throws IOException {
        return plan(stream, environment).stream().orElseThrow();
    }

    @Test
    void servers_topic_and_login_are_read_and_secrets_come_from_the_environment() throws IOException {
        Map<String, String> environment = Map.of("KAFKA_JAAS", "geheim");
        EventStreamSettings settings = read(
                "{ servers: ['k1:9092', '[::1]:9093'], topic: theseus.shop,"
                        + " properties: { security.protocol: SASL_SSL, sasl.mechanism: PLAIN },"
                        + " secrets: { sasl.jaas.config: KAFKA_JAAS } }",
                environment);

        assertThat(settings.servers()).containsExactly("k1:9092", "[::1]:9093");
        assertThat(settings.toString()).contains("KAFKA_JAAS").doesNotContain("geheim");
        assertThat(settings.with(environment).properties())
                .isEqualTo(Map.of(
                        "security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN", "sasl.jaas.config", "geheim"));
        assertThat(settings.with(environment).toString()).doesNotContain("geheim");
    }

    @Test
    void what_is_written_is_read_back() throws IOException {
        Map<String, String> environment = Map.of("KAFKA_JAAS", "geheim");
        PlanFile plan = plan(
                "{ servers: ['k1:9092'], topic: t, properties: { security.protocol: SASL_SSL },"
                        + " secrets: { sasl.jaas.config: KAFKA_JAAS } }",
                environment);
        Path written = Files.writeString(directory.resolve("again.yaml"), plan.write(PlanComments.NONE));

        assertThat(PlanFile.read(written, environment)).isEqualTo(plan);
    }

    @Test
    void a_plan_without_one_publishes_nothing() throws IOException {
        Path file = Files.writeString(directory.resolve("plan.yaml"), """
                migration: m
                old: { url: "postgresql://a/b", user: u }
                new: { url: "postgresql://c/d", user: u }
                schemas: [public]
                """);
        assertThat(PlanFile.read(file, Map.of()).stream()).isEmpty();
    }

    @Test
    void what_can_t_be_used_is_refused_in_words() {
        assertThatThrownBy(() -> read("{ topic: t }", Map.of())).hasMessageContaining("event-stream.servers: missing");
        assertThatThrownBy(() -> read("{ servers: ['http://k:1/'], topic: t }", Map.of()))
                .hasMessageContaining("`http://k:1/` is no server; write it as kafka.example:9092");
        assertThatThrownBy(() -> read("{ servers: ['k:1'], topic: 'a b' }", Map.of()))
                .hasMessageContaining("event-stream.topic: `a b` is no name of a topic");
        assertThatThrownBy(() ->
                        read("{ servers: ['k:1'], topic: t, properties: { ssl.keystore.password: geheim } }", Map.of()))
                .hasMessageContaining("event-stream.properties.ssl.keystore.password: holds a secret")
                .hasMessageContaining("secrets: { ssl.keystore.password: KAFKA_SECRET }")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> read("{ servers: ['k:1'], topic: t, properties: { acks: '0' } }", Map.of()))
                .hasMessageContaining("the others are Theseus's own");
        assertThatThrownBy(() -> read("{ servers: ['k:1'], topic: t, secrets: { sasl.jaas.config: NONE } }", Map.of()))
                .hasMessageContaining("environment variable NONE is not set");
    }
}
