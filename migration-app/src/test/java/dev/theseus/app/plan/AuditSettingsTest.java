package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.app.audit.AnchorFile;
import dev.theseus.app.audit.AuditPlaces;
import dev.theseus.app.audit.AuditSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditSettingsTest {

    @TempDir
    private Path directory;

    private Path write(String more) throws IOException {
        return Files.writeString(directory.resolve("plan.yaml"), """
                migration: m
                old: { url: "postgresql://a/b", user: u }
                new: { url: "postgresql://c/d", user: u }
                schemas: [public]
                """ + more);
    }

    @Test
    void what_is_named_is_read_and_written_back() throws IOException {
        Map<String, String> environment = Map.of("SECRET", "geheim");
        PlanFile plan = PlanFile.read(
                write(
                        "audit: { key: keys/a, anchors: /mnt/a.jsonl, anchor-every: 10m, pseudonymise-keys-env: SECRET }"),
                environment);

        assertThat(plan.audit().every()).isEqualTo(Duration.ofMinutes(10));
        assertThat(plan.audit().pseudonymVariable()).contains("SECRET");
        assertThat(plan.auditPlaces(directory.resolve("plan.yaml")))
                .isEqualTo(new AuditPlaces(directory.resolve("keys/a"), new AnchorFile(Path.of("/mnt/a.jsonl"))));
        Path again = Files.writeString(directory.resolve("again.yaml"), plan.write(PlanComments.NONE));
        assertThat(PlanFile.read(again, environment)).isEqualTo(plan);
    }

    @Test
    void what_is_not_named_lies_in_the_control_directory() throws IOException {
        Path file = write("");
        PlanFile plan = PlanFile.read(file, Map.of());

        assertThat(plan.audit()).isEqualTo(AuditSettings.DEFAULT);
        Path control = directory.resolve(".theseus/m");
        assertThat(plan.auditPlaces(file))
                .isEqualTo(new AuditPlaces(
                        control.resolve("audit-key"), new AnchorFile(control.resolve("audit-anchors.jsonl"))));
        PlanFile elsewhere = PlanFile.read(write("control: { url: 'postgresql://e/f', user: u }"), Map.of());
        assertThat(elsewhere.auditPlaces(file)).isEqualTo(plan.auditPlaces(file));
    }

    @Test
    void what_can_t_be_used_is_refused_in_words() {
        assertThatThrownBy(() -> PlanFile.read(write("audit: { anchor-every: 1ms }"), Map.of()))
                .hasMessageContaining("audit.anchor-every: give at least a second");
        assertThatThrownBy(() -> PlanFile.read(write("audit: { pseudonymise-keys-env: NONE }"), Map.of()))
                .hasMessageContaining("environment variable NONE is not set");
    }
}
