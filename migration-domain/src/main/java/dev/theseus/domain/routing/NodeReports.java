package dev.theseus.domain.routing;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;

/**
 * How nodes leave word for the control plane, and for each other. Words stand until the control plane has made events
 * of them, so they reach it at least once, whenever it is there. Nodes leave it where authority is, or in the other
 * database while that one is away; who reads finds what stands in either. Safe for several threads and processes.
 */
public interface NodeReports {

    /** Shows that a node is alive, and what it counts. A node that is silent for long no longer suspends reads. */
    void beat(NodeBeat beat);

    /** Takes a node off the list, at its orderly end. */
    void leave(String node);

    /** The nodes that are alive. */
    List<NodeBeat> nodes();

    /** Leaves word; for {@link NodeWord.Kind#READS_FAILED} all nodes' reads go to old within the time of one look. */
    void say(String node, NodeWord.Kind kind, String detail);

    /** Words that the control plane has not taken, oldest first, at most {@code limit}. */
    List<NodeWord> words(int limit);

    /** Removes words that are events now. */
    void taken(Collection<NodeWord> words);

    /**
     * A node's sign of life.
     *
     * @param node its name, unique among the nodes
     * @param service that it belongs to
     * @param at by the database's clock
     * @param version of the rollout that it goes by
     * @param reads whether it reads from new
     * @param counts since it started
     * @param latencies of its reads since it started
     */
    record NodeBeat(
            String node,
            String service,
            Instant at,
            long version,
            Reads reads,
            NodeCounts counts,
            Latencies latencies) {

        /** Of a node that does not say how long its reads took. */
        public NodeBeat(String node, String service, Instant at, long version, Reads reads, NodeCounts counts) {
            this(node, service, at, version, reads, counts, Latencies.NONE);
        }
    }

    /**
     * How long reads took, one by one.
     *
     * @param old those counted as {@code readsOld}
     * @param target those counted as {@code readsNew}
     */
    record Latencies(LatencyHistogram old, LatencyHistogram target) {
        public static final Latencies NONE = new Latencies(LatencyHistogram.NONE, LatencyHistogram.NONE);

        /** Both together. */
        public Latencies plus(Latencies other) {
            return new Latencies(old.plus(other.old), target.plus(other.target));
        }

        /** What was counted since an earlier look at the same node: all of it, if it was started anew between. */
        public Latencies since(Latencies earlier) {
            return new Latencies(old.since(earlier.old), target.since(earlier.target));
        }
    }

    /** Whether a node's reads from new work. */
    enum Reads {
        WORKING,
        FAILING
    }

    /**
     * What a node has counted since it started; all 0 or more.
     *
     * @param readsOld reads answered by old because they were routed there
     * @param readsNew reads answered by new
     * @param fallbacks reads routed to new and answered by old
     * @param writes that have committed
     * @param writesLeft of these, those whose keys were left to the relay
     * @param shadowed reads that were compared
     * @param lagging of these, those that differed while the row was still in the log
     * @param mismatches of these, those that truly differed
     * @param failures of new that nothing could be fallen back to
     * @param times that reads took
     */
    record NodeCounts(
            long readsOld,
            long readsNew,
            long fallbacks,
            long writes,
            long writesLeft,
            long shadowed,
            long lagging,
            long mismatches,
            Failures failures,
            Times times) {
        public static final NodeCounts ZERO = new NodeCounts(0, 0, 0, 0, 0, 0, 0, 0);

        /** Without failures and times. */
        public NodeCounts(
                long readsOld,
                long readsNew,
                long fallbacks,
                long writes,
                long writesLeft,
                long shadowed,
                long lagging,
                long mismatches) {
            this(
                    readsOld,
                    readsNew,
                    fallbacks,
                    writes,
                    writesLeft,
                    shadowed,
                    lagging,
                    mismatches,
                    Failures.NONE,
                    Times.NONE);
        }

        /** Both together. */
        public NodeCounts plus(NodeCounts other) {
            return combined(other, Long::sum);
        }

        /** What was counted since an earlier look at the same node: all of it, if the node was started anew between. */
        public NodeCounts since(NodeCounts earlier) {
            NodeCounts more = combined(earlier, (now, before) -> now - before);
            return more.hasNegative() ? this : more;
        }

        private NodeCounts combined(NodeCounts other, LongBinaryOperator by) {
            return new NodeCounts(
                    by.applyAsLong(readsOld, other.readsOld),
                    by.applyAsLong(readsNew, other.readsNew),
                    by.applyAsLong(fallbacks, other.fallbacks),
                    by.applyAsLong(writes, other.writes),
                    by.applyAsLong(writesLeft, other.writesLeft),
                    by.applyAsLong(shadowed, other.shadowed),
                    by.applyAsLong(lagging, other.lagging),
                    by.applyAsLong(mismatches, other.mismatches),
                    new Failures(
                            by.applyAsLong(failures.reads, other.failures.reads),
                            by.applyAsLong(failures.writes, other.failures.writes)),
                    new Times(
                            by.applyAsLong(times.oldMicros, other.times.oldMicros),
                            by.applyAsLong(times.newMicros, other.times.newMicros)));
        }

        private boolean hasNegative() {
            return LongStream.of(
                            readsOld,
                            readsNew,
                            fallbacks,
                            writes,
                            writesLeft,
                            shadowed,
                            lagging,
                            mismatches,
                            failures.reads,
                            failures.writes,
                            times.oldMicros,
                            times.newMicros)
                    .anyMatch(c -> c < 0);
        }
    }

    /**
     * Requests to new, while it has authority, that failed because of the server or its tables. What the service itself
     * did wrong, as an insert of a row that is there already, is not among them.
     *
     * @param reads that ended in an error
     * @param writes that ended in an error
     */
    record Failures(long reads, long writes) {
        public static final Failures NONE = new Failures(0, 0);
    }

    /**
     * How long reads took, all together.
     *
     * @param oldMicros microseconds of the reads counted as {@code readsOld}
     * @param newMicros microseconds of the reads counted as {@code readsNew}
     */
    record Times(long oldMicros, long newMicros) {
        public static final Times NONE = new Times(0, 0);
    }
}
