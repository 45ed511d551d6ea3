package dev.theseus.domain.migration;

import java.util.List;

/** A command that makes no sense in the state that the migration is in. Nothing was changed. */
public final class IllegalTransition extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final List<String> missing;

    /** @param message what was asked, where the migration stands, and what can be asked instead */
    public IllegalTransition(String message) {
        this(message, List.of());
    }

    /** @param missing each piece of evidence that a gate lacks, as a sentence; the message names them too */
    public IllegalTransition(String message, List<String> missing) {
        super(message);
        this.missing = List.copyOf(missing);
    }

    /** What the gate lacks; empty if it was not a gate that refused. */
    public List<String> missing() {
        return missing;
    }
}
