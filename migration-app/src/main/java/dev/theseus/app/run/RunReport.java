package dev.theseus.app.run;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.relay.RelayStatus;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The figures of a run, in the form in which they are printed and written to files. Durations are in milliseconds.
 *
 * @param reason why it failed; absent if it did not
 */
public record RunReport(
        String migration,
        String outcome,
        Optional<String> reason,
        String phase,
        String began,
        long millis,
        List<Table> tables,
        Relayed relay,
        Optional<Verified> verification) {

    /** @param rows copied by the backfill, over all runs */
    public record Table(String table, long rows, long bytes, long chunks, String state) {}

    /** @param changesRetired log entries whose change is in the new database */
    public record Relayed(
            long changesRetired,
            long keysApplied,
            long pending,
            long setAside,
            long lagP50,
            long lagP99,
            long lagMaximum) {}

    /** What the last comparison of the run found. */
    public record Verified(
            String verdict, long rowsCompared, long repaired, long divergences, List<TableComparison> tables) {}

    public static RunReport of(RunResult result) {
        return new RunReport(
                result.migration().value(),
                result.outcome().name().toLowerCase(Locale.ROOT),
                result.reason(),
                result.phase().name(),
                result.began().toString(),
                result.took().toMillis(),
                result.tables().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(e -> table(e.getKey().toString(), e.getValue()))
                        .toList(),
                relayed(result),
                result.verification().map(RunReport::verified));
    }

    private static Table table(String name, CopyProgress progress) {
        return new Table(
                name,
                progress.rows(),
                progress.bytes(),
                progress.chunks(),
                progress.state().name().toLowerCase(Locale.ROOT));
    }

    private static Relayed relayed(RunResult result) {
        RelayStatus relay = result.relay();
        return new Relayed(
                relay.retired(),
                relay.keysApplied(),
                relay.backlog().entries(),
                relay.backlog().setAside(),
                relay.lag().p50().toMillis(),
                relay.lag().p99().toMillis(),
                relay.lag().maximum().toMillis());
    }

    private static Verified verified(VerificationReport report) {
        return new Verified(
                report.verdict().name().toLowerCase(Locale.ROOT),
                report.rowsCompared(),
                report.repaired(),
                report.divergences(),
                report.tables());
    }

    /** For people. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Migration %s: %s, phase %s, after %s"
                .formatted(migration, outcome, phase, Wording.duration(Duration.ofMillis(millis))));
        reason.ifPresent(r -> lines.add("  because " + r));
        long rows = tables.stream().mapToLong(Table::rows).sum();
        long bytes = tables.stream().mapToLong(Table::bytes).sum();
        lines.add("  copied    %,d rows, %s, %d tables".formatted(rows, Wording.bytes(bytes), tables.size()));
        lines.add("  relayed   %,d changes of %,d keys; %,d pending, %,d set aside; lag p50 %d ms, p99 %d ms"
                .formatted(
                        relay.changesRetired(),
                        relay.keysApplied(),
                        relay.pending(),
                        relay.setAside(),
                        relay.lagP50(),
                        relay.lagP99()));
        verification.ifPresent(v -> lines.add("  compared  %,d rows: %s, %,d repaired, %,d differ"
                .formatted(v.rowsCompared(), v.verdict().replace('_', ' '), v.repaired(), v.divergences())));
        return lines;
    }
}
