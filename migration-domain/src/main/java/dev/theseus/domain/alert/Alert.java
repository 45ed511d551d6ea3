package dev.theseus.domain.alert;

/**
 * Something that a person should hear of at once.
 *
 * @param kind what it is about; alerts of one kind about one migration are told once in a while, not each time
 * @param severity how soon somebody should look
 * @param text for people, free of row contents
 */
public record Alert(Kind kind, Severity severity, String text) {

    /** How soon somebody should look. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    /** What it is about. */
    public enum Kind {
        OTHER
    }
}
