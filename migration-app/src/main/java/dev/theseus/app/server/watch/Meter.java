package dev.theseus.app.server.watch;

import dev.theseus.app.status.Status;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.backfill.RemainingTime;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.routing.LatencyHistogram;
import dev.theseus.domain.routing.NodeReports.Latencies;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Makes rates of what is counted, from one look to the next; used by one thread. */
final class Meter {

    private final Map<TableName, Pace> paces = new HashMap<>();
    private final Map<String, Pulse> pulses = new HashMap<>();

    /**
     * How fast a table is copied.
     *
     * @param rows done so far, over time
     * @param bytes done so far, over time
     * @param share done so far, 0 to 1, over time
     */
    record Pace(RemainingTime rows, RemainingTime bytes, RemainingTime share) {
        static final Pace UNKNOWN = new Pace(RemainingTime.unknown(), RemainingTime.unknown(), RemainingTime.unknown());

        Pace observe(Instant at, CopyProgress copy) {
            return new Pace(
                    rows.observe(at, (double) copy.rows()),
                    bytes.observe(at, (double) copy.bytes()),
                    share.observe(at, copy.fraction()));
        }

        Optional<Duration> left() {
            return share.until(1.0);
        }
    }

    Pace pace(TableName table) {
        return paces.getOrDefault(table, Pace.UNKNOWN);
    }

    Sample observe(Status status, Instant at) {
        status.copies()
                .forEach((table, copy) ->
                        paces.compute(table, (name, pace) -> (pace == null ? Pace.UNKNOWN : pace).observe(at, copy)));
        List<Pulse> nodes = pulses(status.nodes());
        return new Sample(
                at,
                status.log().map(Backlog::age).map(Duration::toMillis).orElse(null),
                status.log().map(Backlog::entries).orElse(null),
                status.log().map(Backlog::setAside).orElse(null),
                status.migration().rollout().policy().percentage(),
                reads(nodes),
                rate(nodes, NodeCounts::writes),
                status.migration().rollout().mismatches(),
                status.copies().entrySet().stream()
                        .filter(copy -> copy.getValue().state() == CopyProgress.State.COPYING)
                        .mapToDouble(copy -> pace(copy.getKey()).rows().perSecond())
                        .sum());
    }

    /**
     * What a node counted between the last two of its signs of life. Looks come at other moments than these: of a node
     * that has said nothing new, the last word counts.
     *
     * @param seconds between the two; 0 if there was only one
     */
    private record Pulse(NodeBeat beat, NodeCounts counts, Latencies latencies, double seconds) {

        /** What a node counted before it was seen for the first time says nothing of this moment. */
        static Pulse first(NodeBeat beat) {
            return new Pulse(beat, NodeCounts.ZERO, Latencies.NONE, 0);
        }

        Pulse then(NodeBeat now) {
            return now.at().equals(beat.at())
                    ? this
                    : new Pulse(
                            now,
                            now.counts().since(beat.counts()),
                            now.latencies().since(beat.latencies()),
                            Duration.between(beat.at(), now.at()).toNanos() / 1e9);
        }

        double rate(ToLongFunction<NodeCounts> counted) {
            return seconds <= 0 ? 0 : counted.applyAsLong(counts) / seconds;
        }
    }

    private List<Pulse> pulses(List<NodeBeat> nodes) {
        List<Pulse> found = nodes.stream()
                .map(beat -> Optional.ofNullable(pulses.get(beat.node()))
                        .map(pulse -> pulse.then(beat))
                        .orElseGet(() -> Pulse.first(beat)))
                .toList();
        found.forEach(pulse -> pulses.put(pulse.beat().node(), pulse));
        return found;
    }

    private static Sample.Reads reads(List<Pulse> nodes) {
        NodeCounts counts = nodes.stream().map(Pulse::counts).reduce(NodeCounts.ZERO, NodeCounts::plus);
        Latencies latencies = nodes.stream().map(Pulse::latencies).reduce(Latencies.NONE, Latencies::plus);
        return new Sample.Reads(
                rate(nodes, NodeCounts::readsOld),
                rate(nodes, NodeCounts::readsNew),
                rate(nodes, NodeCounts::fallbacks),
                rate(nodes, c -> c.failures().reads() + c.failures().writes()),
                latency(counts.times().oldMicros(), counts.readsOld(), latencies.old()),
                latency(counts.times().newMicros(), counts.readsNew(), latencies.target()));
    }

    private static double rate(List<Pulse> nodes, ToLongFunction<NodeCounts> counted) {
        return nodes.stream().mapToDouble(pulse -> pulse.rate(counted)).sum();
    }

    private static Sample.@Nullable Latency latency(long micros, long reads, LatencyHistogram histogram) {
        return reads == 0
                ? null
                : new Sample.Latency(micros / reads, percentile(histogram, 0.5), percentile(histogram, 0.99));
    }

    private static @Nullable Long percentile(LatencyHistogram histogram, double share) {
        OptionalLong found = histogram.percentile(share);
        return found.isPresent() ? found.getAsLong() : null;
    }
}
