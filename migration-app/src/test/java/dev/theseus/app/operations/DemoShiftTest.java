package dev.theseus.app.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.cli.Console;
import dev.theseus.app.demo.Demo;
import dev.theseus.app.demo.DemoReport;
import dev.theseus.app.demo.DemoSettings;
import dev.theseus.app.demo.ShiftSettings;
import dev.theseus.jdbc.shop.ShopSize;
import dev.theseus.jdbc.shop.TrafficSettings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as the program shows it, with everything in it, but small. */
@Tag("alone")
class DemoShiftTest {

    @TempDir
    Path temporary;

    @Test
    void reads_and_writes_go_to_new_and_back_without_a_failed_request_or_a_stale_read() throws Exception {
        Path json = temporary.resolve("report.json");
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

        DemoReport report = demo(json, out).show();

        assertThat(report.faults())
                .as(() -> printed.toString(StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(report.served().shop().reads().own().target()).isPositive();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("asked  50 %", "asked 100 %", "new killed", "0 failed requests")
                .contains("cutover", "rollback", "second cutover", "completed");
        assertThat(Files.readString(json)).contains("\"staleReads\" : 0", "\"askedPercentage\" : 100.0");
    }

    private Demo demo(Path json, PrintStream out) {
        DemoSettings settings = new DemoSettings(
                new ShopSize(2_000, 1),
                new TrafficSettings(0, 4, 100, 4, 1),
                new ShiftSettings(List.of(50.0, 100.0), Duration.ofSeconds(1), Duration.ofSeconds(2), 0.5),
                Optional.of(temporary.resolve("demo")),
                Optional.of(json));
        PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
        Console console = new Console(writer, writer, Console.Form.TEXT, Console.Screen.PLAIN);
        return new Demo(
                settings, new Demo.Program(new DemoRunner(console), new DemoHelm(console), new DemoComparison()), out);
    }
}
