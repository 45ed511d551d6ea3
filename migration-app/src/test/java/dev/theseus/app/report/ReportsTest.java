package dev.theseus.app.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.status.AuthorityStatus;
import dev.theseus.app.status.Status;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.NextGate;
import dev.theseus.domain.migration.WayBack;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Findings;
import dev.theseus.domain.readmodel.MigrationStatus.Note;
import dev.theseus.domain.readmodel.MigrationStatus.NoteKind;
import dev.theseus.domain.readmodel.MigrationStatus.Pace;
import dev.theseus.domain.readmodel.MigrationStatus.RolloutStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Stage;
import dev.theseus.domain.readmodel.MigrationStatus.Standing;
import dev.theseus.domain.readmodel.MigrationStatus.TableStatus;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What people who don't run a migration are told of it. */
class ReportsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final TableName ORDERS = new TableName("public", "orders");
    private static final CopyProgress COPIED = new CopyProgress(1200, 4096, 3, 1, CopyProgress.State.COMPLETE);

    private static Status status(Backlog log, NextGate next, WayBack way, VerificationSummary compared) {
        MigrationStatus migration = new MigrationStatus(
                new MigrationId("shop"),
                new Standing(Phase.CUT_OVER, Pace.WORKING, 41, NOON),
                Optional.empty(),
                List.of(new TableStatus(ORDERS, ORDERS, Stage.INDEXED, COPIED)),
                RolloutStatus.NONE,
                new Findings(
                        Optional.of(compared),
                        List.of(
                                new Note(
                                        NOON.minusSeconds(60), NoteKind.SERVER_AWAY, "the new database <b>is away</b>"),
                                new Note(NOON, NoteKind.SERVER_BACK, "it *is* back")),
                        List.of()));
        return new Status(
                migration,
                Optional.of(next),
                Optional.of(new AuthorityStatus(
                        "new", Optional.of("new"), 2, Optional.empty(), Optional.empty(), Set.of(), Optional.of(way))),
                Map.of(ORDERS, COPIED),
                Optional.of(log),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    private static VerificationSummary compared(Instant at, Verdict verdict) {
        return new VerificationSummary(at, verdict, 1, 1200, 0, verdict == Verdict.EQUAL ? 0 : 3);
    }

    private static Status well() {
        return status(
                Backlog.EMPTY,
                new NextGate(Phase.COMPLETED, List.of()),
                new WayBack(List.of("before-CUT_OVER", "friday"), List.of()),
                compared(NOON, Verdict.EQUAL));
    }

    private static Status troubled() {
        return status(
                new Backlog(9, 2, Duration.ofMinutes(3), 4711),
                new NextGate(Phase.COMPLETED, List.of("the way back is kept for at least 86400 s")),
                new WayBack(List.of("friday"), List.of("old has no free connections")),
                compared(NOON.minus(Duration.ofDays(2)), Verdict.DIVERGENT));
    }

    @Test
    void where_all_is_well_it_says_what_was_found_and_what_may_come() {
        MigrationReport report = Reports.of(well(), NOON);

        assertThat(report.state())
                .contains(
                        "It is in phase CUT_OVER, 9 of 10 steps on its way.",
                        "The new database accepts the writes (epoch 2).");
        assertThat(report.evidence())
                .anySatisfy(fact -> assertThat(fact.value()).contains("1 of 1 tables, 1,200 rows"))
                .anySatisfy(fact -> assertThat(fact.value()).contains("equal; 1,200 rows"));
        assertThat(report.nextSteps()).singleElement().asString().contains("theseus complete");
        assertThat(report.rollback().readiness()).startsWith("Ready");
        assertThat(report.rollback().checkpoints()).containsExactly("before-CUT_OVER", "friday");
        assertThat(report.incidents())
                .extracting(MigrationReport.Event::at)
                .containsExactly(NOON, NOON.minusSeconds(60));
        // nothing runs it in this story
        assertThat(report.risks()).singleElement().asString().startsWith("No run is at work");
    }

    @Test
    void it_names_each_risk_and_what_the_gate_lacks() {
        MigrationReport report = Reports.of(troubled(), NOON);

        assertThat(report.risks())
                .anyMatch(r -> r.startsWith("2 changes can't be applied"))
                .anyMatch(r -> r.startsWith("The databases are"))
                .anyMatch(r -> r.contains("did not find both databases equal"))
                .anyMatch(r -> r.contains("old has no free connections"));
        assertThat(report.nextSteps()).containsExactly("Before COMPLETED: the way back is kept for at least 86400 s.");
        assertThat(report.rollback().readiness()).contains("would wait");
    }

    @Test
    void both_pages_say_the_same_and_no_name_becomes_markup() {
        MigrationReport report = Reports.of(troubled(), NOON);
        String markdown = ReportPages.markdown(report);
        String html = ReportPages.html(report);

        assertThat(markdown)
                .startsWith("# Migration shop")
                .contains("## State", "## Evidence", "## Risks", "## Next steps", "## Rollback", "## Incidents")
                .contains("\\<b\\>is away\\</b\\>", "\\*is\\*");
        assertThat(html)
                .contains("<h2>State</h2>", "<h2>Evidence</h2>", "<h2>Risks</h2>", "<h2>Rollback</h2>")
                .contains("&lt;b&gt;is away&lt;/b&gt;")
                .doesNotContain("<b>")
                .doesNotContain("http");
        report.risks().forEach(risk -> assertThat(html).contains(risk));
    }
}
