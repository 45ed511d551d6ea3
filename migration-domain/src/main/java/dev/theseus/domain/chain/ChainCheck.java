package dev.theseus.domain.chain;

import dev.theseus.domain.chain.ChainLink.Origin;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Goes along the chain, link by link, and remembers what does not hold. Keeps anchors, aggregates and findings in
 * memory, no events. Use it once, in one thread.
 */
public final class ChainCheck {

    /** The clocks of those who write and of the control database may differ by so much. */
    static final Duration CLOCKS = Duration.ofHours(1);

    private final Map<Long, List<Anchor>> anchors;
    private final List<ChainFinding> findings = new ArrayList<>();
    private final Map<String, Long> sequences = new HashMap<>();
    private final Map<String, EventPlace> expected = new LinkedHashMap<>();
    private final Map<EventPlace, String> instead = new LinkedHashMap<>();
    private Optional<ChainLink> last = Optional.empty();
    private boolean begun;
    private long events;
    private long adopted;

    public ChainCheck(List<Anchor> anchors) {
        this.anchors = anchors.stream().collect(Collectors.groupingBy(Anchor::position));
    }

    /** The next link, in order of position, and the event that stands at its index, if one does. */
    public void next(ChainLink link, Optional<KeptEvent> event) {
        follows(link);
        inSequence(link.event());
        event.ifPresentOrElse(e -> compare(link, e), () -> findings.add(new ChainFinding.Removed(link.event())));
        anchors.getOrDefault(link.position(), List.of()).stream()
                .filter(a -> !a.hash().equals(link.hash()))
                .forEach(a -> findings.add(new ChainFinding.Rewritten(a)));
        last = Optional.of(link);
    }

    private void follows(ChainLink link) {
        long position = last.map(ChainLink::position).orElse(0L) + 1;
        String previous = last.map(ChainLink::hash).orElse(ChainHash.BEGINNING);
        if (link.position() != position || !ChainHash.link(previous, link).equals(link.hash())) {
            findings.add(new ChainFinding.Broken(link.position(), link.event()));
        }
        begun |= link.origin() == Origin.WRITTEN;
        adopted += link.origin() == Origin.ADOPTED ? 1 : 0;
        if (begun && link.origin() == Origin.ADOPTED) {
            findings.add(ChainFinding.whileOff(link.event()));
        }
    }

    private void inSequence(EventPlace event) {
        long next = sequences.getOrDefault(event.aggregate(), 0L);
        if (event.sequence() > next) {
            findings.add(new ChainFinding.Missing(event.aggregate(), next, event.sequence() - 1));
        }
        sequences.merge(event.aggregate(), event.sequence() + 1, Math::max);
    }

    private void compare(ChainLink link, KeptEvent event) {
        events++;
        if (!event.digest().equals(link.digest())) {
            expected.put(link.digest(), link.event());
            instead.put(link.event(), event.digest());
        } else if (link.origin() == Origin.WRITTEN
                && Duration.between(event.at(), link.sealedAt()).abs().compareTo(CLOCKS) > 0) {
            findings.add(ChainFinding.atAnotherTime(link.event(), event.at(), link.sealedAt()));
        }
    }

    /** An event that no link is about. */
    public void unknown(KeptEvent event) {
        events++;
        EventPlace moved = expected.get(event.digest());
        findings.add(
                moved == null
                        ? ChainFinding.unknown(event.place())
                        : new ChainFinding.Moved(moved, event.place().index()));
    }

    /** What was found, once all links and all events that they are not about have been given. */
    public ChainReport end() {
        instead.forEach((place, digest) -> {
            EventPlace other = expected.get(digest);
            findings.add(
                    other == null ? new ChainFinding.Changed(place) : new ChainFinding.Moved(other, place.index()));
        });
        long end = last.map(ChainLink::position).orElse(0L);
        anchors.values().stream()
                .flatMap(List::stream)
                .filter(a -> a.position() > end)
                .forEach(a -> findings.add(new ChainFinding.CutOff(a, end)));
        int looked = anchors.values().stream().mapToInt(List::size).sum();
        return new ChainReport(events, adopted, looked, last, findings);
    }
}
