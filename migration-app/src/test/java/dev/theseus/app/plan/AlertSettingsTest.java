package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.alert.AlertSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertSettingsTest {

    @TempDir
    private Path directory;

    private AlertSettings read(String alerts, Map<String, String> environment) throws IOException {
        Path file = Files.writeString(directory.resolve("plan.yaml"), """
                migration: m
                old: { url: "postgresql://a/b", user: u }
                new: { url: "postgresql://c/d", user: u }
                schemas: [public]
                alerts: %s
                """.formatted(alerts));
        return PlanFile.read(file, environment).alerts();
    }

    @Test
    void a_webhook_its_secret_and_the_period_are_read() throws IOException {
        AlertSettings alerts = read(
                "{ every: 2m, webhook: { url: 'https://a.example/x', secret-env: SECRET } }", Map.of("SECRET", "s"));

        assertThat(alerts.period()).isEqualTo(Duration.ofMinutes(2));
        assertThat(alerts.webhook().orElseThrow().url()).hasToString("https://a.example/x");
        assertThat(alerts.toString()).contains("SECRET").doesNotContain("=s,");
    }

    @Test
    void what_can_t_be_used_is_refused_in_words() {
        assertThatThrownBy(() -> read("{ webhook: { url: 'ftp://a/x' } }", Map.of()))
                .hasMessageContaining("alerts.webhook.url", "is no address of a webhook");
        assertThatThrownBy(() -> read("{ webhook: { url: 'https://u:geheim@a/x' } }", Map.of()))
                .hasMessageContaining("holds a password")
                .hasMessageNotContaining("geheim");
        assertThatThrownBy(() -> read("{ webhook: { url: 'https://a/x', secret-env: NONE } }", Map.of()))
                .hasMessageContaining("environment variable NONE is not set");
        assertThatThrownBy(() -> read("{ webhook: { secret-env: S } }", Map.of("S", "s")))
                .hasMessageContaining("alerts.webhook.url: missing");
    }
}
