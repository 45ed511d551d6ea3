package dev.theseus.app.run;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Pace;
import dev.theseus.domain.readmodel.MigrationStatus.RolloutStatus;
import dev.theseus.domain.readmodel.MigrationStatus.RunStatus;
import dev.theseus.domain.readmodel.MigrationStatus.TableStatus;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.stream.StreamLag;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

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
        if (PhaseTable.hasReached(status.standing().phase(), Phase.DUAL_WRITING)) {
            rolloutLines(status.rollout(), lines);
        }
        status.findings().checkpoints().forEach(c -> lines.add("  checkpoint %s at %s".formatted(c.name(), c.at())));
        status.findings().notes().stream()
                .skip(Math.max(0, status.findings().notes().size() - NOTES))
                .forEach(n -> lines.add("  %s  %s: %s".formatted(n.at(), word(n.kind()), n.text())));
        return lines;
    }

    /** How far the event stream is. */
    public static String eventStream(StreamLag lag) {
        return lag.oldest()
                .map(since -> "  stream     %,d events are not published yet, the oldest is of %s"
                        .formatted(lag.events(), since))
                .orElse("  stream     all events are published");
    }

    private static void rolloutLines(RolloutStatus rollout, List<String> lines) {
        lines.add("  rollout    " + rollout(rollout.policy()));
        if (!rollout.failedBack().isEmpty()) {
            lines.add("  FAILED BACK: reads from new fail on %s, so all nodes read from old"
                    .formatted(String.join(", ", rollout.failedBack())));
        }
        if (rollout.mismatches() > 0) {
            lines.add("  mismatches %,d found by nodes".formatted(rollout.mismatches()));
        }
    }

    /** Who reads from new, as a sentence. */
    public static String rollout(RolloutPolicy policy) {
        return "%s %% of %s read from new while it is at most %s behind; shadow reads %s (%s %%), dual writes %s, %s %% of writes checked."
                .formatted(
                        number(policy.percentage()),
                        readers(policy),
                        Wording.duration(policy.maximumLag()),
                        word(policy.shadowReads()),
                        number(100 * policy.shadowSample()),
                        word(policy.dualWrites()),
                        number(100 * policy.checkSample()));
    }

    private static String readers(RolloutPolicy policy) {
        StringJoiner readers = new StringJoiner(", ", "all subjects", "");
        readers.setEmptyValue("all subjects");
        among(readers, "segments", policy.segments());
        among(readers, "regions", policy.regions());
        among(readers, "services", policy.services());
        return readers.toString();
    }

    private static void among(StringJoiner readers, String what, Set<String> names) {
        if (!names.isEmpty()) {
            readers.add(" of the " + what + " " + String.join(" and ", names));
        }
    }

    /** With as many digits as it has, at most three after the point. */
    public static String number(double value) {
        return BigDecimal.valueOf(value)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A critical write that is in one database only, and should be in both or in neither. */
    public static String criticalWrite(OpenWrite write) {
        return "  OPEN critical write %d in the journal of %s, of node %s since %s, %d tries: %s; rows %s"
                .formatted(
                        write.id(),
                        write.side(),
                        write.node(),
                        write.since(),
                        write.tries(),
                        write.detail(),
                        String.join(", ", write.rows()));
    }

    /** A change of a table's definition that holds the migration. */
    public static String definition(DefinitionChange change) {
        return "  OPEN change of " + change.text();
    }

    /** A node that is up. */
    public static String node(NodeBeat node) {
        NodeCounts c = node.counts();
        return ("  node %s of %s: goes by version %d, reads from new %s; reads %,d old, %,d new, %,d fell back; writes"
                        + " %,d, %,d left to the relay; shadow reads %,d, %,d lagging, %,d differed")
                .formatted(
                        node.node(),
                        node.service().isEmpty() ? "unknown service" : node.service(),
                        node.version(),
                        node.reads() == Reads.WORKING ? "work" : "FAIL",
                        c.readsOld(),
                        c.readsNew(),
                        c.fallbacks(),
                        c.writes(),
                        c.writesLeft(),
                        c.shadowed(),
                        c.lagging(),
                        c.mismatches());
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
