package dev.theseus.domain.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.chain.ChainLink.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ChainCheckTest {

    private static final Instant NOON = Instant.parse("2025-03-01T12:00:00Z");

    private final List<ChainLink> links = new ArrayList<>();
    private final Map<Long, KeptEvent> events = new HashMap<>();
    private final List<Anchor> anchors = new ArrayList<>();

    ChainCheckTest() {
        for (long sequence = 0; sequence < 5; sequence++) {
            // an append that was rolled back has left a gap
            write(new EventPlace(sequence < 2 ? sequence + 1 : sequence + 2, "shop", sequence), Origin.WRITTEN);
        }
    }

    private static String digest(EventPlace place, String payload) {
        return ChainHash.digest(
                place,
                new ChainHash.Parts(
                        "id-" + place.sequence(),
                        "migration.paused",
                        "1",
                        HexFormat.of().formatHex(payload.getBytes(StandardCharsets.UTF_8)),
                        null,
                        NOON.toString(),
                        "MigrationAggregate"));
    }

    private void write(EventPlace place, Origin origin) {
        String digest = digest(place, "{}");
        events.put(place.index(), new KeptEvent(place, digest, NOON));
        link(place, digest, NOON, origin);
    }

    private void link(EventPlace place, String digest, Instant sealed, Origin origin) {
        ChainLink bare = new ChainLink(links.size() + 1L, place, digest, "", sealed.toEpochMilli() * 1_000, origin);
        String previous =
                links.isEmpty() ? ChainHash.BEGINNING : links.getLast().hash();
        links.add(new ChainLink(bare.position(), place, digest, ChainHash.link(previous, bare), bare.sealed(), origin));
    }

    private List<String> findings() {
        ChainCheck check = new ChainCheck(anchors);
        Map<Long, KeptEvent> left = new HashMap<>(events);
        links.forEach(
                l -> check.next(l, Optional.ofNullable(left.remove(l.event().index()))));
        left.values().forEach(check::unknown);
        return check.end().findings().stream().map(ChainFinding::text).toList();
    }

    private EventPlace place(int sequence) {
        return links.get(sequence).event();
    }

    @Test
    void what_is_as_it_was_written_and_has_a_gap_is_found_so() {
        anchors.add(Anchor.of(links.get(2), NOON));

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_changed_event_is_named() {
        events.put(5L, new KeptEvent(place(3), digest(place(3), "{ }"), NOON));

        assertThat(findings()).containsExactly("event 3 of shop (index 5) was changed");
    }

    @Test
    void a_removed_event_is_named_and_one_whose_link_went_too() {
        events.remove(4L);
        assertThat(findings()).containsExactly("event 2 of shop (index 4) was removed");

        links.remove(2);
        assertThat(findings())
                .containsExactlyInAnyOrder(
                        "the chain does not hold at its link 4, which is about event 3 of shop (index 5)",
                        "event 2 of shop: removed, and its link with it");
    }

    @Test
    void two_that_were_exchanged_are_named_with_where_they_are() {
        KeptEvent one = events.get(1L);
        KeptEvent two = events.get(2L);
        events.put(1L, new KeptEvent(place(0), two.digest(), NOON));
        events.put(2L, new KeptEvent(place(1), one.digest(), NOON));

        assertThat(findings())
                .containsExactlyInAnyOrder(
                        "event 1 of shop (index 2) was moved to index 1",
                        "event 0 of shop (index 1) was moved to index 2");
    }

    @Test
    void an_event_without_a_link_was_inserted() {
        EventPlace three = new EventPlace(3, "shop", 5);
        events.put(3L, new KeptEvent(three, digest(three, "{}"), NOON));

        assertThat(findings()).containsExactly("event 5 of shop (index 3) was inserted: the chain does not know it");
    }

    @Test
    void an_event_that_says_another_time_than_it_was_written_at_was_inserted() {
        EventPlace six = new EventPlace(7, "shop", 5);
        events.put(7L, new KeptEvent(six, digest(six, "{}"), NOON));
        link(six, digest(six, "{}"), NOON.plus(ChainCheck.CLOCKS).plusMillis(1), Origin.WRITTEN);

        assertThat(findings()).singleElement().asString().contains("event 5 of shop", "was inserted", "was written at");
    }

    @Test
    void an_event_that_was_taken_over_after_the_chain_had_begun_was_inserted() {
        write(new EventPlace(7, "shop", 5), Origin.ADOPTED);

        assertThat(findings()).singleElement().asString().contains("event 5 of shop", "the chain was switched off");
    }

    @Test
    void a_cut_off_end_shows_by_an_anchor_only() {
        anchors.add(Anchor.of(links.getLast(), NOON));
        links.removeLast();
        events.remove(6L);

        assertThat(findings()).containsExactly("the chain was cut off: at " + NOON + " it had 5 links, now it has 4");
        anchors.clear();
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_chain_that_was_made_anew_shows_by_an_anchor_only() {
        anchors.add(Anchor.of(links.get(3), NOON));
        List<ChainLink> before = List.copyOf(links);
        links.clear();
        events.clear();
        before.forEach(l -> {
            String digest = digest(l.event(), l.event().sequence() == 1 ? "{\"forged\":1}" : "{}");
            events.put(l.event().index(), new KeptEvent(l.event(), digest, NOON));
            link(l.event(), digest, NOON, Origin.WRITTEN);
        });

        assertThat(findings()).containsExactly("the chain was made anew: its link 4 is not what it was at " + NOON);
        anchors.clear();
        assertThat(findings()).isEmpty();
    }

    @Test
    void a_link_that_was_changed_is_named() {
        ChainLink two = links.get(1);
        links.set(
                1,
                new ChainLink(
                        2,
                        two.event(),
                        two.digest(),
                        two.hash(),
                        two.sealed() - Duration.ofDays(1).toMillis(),
                        Origin.WRITTEN));

        assertThat(findings())
                .containsExactly("the chain does not hold at its link 2, which is about event 1 of shop (index 2)");
    }
}
