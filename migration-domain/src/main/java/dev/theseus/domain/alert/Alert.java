package dev.theseus.domain.alert;

import java.util.Locale;

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
        /** Something waits for a person's agreement. */
        APPROVAL,
        /** A cutover began, ended, or was given up. */
        CUTOVER,
        /** Authority moved. */
        AUTHORITY,
        /** A checkpoint is being restored, or is. */
        ROLLBACK,
        /** A rollback waits for the old database. */
        OLD_UNFIT,
        /** A step of a process failed, and is tried again. */
        STEP_FAILED,
        /** A step takes longer than it may. */
        DEADLINE,
        /** The migration is completed. */
        COMPLETION,
        /** A rollout by steps. */
        ROLLOUT,
        /** Rows differ. */
        DIVERGENCE,
        /** A critical write is neither in both databases nor in none. */
        CRITICAL_WRITE,
        /** The definition of a table has changed. */
        DEFINITION,
        /** Reads from new fail, or work again. */
        READS,
        /** A server is away, or back. */
        SERVER,
        /** A run can't go on by itself. */
        RUN_FAILED,
        /** How things stand, as often as somebody wants to know. */
        REPORT,
        OTHER;

        /** Where the page of runbooks says what to do about it, for example {@code old-unfit}. */
        public String runbook() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
