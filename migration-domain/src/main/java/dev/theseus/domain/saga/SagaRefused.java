package dev.theseus.domain.saga;

/** A command that makes no sense for the saga as it stands. Nothing was changed. */
public final class SagaRefused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what was asked, how the saga stands, and what can be asked instead */
    public SagaRefused(String message) {
        super(message);
    }
}
