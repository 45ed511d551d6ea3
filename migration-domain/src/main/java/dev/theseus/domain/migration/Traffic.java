package dev.theseus.domain.migration;

import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RolloutPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was decided about the service's reads and writes, and what its nodes said.
 *
 * @param policy who reads from new
 * @param nodes what was last heard of each node that ever failed
 * @param everybodySince when the policy began to let everybody read from new; empty while it does not
 * @param mismatches numbers of the last words about mismatches, oldest first; the control plane may hear words again
 */
public record Traffic(
        RolloutPolicy policy, Optional<Instant> everybodySince, Map<String, Heard> nodes, List<Long> mismatches) {

    /** More than are ever read at once. */
    private static final int MISMATCHES_KEPT = 500;

    public static final Traffic NONE = new Traffic(RolloutPolicy.NOBODY, Optional.empty(), Map.of(), List.of());

    /**
     * @param word its number; a node's words about its reads have growing numbers
     * @param reads whether they work
     */
    public record Heard(long word, Reads reads) {}

    public Traffic {
        nodes = Map.copyOf(nodes);
        mismatches = List.copyOf(mismatches);
    }

    /** Whether this word changes what is known. */
    boolean isNews(NodeWord word) {
        Heard heard = nodes.getOrDefault(word.node(), new Heard(-1, Reads.WORKING));
        return switch (word.kind()) {
            case READS_FAILED -> word.id() > heard.word() && heard.reads() == Reads.WORKING;
            case READS_RECOVERED -> word.id() > heard.word() && heard.reads() == Reads.FAILING;
            case MISMATCH -> !mismatches.contains(word.id());
        };
    }

    Traffic with(RolloutPolicy changed, Instant at) {
        Optional<Instant> since = changed.letsEverybodyIn() ? Optional.of(everybodySince.orElse(at)) : Optional.empty();
        return new Traffic(changed, since, nodes, mismatches);
    }

    /** Names of the nodes whose reads from new fail. */
    public SortedSet<String> failing() {
        return nodes.entrySet().stream()
                .filter(n -> n.getValue().reads() == Reads.FAILING)
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    Traffic hearing(String node, long word, Reads reads) {
        Map<String, Heard> more = new HashMap<>(nodes);
        more.put(node, new Heard(word, reads));
        return new Traffic(policy, everybodySince, more, mismatches);
    }

    Traffic mismatch(long word) {
        List<Long> more = new ArrayList<>(mismatches);
        more.add(word);
        return new Traffic(
                policy, everybodySince, nodes, more.subList(Math.max(0, more.size() - MISMATCHES_KEPT), more.size()));
    }
}
