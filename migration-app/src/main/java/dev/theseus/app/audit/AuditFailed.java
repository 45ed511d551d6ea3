package dev.theseus.app.audit;

/** A file that belongs to the audit can't be used. Says which, and what to do. */
public final class AuditFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AuditFailed(String message) {
        super(message);
    }

    AuditFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
