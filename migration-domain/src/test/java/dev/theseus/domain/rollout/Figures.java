package dev.theseus.domain.rollout;

import dev.theseus.domain.routing.NodeReports.Failures;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.routing.NodeReports.Times;
import java.time.Duration;
import java.time.Instant;

/** Figures to play with. */
public final class Figures {

    public static final Instant NOON = Instant.parse("2025-03-01T12:00:00Z");

    private Figures() {}

    /** Reads of new, so many of which it did not answer, and twice as many of old; each took a millisecond. */
    public static NodeCounts reads(long ofNew, long failed) {
        return reads(ofNew, failed, 1_000);
    }

    public static NodeCounts reads(long ofNew, long failed, long microsOnNew) {
        long answered = ofNew - failed;
        return new NodeCounts(
                2 * ofNew,
                answered,
                failed,
                0,
                0,
                0,
                0,
                0,
                Failures.NONE,
                new Times(2 * ofNew * 1_000, answered * microsOnNew));
    }

    /** Where new has authority: requests of it, so many of which failed. */
    public static NodeCounts requests(long reads, long readsFailed, long writes, long writesFailed) {
        return new NodeCounts(
                0, reads, 0, writes, 0, 0, 0, 0, new Failures(readsFailed, writesFailed), new Times(0, reads * 1_000));
    }

    public static NodeCounts shadows(long compared, long mismatches) {
        return new NodeCounts(0, 0, 0, 0, 0, compared, 0, mismatches);
    }

    public static NodeBeat beat(String node, NodeCounts counts) {
        return new NodeBeat(node, "shop", NOON, 1, Reads.WORKING, counts);
    }

    public static TrafficEvidence over(Duration time, NodeCounts counts) {
        return new TrafficEvidence(NOON, NOON.plus(time), counts, Duration.ZERO);
    }
}
