package dev.theseus.app.report;

import dev.theseus.domain.phase.Phase;
import java.time.Instant;
import java.util.List;

/**
 * Where a migration stands, for those who have to decide about it or answer for it. Holds names and figures, never
 * rows.
 *
 * @param migration its name
 * @param at when it was looked at
 * @param phase in which it is
 * @param phases the way from plan to the end, in order
 * @param state sentences about where it is
 * @param evidence what was measured, as pairs
 * @param incidents the last ones, newest first
 * @param risks what may go wrong, or is not known; empty if nothing was found
 * @param nextSteps what has to be done by whom
 * @param rollback how far back one can go
 */
public record MigrationReport(
        String migration,
        Instant at,
        Phase phase,
        List<Phase> phases,
        List<String> state,
        List<Fact> evidence,
        List<Event> incidents,
        List<String> risks,
        List<String> nextSteps,
        Rollback rollback) {

    public MigrationReport {
        phases = List.copyOf(phases);
        state = List.copyOf(state);
        evidence = List.copyOf(evidence);
        incidents = List.copyOf(incidents);
        risks = List.copyOf(risks);
        nextSteps = List.copyOf(nextSteps);
    }

    /** One thing that was measured. */
    public record Fact(String what, String value) {}

    /** One thing that happened. */
    public record Event(Instant at, String kind, String text) {}

    /**
     * @param readiness in one sentence
     * @param checkpoints that can be restored, the last one first
     * @param obstacles that would hold a rollback up; none of them loses a write
     */
    public record Rollback(String readiness, List<String> checkpoints, List<String> obstacles) {
        public Rollback {
            checkpoints = List.copyOf(checkpoints);
            obstacles = List.copyOf(obstacles);
        }
    }
}
