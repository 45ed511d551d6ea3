package dev.theseus.app.server.meters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.server.ServerUnderTest;
import dev.theseus.domain.access.Role;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The meters of a server are those that its documentation lists. */
@ExtendWith(ServerUnderTest.Ends.class)
class ServerMetersTest {

    @Test
    void the_documentation_lists_every_meter_and_no_other() throws Exception {
        List<String> documented = Files.readAllLines(Path.of("docs/server.md")).stream()
                .filter(line -> line.startsWith("| `theseus."))
                .toList();

        assertThat(documented)
                .isEqualTo(Arrays.stream(ServerMeter.values())
                        .map(meter -> "| `%s` | %s |".formatted(meter.id(), meter.meaning()))
                        .toList());
    }

    @Test
    void prometheus_is_shown_all_of_them_with_their_values() throws Exception {
        String shown = ServerUnderTest.shared()
                .as(Role.VIEWER)
                .get("/api/v1/metrics")
                .whole()
                .body();

        assertThat(Arrays.stream(ServerMeter.values()))
                .allSatisfy(meter -> assertThat(shown).contains("# TYPE " + spelled(meter) + " gauge"));
        assertThat(Stream.of(
                        "theseus_migration_phase{migration=\"served\"} 6.0",
                        "theseus_migration_rows_copied{migration=\"served\"} 100.0",
                        "theseus_migration_lag_seconds{migration=\"served\"} 0.0",
                        "theseus_migration_look_failed{migration=\"served\"} 0.0",
                        "theseus_migration_authority_new{migration=\"served\"} 0.0"))
                .allSatisfy(line -> assertThat(shown).contains(line));
    }

    private static String spelled(ServerMeter meter) {
        return meter.id().replace('.', '_');
    }
}
