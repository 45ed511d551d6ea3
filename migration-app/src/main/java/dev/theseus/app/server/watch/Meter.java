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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Makes rates of what is counted, from one look to the next; used by one thread. */
final class Meter {

    private final Map<TableName, Pace> paces = new HashMap<>();
    private final Map<String, NodeBeat> heard = new HashMap<>();
    private @Nullable Instant last;

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
        double seconds = last == null ? 0 : Duration.between(last, at).toNanos() / 1e9;
        last = at;
        News news = news(status);
        return new Sample(
                at,
                status.log().map(Backlog::age).map(Duration::toMillis).orElse(null),
                status.log().map(Backlog::entries).orElse(null),
                status.log().map(Backlog::setAside).orElse(null),
                status.migration().rollout().policy().percentage(),
                reads(news, seconds),
                rate(news.counts().writes(), seconds),
                status.migration().rollout().mismatches(),
                status.copies().entrySet().stream()
                        .filter(copy -> copy.getValue().state() == CopyProgress.State.COPYING)
                        .mapToDouble(copy -> pace(copy.getKey()).rows().perSecond())
                        .sum());
    }

    /** What nodes counted since the look before. */
    private record News(NodeCounts counts, Latencies latencies) {

        News plus(NodeBeat before, NodeBeat now) {
            return new News(
                    counts.plus(now.counts().since(before.counts())),
                    latencies.plus(now.latencies().since(before.latencies())));
        }
    }

    /** What a node counted before it was seen for the first time says nothing of this moment. */
    private News news(Status status) {
        News sum = new News(NodeCounts.ZERO, Latencies.NONE);
        for (NodeBeat beat : status.nodes()) {
            NodeBeat before = heard.put(beat.node(), beat);
            if (before != null) {
                sum = sum.plus(before, beat);
            }
        }
        return sum;
    }

    private static Sample.Reads reads(News news, double seconds) {
        NodeCounts counts = news.counts();
        return new Sample.Reads(
                rate(counts.readsOld(), seconds),
                rate(counts.readsNew(), seconds),
                rate(counts.fallbacks(), seconds),
                rate(counts.failures().reads() + counts.failures().writes(), seconds),
                latency(
                        counts.times().oldMicros(),
                        counts.readsOld(),
                        news.latencies().old()),
                latency(
                        counts.times().newMicros(),
                        counts.readsNew(),
                        news.latencies().target()));
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

    private static double rate(long count, double seconds) {
        return seconds <= 0 ? 0 : count / seconds;
    }
}
