package dev.theseus.app.plan;

import dev.theseus.app.alert.AlertSettings;
import dev.theseus.app.plan.TableSelection.Entry;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.GateSettings;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.domain.plan.ThrottleSettings;
import dev.theseus.domain.plan.VerificationSettings;
import java.util.List;

/** Writes a plan file with all its settings, each with what it means. */
final class PlanFileWriter {

    private final PlanFile plan;
    private final PlanComments comments;
    private final PlanLines lines = new PlanLines();

    PlanFileWriter(PlanFile plan, PlanComments comments) {
        this.plan = plan;
        this.comments = comments;
    }

    String write() {
        comments.header().forEach(line -> line(("# " + clean(line)).stripTrailing()));
        line("migration: " + YamlText.of(plan.migration().value()));
        line("");
        database("old", plan.old());
        database("new", plan.target());
        control();
        line("");
        tables();
        backfill(plan.settings().backfill());
        throttle(plan.settings().throttle());
        relay(plan.settings().relay());
        verification(plan.settings().verification());
        gates(plan.settings().gates());
        LateSettingsWriter late = new LateSettingsWriter(lines);
        late.traffic(plan.settings().traffic());
        late.cutover(plan.settings().cutover());
        alerts(plan.alerts());
        StreamWriter.write(lines, plan.stream());
        AuditWriter.write(lines, plan.audit());
        plan.reports()
                .every()
                .ifPresentOrElse(
                        period -> line("reports: { every: " + Quantities.text(period) + " }"),
                        () -> line("# reports: { every: 1d }   # sent to those who are told of alerts"));
        StoreWriter.write(lines, plan.objects());
        return lines.text();
    }

    private void database(String side, DatabaseAddress address) {
        line(side + ":");
        line("  url: " + YamlText.of(address.url()));
        line("  user: " + YamlText.of(address.user()));
        address.passwordVariable()
                .ifPresent(v -> line("  password-env: " + YamlText.of(v), "environment variable with the password"));
    }

    private void control() {
        if (plan.control().isEmpty()) {
            line("# control: { directory: .theseus/" + plan.migration()
                    + " }   # where the migration is kept; or the url, user and password-env of a database");
            return;
        }
        switch (plan.control().get()) {
            case ControlStore.Embedded embedded -> {
                line("control:");
                line("  directory: " + YamlText.of(embedded.directory().toString()));
            }
            case ControlStore.Server server -> database("control", server.address());
        }
    }

    private void tables() {
        TableSelection tables = plan.tables();
        if (!tables.schemas().isEmpty()) {
            line("schemas: " + YamlText.list(tables.schemas()), "all tables of these");
        }
        if (!tables.entries().isEmpty()) {
            line("tables:");
            tables.entries().forEach(this::entry);
        }
        if (!tables.exclude().isEmpty()) {
            line("exclude:");
            tables.exclude().forEach(name -> {
                comments.tables().getOrDefault(name, List.of()).forEach(c -> line("  # " + clean(c)));
                line("  - " + YamlText.of(TableNames.text(name)));
            });
        }
        line("");
    }

    private void entry(Entry entry) {
        comments.tables().getOrDefault(entry.table(), List.of()).forEach(c -> line("  # " + clean(c)));
        line("  - table: " + YamlText.of(TableNames.text(entry.table())));
        entry.target().ifPresent(t -> line("    target: " + YamlText.of(TableNames.text(t))));
        MappingWriter mapping = new MappingWriter(lines);
        entry.key().ifPresent(k -> mapping.key(k, entry.mapping()));
        if (entry.existingRows() != ExistingRows.REFUSE) {
            line("    existing-rows: " + Choices.text(entry.existingRows()));
        }
        if (entry.capture() != CaptureMode.AUTOMATIC) {
            line("    capture: " + Choices.text(entry.capture()));
        }
        mapping.write(entry.mapping());
        if (!entry.largeObjects().isEmpty()) {
            line("    large-objects: " + YamlText.list(entry.largeObjects()));
        }
    }

    private void backfill(BackfillSettings s) {
        line("backfill:");
        line("  parallelism: " + s.parallelism(), "copies at the same time, over all tables");
        line(
                "  chunk: { bytes: " + Quantities.text(s.chunk().bytes()) + ", rows: "
                        + s.chunk().maximumRows() + " }",
                "copied in one transaction: about so many bytes, at most so many rows");
        line("  order: " + Choices.text(s.order()), "automatic, heap (PostgreSQL 14 or newer) or key");
        line("  indexes: " + Choices.text(s.indexes()), "keep, or after-copy: faster where tables are large");
        line(
                "  rate: { rows: " + s.rate().rowsPerSecond() + ", bytes: "
                        + Quantities.text(s.rate().bytesPerSecond()) + " }",
                "the most per second; 0 for no limit");
        s.window()
                .ifPresentOrElse(
                        w -> line(
                                "  window: { from: '" + w.from() + "', to: '" + w.to() + "', zone: "
                                        + YamlText.of(w.zone().getId()) + " }",
                                "copies only then"),
                        () -> line(
                                "  # window: { from: '22:00', to: '06:00', zone: Europe/Zurich }   # copies only then"));
    }

    private void throttle(ThrottleSettings s) {
        line("throttle:");
        line("  maximum-lag: " + Quantities.text(s.maximumLag()), "the copy holds while the relay is further behind");
        line("  active-sessions: " + s.maximumActiveSessions(), "or while more clients are at work; 0 for no limit");
        line(
                "  commit-latency: " + Quantities.text(s.maximumCommitLatency()),
                "or while a commit takes longer; 0s for no limit");
        line("  duty-cycle: " + s.dutyCycle(), "share of the time in which it works, up to 1");
        line("  stale-after: " + Quantities.text(s.staleAfter()), "an older measurement means hold");
    }

    private void relay(RelaySettings s) {
        line("relay:");
        line("  workers: " + s.workers(), "applying changes at the same time");
        line("  batch-keys: " + s.batchKeys(), "the most keys applied in one transaction");
        line("  maximum-attempts: " + s.maximumAttempts(), "then an entry that can't be applied is set aside");
        line("  poll: " + Quantities.text(s.poll()), "rest when the change log was empty");
    }

    private void verification(VerificationSettings s) {
        line("verification:");
        line("  parallelism: " + s.parallelism(), "scans at the same time on each side");
        line("  rows-per-bucket: " + s.rowsPerBucket(), "rows that share a checksum");
        line("  recheck-attempts: " + s.recheckAttempts(), "looks at a row that keeps changing, before it is locked");
        line(
                "  every: " + (s.every().isZero() ? "off" : Quantities.text(s.every())),
                "between two comparisons while a run follows, or off");
    }

    private void gates(GateSettings s) {
        line("gates:");
        line("  maximum-lag: " + Quantities.text(s.maximumLag()), "of the relay, to count as caught up");
        line("  maximum-divergences: " + s.maximumDivergences(), "rows that may still differ after repair");
        line("  evidence-maximum-age: " + Quantities.text(s.evidenceMaximumAge()), "older figures don't count");
        line("  shadow-reads: " + s.shadow().reads(), "compared before reads go to new");
        line("  shadow-mismatch-rate: " + s.shadow().mismatchRate(), "share of them that may truly differ");
    }

    private void alerts(AlertSettings s) {
        line("alerts:");
        line("  every: " + Quantities.text(s.period()), "in which one of a kind is told, and the others are counted");
        s.webhook()
                .ifPresentOrElse(
                        w -> line("  webhook: { url: " + YamlText.of(w.url().toString())
                                + w.secretVariable()
                                        .map(v -> ", secret-env: " + YamlText.of(v))
                                        .orElse("")
                                + " }"),
                        () -> line("  # webhook: { url: 'https://alerts.example/hook', secret-env: ALERT_SECRET }"));
    }

    private void line(String line) {
        lines.add(line);
    }

    private void line(String line, String comment) {
        lines.add(line, comment);
    }

    /** A name from a catalogue must not break out of its comment. */
    private static String clean(String comment) {
        return comment.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
    }
}
