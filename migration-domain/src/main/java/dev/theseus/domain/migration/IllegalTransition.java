package dev.theseus.domain.migration;

/** A command that makes no sense in the state that the migration is in. Nothing was changed. */
public final class IllegalTransition extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what was asked, where the migration stands, and what can be asked instead */
    public IllegalTransition(String message) {
        super(message);
    }
}
