package dev.theseus.domain.gate;

import dev.theseus.domain.routing.NodeReports.NodeBeat;
import java.util.Collection;

/**
 * What shadow reads have found, over all nodes that are up, since each was started.
 *
 * @param compared reads whose answers were compared, 0 or more
 * @param mismatches of these, those that truly differed
 */
public record ShadowReads(long compared, long mismatches) {

    public static final ShadowReads NONE = new ShadowReads(0, 0);

    public static ShadowReads of(Collection<NodeBeat> nodes) {
        return new ShadowReads(
                nodes.stream().mapToLong(n -> n.counts().shadowed()).sum(),
                nodes.stream().mapToLong(n -> n.counts().mismatches()).sum());
    }
}
