package dev.theseus.domain.chain;

import java.time.Instant;

/** Something that shows that the record of events is not as it was written. */
public sealed interface ChainFinding {

    /** For people. */
    String text();

    /** What an event says is not what it said when it was written. */
    record Changed(EventPlace event) implements ChainFinding {
        @Override
        public String text() {
            return event + " was changed";
        }
    }

    /** An event is not there any more. */
    record Removed(EventPlace event) implements ChainFinding {
        @Override
        public String text() {
            return event + " was removed";
        }
    }

    /**
     * An event stands where another one stood.
     *
     * @param to the index at which it stands now
     */
    record Moved(EventPlace event, long to) implements ChainFinding {
        @Override
        public String text() {
            return event + " was moved to index " + to;
        }
    }

    /**
     * An event came in by another way than being written when it says.
     *
     * @param why how that shows
     */
    record Inserted(EventPlace event, String why) implements ChainFinding {
        @Override
        public String text() {
            return event + " was inserted: " + why;
        }
    }

    /**
     * Events are missing, and what the chain said of them as well.
     *
     * @param from the first sequence that is missing
     * @param to the last
     */
    record Missing(String aggregate, long from, long to) implements ChainFinding {
        @Override
        public String text() {
            return from == to
                    ? "event %d of %s: removed, and its link with it".formatted(from, aggregate)
                    : "events %d to %d of %s: removed, and their links with them".formatted(from, to, aggregate);
        }
    }

    /** A link does not follow from the one before: the chain itself was tampered with. */
    record Broken(long position, EventPlace event) implements ChainFinding {
        @Override
        public String text() {
            return "the chain does not hold at its link " + position + ", which is about " + event;
        }
    }

    /** The chain ends before a place that it had reached. */
    record CutOff(Anchor anchor, long last) implements ChainFinding {
        @Override
        public String text() {
            return "the chain was cut off: at " + anchor.at() + " it had " + anchor.position() + " links, now it has "
                    + last;
        }
    }

    /** The chain does not go through a place where it was. */
    record Rewritten(Anchor anchor) implements ChainFinding {
        @Override
        public String text() {
            return "the chain was made anew: its link " + anchor.position() + " is not what it was at " + anchor.at();
        }
    }

    /** An anchor is none. */
    record FalseAnchor(String why) implements ChainFinding {
        @Override
        public String text() {
            return why;
        }
    }

    /** Why an event that the chain took over later is taken for inserted. */
    static Inserted whileOff(EventPlace event) {
        return new Inserted(event, "it was written while the chain was switched off");
    }

    /** Why an event that nothing is known of is taken for inserted. */
    static Inserted unknown(EventPlace event) {
        return new Inserted(event, "the chain does not know it");
    }

    /** Why an event with a false time is taken for inserted. */
    static Inserted atAnotherTime(EventPlace event, Instant said, Instant sealed) {
        return new Inserted(event, "it says that it is of " + said + ", and was written at " + sealed);
    }
}
