package dev.theseus.domain.inspection;

import java.util.Collection;

/**
 * One thing that an inspection found. It never holds row contents or secrets.
 *
 * @param severity what it means for the run
 * @param check what was looked at
 * @param what the database or table concerned, for people
 * @param message what is so, and what the person can do about it
 */
public record Finding(Severity severity, Check check, String what, String message) {

    public static Finding stops(Check check, Object what, String message) {
        return new Finding(Severity.STOPS, check, what.toString(), message);
    }

    public static Finding warns(Check check, Object what, String message) {
        return new Finding(Severity.WARNS, check, what.toString(), message);
    }

    public static Finding notes(Check check, Object what, String message) {
        return new Finding(Severity.NOTES, check, what.toString(), message);
    }

    /** Whether the run would stop for any of these. */
    public static boolean anyStops(Collection<Finding> findings) {
        return findings.stream().anyMatch(f -> f.severity() == Severity.STOPS);
    }
}
