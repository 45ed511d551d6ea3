package dev.theseus.jdbc.board;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.NodeWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The reports in both databases. Word is left on the side that has authority, or on the other while that one is away;
 * read are both, since a node may have left word before authority moved. Either may be away.
 */
final class BothReports implements NodeReports {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    /** A node that moved on stands on the side that it left until it is taken for silent there. */
    private static final BinaryOperator<NodeBeat> NEWER =
            BinaryOperator.maxBy(Comparator.comparingLong(NodeBeat::version).thenComparing(NodeBeat::at));

    private final Door old;
    private final Door target;
    private final Supplier<Side> first;

    BothReports(NodeReports old, NodeReports target, Supplier<Side> first) {
        this.old = new Door(old, new InTime(Side.OLD, LIMIT));
        this.target = new Door(target, new InTime(Side.NEW, LIMIT));
        this.first = first;
    }

    /** The reports of one side. */
    private record Door(NodeReports reports, InTime inTime) {
        <T> T ask(String attempted, Function<NodeReports, T> question) {
            return inTime.ask(attempted, () -> question.apply(reports));
        }
    }

    private void leave(String attempted, Consumer<NodeReports> word) {
        Door wanted = first.get() == Side.OLD ? old : target;
        Function<NodeReports, Boolean> left = reports -> {
            word.accept(reports);
            return true;
        };
        try {
            wanted.ask(attempted, left);
        } catch (DatabaseUnavailable away) {
            other(wanted).ask(attempted, left);
        }
    }

    @SuppressWarnings("ReferenceEquality") // it is one of two objects of ours
    private Door other(Door door) {
        return door == old ? target : old;
    }

    /** @throws DatabaseUnavailable if neither answers */
    private <T> List<T> fromBoth(String attempted, Function<NodeReports, List<T>> question) {
        List<T> found = new ArrayList<>();
        DatabaseUnavailable last = null;
        int answers = 0;
        for (Door door : List.of(old, target)) {
            try {
                found.addAll(door.ask(attempted, question));
                answers++;
            } catch (DatabaseUnavailable away) {
                last = away;
            }
        }
        if (answers == 0 && last != null) {
            throw last;
        }
        return found;
    }

    @Override
    public void beat(NodeBeat beat) {
        leave("note a sign of life of node " + beat.node(), reports -> reports.beat(beat));
    }

    @Override
    public void leave(String node) {
        leave("take node " + node + " off the list", reports -> reports.leave(node));
    }

    @Override
    public List<NodeBeat> nodes() {
        Map<String, NodeBeat> byName = new TreeMap<>();
        fromBoth("read the list of nodes", NodeReports::nodes).forEach(beat -> byName.merge(beat.node(), beat, NEWER));
        return List.copyOf(byName.values());
    }

    @Override
    public void say(String node, NodeWord.Kind kind, String detail) {
        leave("leave word of node " + node, reports -> reports.say(node, kind, detail));
    }

    @Override
    public List<NodeWord> words(int limit) {
        return fromBoth("read the nodes' words", reports -> reports.words(limit)).stream()
                .sorted(Comparator.comparing(NodeWord::at))
                .limit(limit)
                .toList();
    }

    /** A side that is away keeps its words, and tells them again. */
    @Override
    public void taken(Collection<NodeWord> words) {
        for (Side side : Side.values()) {
            List<NodeWord> own = words.stream()
                    .filter(word -> (word.id() > 0 ? Side.OLD : Side.NEW) == side)
                    .toList();
            if (!own.isEmpty()) {
                (side == Side.OLD ? old : target).ask("remove words that are events now", reports -> {
                    reports.taken(own);
                    return true;
                });
            }
        }
    }
}
