package dev.theseus.app.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.theseus.app.cli.TheseusCommand;
import dev.theseus.app.operations.ProgramOperations;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Spans of a run arrive where the environment says, as a collector gets them. */
class TracedRunTest {

    @TempDir
    private Path directory;

    private final Queue<String> received = new ConcurrentLinkedQueue<>();
    private HttpServer collector;
    private TestDatabases databases;
    private Path plan;

    @BeforeEach
    void begin() throws Exception {
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            // names and values stand in the binary form as they are
            received.add(exchange.getRequestHeaders().getFirst("Tenant")
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        databases = TestDatabases.create();
        databases.old("CREATE TABLE item (id int PRIMARY KEY, name text); INSERT INTO item VALUES (1, 'secret')");
        databases.target("CREATE TABLE item (id int PRIMARY KEY, name text)");
        plan = Files.writeString(
                directory.resolve("plan.yaml"), """
                migration: traced
                old: { url: "%s", user: postgres }
                new: { url: "%s", user: postgres }
                schemas: [public]
                throttle: { duty-cycle: 1.0 }
                """.formatted(withoutUser(Side.OLD), withoutUser(Side.NEW)));
    }

    private String withoutUser(Side side) {
        return databases.url(side).replaceAll("\\?.*", "");
    }

    @AfterEach
    void end() {
        databases.close();
        collector.stop(0);
    }

    private void run(Map<String, String> environment) {
        StringWriter printed = new StringWriter();
        int code = TheseusCommand.commandLine(new ProgramOperations(), environment)
                .setOut(new PrintWriter(printed, true))
                .setErr(new PrintWriter(printed, true))
                .execute("run", plan.toString(), "--until", "verified");
        assertThat(code).as(printed.toString()).isZero();
    }

    private String collector() {
        return "http://127.0.0.1:" + collector.getAddress().getPort();
    }

    @Test
    void its_steps_and_what_is_applied_are_sent_and_nothing_of_the_rows_and_nobody_waits_who_is_not_heard()
            throws Exception {
        run(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", collector() + "/nobody/takes/them"));
        assertThat(received).isEmpty();

        databases.old("UPDATE item SET name = 'another secret'");
        run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector() + "/", "OTEL_EXPORTER_OTLP_HEADERS", "Tenant=shops"));

        assertThat(String.join("\n", received))
                .startsWith("shops")
                .contains("theseus.step", "verify", "theseus.apply", "relay", "public.item", "applied")
                .contains("service.name", "theseus.migration", "traced")
                .doesNotContain("secret");
    }
}
