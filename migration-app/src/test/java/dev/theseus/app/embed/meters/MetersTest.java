package dev.theseus.app.embed.meters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.embed.EmbeddedGateway;
import dev.theseus.app.embed.MovingOrders;
import dev.theseus.app.embed.ServicePool;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.Gateway;
import dev.theseus.jdbc.gateway.GatewaySettings;
import dev.theseus.jdbc.gateway.Touched;
import dev.theseus.jdbc.gateway.Written;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.SqlWork;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetersTest {

    private static final Path DOCUMENT = Path.of("docs/meters.md");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private MovingOrders moving;
    private EmbeddedGateway node;

    @BeforeEach
    void open() throws Exception {
        moving = MovingOrders.create();
        node = EmbeddedGateway.of(
                        GatewaySettings.of("metered", "orders"),
                        ServicePool.of(moving.url(Side.OLD)),
                        ServicePool.of(moving.url(Side.NEW)))
                .meters(new MicrometerMeters(registry))
                .open();
        GatewayGauges.bind(registry, node.gateway());
    }

    @AfterEach
    void close() {
        node.close();
        moving.close();
    }

    @Test
    void the_table_in_the_documentation_names_the_meters_that_there_are_and_no_others() throws Exception {
        List<String> documented;
        try (Stream<String> lines = Files.lines(DOCUMENT)) {
            documented = lines.takeWhile(line -> !line.equals("## Traces"))
                    .filter(line -> line.startsWith("| `theseus."))
                    .toList();
        }
        assertThat(documented)
                .isEqualTo(Stream.of(GatewayMeter.values()).map(this::row).toList());
        assertThat(registry.getMeters().stream()
                        .map(meter -> meter.getId().getName())
                        .filter(MetersTest::isOurs))
                .containsOnly(
                        Stream.of(GatewayMeter.values()).map(GatewayMeter::id).toArray(String[]::new));
    }

    /** A timer's percentiles are gauges beside it. */
    private static boolean isOurs(String name) {
        return !name.endsWith(".percentile");
    }

    private String row(GatewayMeter meter) {
        TreeMap<String, TreeSet<String>> tags = new TreeMap<>();
        for (Meter found : registry.find(meter.id()).meters()) {
            for (Tag tag : found.getId().getTags()) {
                tags.computeIfAbsent(tag.getKey(), key -> new TreeSet<>()).add(tag.getValue());
            }
        }
        assertThat(tags.keySet()).as(meter.id()).containsExactlyInAnyOrderElementsOf(meter.tags());
        return "| `%s` | %s | %s | %s |"
                .formatted(
                        meter.id(),
                        meter.kind().name().toLowerCase(Locale.ROOT),
                        tags.entrySet().stream()
                                .map(tag -> tag.getKey() + ": " + String.join(", ", tag.getValue()))
                                .collect(Collectors.joining("; ")),
                        meter.meaning());
    }

    @Test
    void what_happens_is_counted_and_timed() throws Exception {
        moving.rollOut(100, node.gateway());
        Gateway gateway = node.gateway();
        Touched order = Touched.row(new TableName("public", "orders"), RowKey.of("1"));
        Written<Boolean> written = gateway.write(order, session -> {
            Run.sql(session, "INSERT INTO orders VALUES (1, 'ann', 'open', 1)");
            return true;
        });
        SqlWork<List<String>> read = session -> Run.texts(session, "SELECT state FROM orders");
        gateway.read(RequestContext.ANONYMOUS.after(written.token()), order, read, read);
        SqlWork<List<String>> failing = session -> Run.texts(session, "SELECT 1/0");
        gateway.read(RequestContext.ANONYMOUS.after(written.token()), order, read, failing);

        assertThat(timed(GatewayMeter.WRITES, "outcome", "done")).isEqualTo(1);
        assertThat(timed(GatewayMeter.DUAL_WRITES, "outcome", "applied")).isEqualTo(1);
        assertThat(timed(GatewayMeter.READS, "database", "new", "outcome", "done"))
                .isEqualTo(1);
        assertThat(timed(GatewayMeter.READS, "database", "new", "outcome", "failed"))
                .isEqualTo(1);
        assertThat(timed(GatewayMeter.READS, "database", "old", "outcome", "done"))
                .isEqualTo(1);
        assertThat(registry.get(GatewayMeter.FALLBACKS.id())
                        .tag("reason", "failed")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get(GatewayMeter.ROLLOUT_PERCENTAGE.id()).gauge().value())
                .isEqualTo(100);
        assertThat(registry.get(GatewayMeter.BREAKER.id())
                        .tag("guards", "reads")
                        .gauge()
                        .value())
                .isZero();
    }

    private long timed(GatewayMeter meter, String... tags) {
        return registry.get(meter.id()).tags(tags).timer().count();
    }
}
