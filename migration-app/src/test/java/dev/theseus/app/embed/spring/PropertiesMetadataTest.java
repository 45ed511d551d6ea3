package dev.theseus.app.embed.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** What an editor completes and explains. */
class PropertiesMetadataTest {

    @Test
    void every_property_is_known_and_explained() throws IOException {
        List<String> names = new ArrayList<>();
        List<String> unexplained = new ArrayList<>();
        for (JsonNode property : properties()) {
            String name = property.get("name").asString();
            if (name.startsWith("theseus.")) {
                names.add(name);
                if (!property.has("description")) {
                    unexplained.add(name);
                }
            }
        }
        assertThat(names)
                .contains(
                        "theseus.enabled",
                        "theseus.node",
                        "theseus.old.url",
                        "theseus.new.url",
                        "theseus.control.url",
                        "theseus.new.pool-size",
                        "theseus.gateway.read-limit",
                        "theseus.gateway.writes-at-once",
                        "theseus.gateway.breaker.failure-rate",
                        "theseus.token-header",
                        "theseus.flag",
                        "theseus.tracing",
                        "theseus.server.four-eyes",
                        "theseus.server.sign-in.attempts",
                        "theseus.server.oauth.roles-claim")
                .hasSize(45);
        assertThat(unexplained).isEmpty();
    }

    private static List<JsonNode> properties() throws IOException {
        List<JsonNode> all = new ArrayList<>();
        ClassLoader loader = PropertiesMetadataTest.class.getClassLoader();
        for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream json = url.openStream()) {
                new ObjectMapper().readTree(json).get("properties").forEach(all::add);
            }
        }
        return all;
    }
}
