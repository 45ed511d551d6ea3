package dev.theseus.app.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.theseus.app.status.Status;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.readmodel.StatusProjection;
import dev.theseus.domain.routing.LatencyHistogram;
import dev.theseus.domain.routing.NodeReports.Failures;
import dev.theseus.domain.routing.NodeReports.Latencies;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.routing.NodeReports.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MeterTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Meter meter = new Meter();

    private static Status status(NodeBeat... nodes) {
        return new Status(
                StatusProjection.initial(new MigrationId("shop")),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                List.of(nodes),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /** A node that has read so often from new, each time for 100 microseconds but once for 10,000. */
    private static NodeBeat beat(String node, int second, long reads) {
        NodeCounts counts =
                new NodeCounts(0, reads, 0, reads / 10, 0, 0, 0, 0, Failures.NONE, new Times(0, reads * 100));
        LatencyHistogram latencies = new LatencyHistogram(new TreeMap<>(Map.of(111L, reads, 10_239L, 1L)));
        return new NodeBeat(
                node,
                "shop",
                NOON.plusSeconds(second),
                1,
                Reads.WORKING,
                counts,
                new Latencies(LatencyHistogram.NONE, latencies));
    }

    @Test
    void what_a_node_counted_before_it_was_seen_says_nothing() {
        Sample first = meter.observe(status(beat("a", 0, 5_000)), NOON);

        assertThat(first.reads().newPerSecond()).isZero();
        assertThat(first.reads().newLatency()).isNull();
    }

    @Test
    void rates_are_those_between_two_signs_of_life_whenever_one_looks() {
        meter.observe(status(beat("a", 0, 1_000), beat("b", 0, 0)), NOON);
        Sample second = meter.observe(status(beat("a", 2, 1_400), beat("b", 1, 100)), NOON.plusMillis(300));
        Sample again = meter.observe(status(beat("a", 2, 1_400), beat("b", 1, 100)), NOON.plusMillis(600));

        assertThat(second.reads().newPerSecond()).isCloseTo(300, within(0.001));
        assertThat(second.writesPerSecond()).isCloseTo(30, within(0.001));
        assertThat(again.reads()).isEqualTo(second.reads());
    }

    @Test
    void percentiles_are_those_of_all_nodes_together() {
        meter.observe(status(beat("a", 0, 0), beat("b", 0, 0)), NOON);
        Sample sample = meter.observe(status(beat("a", 1, 500), beat("b", 1, 500)), NOON.plusSeconds(1));

        assertThat(sample.reads().newLatency()).isEqualTo(new Sample.Latency(100, 111L, 111L));
        assertThat(sample.reads().oldLatency()).isNull();
    }

    @Test
    void a_node_that_is_gone_counts_no_more() {
        meter.observe(status(beat("a", 0, 0)), NOON);
        meter.observe(status(beat("a", 1, 500)), NOON.plusSeconds(1));

        assertThat(meter.observe(status(), NOON.plusSeconds(2)).reads().newPerSecond())
                .isZero();
    }
}
