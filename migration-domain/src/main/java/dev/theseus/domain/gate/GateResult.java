package dev.theseus.domain.gate;

import java.util.List;

/** Whether a transition may happen, with the reason if not. */
public sealed interface GateResult {

    /** Everything that is asked for is there. */
    record Open() implements GateResult {}

    /** @param missing each missing piece of evidence as a sentence for people; at least one */
    record Closed(List<String> missing) implements GateResult {
        public Closed {
            missing = List.copyOf(missing);
        }
    }

    static GateResult of(List<String> missing) {
        return missing.isEmpty() ? new Open() : new Closed(missing);
    }
}
