package dev.theseus.app.run;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Pace;
import dev.theseus.domain.readmodel.MigrationStatus.RunStatus;
import dev.theseus.domain.readmodel.MigrationStatus.TableStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says where a migration stands, for people. */
public final class StatusText {

    private static final int NOTES = 5;

    private StatusText() {}

    /**
     * @param copies how far copies are at this moment; empty if that is not known
     * @param log how much stands in the change log at this moment, if that is known
     */
    public static List<String> lines(
            MigrationStatus status, Map<TableName, CopyProgress> copies, Optional<Backlog> log) {
        List<String> lines = new ArrayList<>();
        lines.add("Migration %s: phase %s%s, since %s"
                .formatted(
                        status.migration(),
                        status.standing().phase(),
                        status.standing().pace() == Pace.PAUSED ? " (paused)" : "",
                        status.standing().at()));
        status.run().ifPresent(r -> lines.add("  last run   " + run(r)));
        for (TableStatus table : status.tables()) {
            CopyProgress copy = copies.getOrDefault(table.table(), table.copied());
            lines.add("  %-40s %-9s %s".formatted(table.table(), word(table.stage()), Wording.progress(copy)));
        }
        log.ifPresent(l -> lines.add("  change log %,d entries, oldest %s, %,d set aside"
                .formatted(l.entries(), Wording.duration(l.age()), l.setAside())));
        status.findings()
                .verification()
                .ifPresent(v -> lines.add("  compared   %,d rows at %s: %s, %,d repaired, %,d differ"
                        .formatted(v.rowsCompared(), v.at(), word(v.verdict()), v.repaired(), v.divergences())));
        status.findings().checkpoints().forEach(c -> lines.add("  checkpoint %s at %s".formatted(c.name(), c.at())));
        status.findings().notes().stream()
                .skip(Math.max(0, status.findings().notes().size() - NOTES))
                .forEach(n -> lines.add("  %s  %s: %s".formatted(n.at(), word(n.kind()), n.text())));
        return lines;
    }

    private static String run(RunStatus run) {
        return "%s, began %s%s"
                .formatted(
                        run.outcome().map(StatusText::word).orElse("in progress, or killed"),
                        run.began(),
                        run.until().map(p -> ", until " + p).orElse(""));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
