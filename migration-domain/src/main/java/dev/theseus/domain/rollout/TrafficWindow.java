package dev.theseus.domain.rollout;

import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last stretch of what nodes counted. A run keeps one while reads or writes go to new: it looks at the nodes about
 * once a second and takes the next window from each look. Nodes count since they started; the window keeps the
 * differences, and takes a count that went down for that of a node which was started anew. What a node counted before
 * it was first seen is left out: nobody knows when that was.
 *
 * @param length of the stretch that is kept
 * @param seen the counts of each node when it was last seen
 * @param looked when nodes were last looked at; empty before
 * @param samples oldest first; each begins where the one before it ends
 */
public record TrafficWindow(
        Duration length, Map<String, NodeCounts> seen, Optional<Instant> looked, List<Sample> samples) {

    /** Into so many samples the window is cut, so that a long one does not take a lot of memory. */
    private static final int CUTS = 300;

    /** What was counted from one look to another. */
    public record Sample(Instant from, Instant until, NodeCounts counts) {}

    public TrafficWindow {
        seen = Map.copyOf(seen);
        samples = List.copyOf(samples);
    }

    /** @param length of time, more than zero */
    public static TrafficWindow of(Duration length) {
        return new TrafficWindow(length, Map.of(), Optional.empty(), List.of());
    }

    /**
     * The window after another look.
     *
     * @param at of the look, by the clock of who looks; not before the last one
     * @param nodes that are alive
     */
    public TrafficWindow with(Instant at, Collection<NodeBeat> nodes) {
        Map<String, NodeCounts> more = new HashMap<>(seen);
        NodeCounts counted = NodeCounts.ZERO;
        for (NodeBeat node : nodes) {
            NodeCounts before = more.put(node.node(), node.counts());
            counted = before == null ? counted : counted.plus(node.counts().since(before));
        }
        List<Sample> kept = looked.isEmpty() ? List.of() : kept(new Sample(looked.get(), at, counted));
        return new TrafficWindow(length, more, Optional.of(at), kept);
    }

    private List<Sample> kept(Sample latest) {
        List<Sample> kept = new ArrayList<>(samples);
        kept.removeIf(s -> s.until().isBefore(latest.until().minus(length)));
        if (!kept.isEmpty() && isWithinOneCut(kept.getLast(), latest)) {
            Sample last = kept.removeLast();
            kept.add(new Sample(last.from(), latest.until(), last.counts().plus(latest.counts())));
        } else {
            kept.add(latest);
        }
        return kept;
    }

    private boolean isWithinOneCut(Sample last, Sample latest) {
        return Duration.between(last.from(), latest.until()).compareTo(length.dividedBy(CUTS)) <= 0;
    }

    /**
     * What was counted since a moment, or since the window's beginning if that is later.
     *
     * @param lag of the relay now
     * @return empty if the window has nothing of that time
     */
    public Optional<TrafficEvidence> since(Instant since, Duration lag) {
        List<Sample> wanted =
                samples.stream().filter(s -> !s.from().isBefore(since)).toList();
        return wanted.isEmpty()
                ? Optional.empty()
                : Optional.of(new TrafficEvidence(
                        wanted.getFirst().from(),
                        wanted.getLast().until(),
                        wanted.stream().map(Sample::counts).reduce(NodeCounts.ZERO, NodeCounts::plus),
                        lag));
    }
}
