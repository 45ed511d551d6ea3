package dev.theseus.app.report;

import dev.theseus.app.report.MigrationReport.Event;
import dev.theseus.app.status.Status;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.readmodel.MigrationStatus.Note;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** Makes reports of what was seen. */
public final class Reports {

    private static final int INCIDENTS = 20;

    private Reports() {}

    /** @param at when it was seen */
    public static MigrationReport of(Status status, Instant at) {
        Findings findings = new Findings(status);
        Outlook outlook = new Outlook(status);
        return new MigrationReport(
                status.migration().migration().value(),
                at,
                status.migration().standing().phase(),
                PhaseTable.path(),
                findings.state(),
                findings.evidence(),
                incidents(status.migration().findings().notes()),
                outlook.risks(at),
                outlook.nextSteps(),
                outlook.rollback());
    }

    private static List<Event> incidents(List<Note> notes) {
        return notes.reversed().stream()
                .limit(INCIDENTS)
                .map(n -> new Event(
                        n.at(), n.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '), n.text()))
                .toList();
    }
}
