package dev.theseus.app.report;

import dev.theseus.app.report.MigrationReport.Fact;
import dev.theseus.app.run.StatusText;
import dev.theseus.app.run.Wording;
import dev.theseus.app.status.Status;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Pace;
import dev.theseus.domain.readmodel.MigrationStatus.TableStatus;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a status says of where a migration is, and what was measured. */
final class Findings {

    private final Status status;
    private final MigrationStatus migration;

    Findings(Status status) {
        this.status = status;
        this.migration = status.migration();
    }

    List<String> state() {
        List<String> lines = new ArrayList<>();
        Phase phase = migration.standing().phase();
        int place = PhaseTable.path().indexOf(phase);
        lines.add(
                place < 0
                        ? "It is in phase " + phase + "."
                        : "It is in phase %s, %d of %d steps on its way."
                                .formatted(phase, place, PhaseTable.path().size() - 1));
        if (migration.standing().pace() == Pace.PAUSED) {
            lines.add("It is paused: work is held until somebody resumes it.");
        }
        lines.add(migration
                .run()
                .map(run -> run.outcome()
                        .map(outcome -> "The last run began at %s and ended: %s.".formatted(run.began(), word(outcome)))
                        .orElse("A run began at %s and has not ended, unless it was killed.".formatted(run.began())))
                .orElse("It has not been run yet."));
        status.authority().ifPresent(a -> {
            lines.add("The %s database accepts the writes (epoch %d).".formatted(a.recorded(), a.epoch()));
            a.transfer()
                    .ifPresent(t ->
                            lines.add("A %s is in progress since %s: %s.".formatted(t.what(), t.began(), t.stage())));
        });
        if (PhaseTable.hasReached(phase, Phase.DUAL_WRITING)) {
            lines.add(StatusText.rollout(migration.rollout().policy()));
        }
        return lines;
    }

    List<Fact> evidence() {
        List<Fact> facts = new ArrayList<>();
        facts.add(copied());
        migration
                .findings()
                .verification()
                .ifPresent(v -> facts.add(new Fact(
                        "Last comparison of both databases",
                        "%s: %s; %,d rows of %d tables, %,d repaired, %,d differ"
                                .formatted(
                                        v.at(),
                                        word(v.verdict()),
                                        v.rowsCompared(),
                                        v.tables(),
                                        v.repaired(),
                                        v.divergences()))));
        status.log().ifPresent(log -> {
            facts.add(new Fact("Lag", Wording.duration(log.age())));
            facts.add(new Fact(
                    "Changes on their way",
                    "%,d, of which %,d can't be applied".formatted(log.entries(), log.setAside())));
        });
        if (!status.nodes().isEmpty()) {
            traffic(facts);
        }
        facts.add(new Fact(
                "Checkpoints",
                Integer.toString(migration.findings().checkpoints().size())));
        return facts;
    }

    private Fact copied() {
        List<CopyProgress> copies = migration.tables().stream().map(this::copy).toList();
        long complete = copies.stream()
                .filter(c -> c.state() == CopyProgress.State.COMPLETE)
                .count();
        return new Fact(
                "Copied",
                "%d of %d tables, %,d rows, %s"
                        .formatted(
                                complete,
                                copies.size(),
                                copies.stream().mapToLong(CopyProgress::rows).sum(),
                                Wording.bytes(copies.stream()
                                        .mapToLong(CopyProgress::bytes)
                                        .sum())));
    }

    private CopyProgress copy(TableStatus table) {
        return status.copies().getOrDefault(table.table(), table.copied());
    }

    private void traffic(List<Fact> facts) {
        NodeCounts all = status.nodes().stream().map(n -> n.counts()).reduce(NodeCounts.ZERO, NodeCounts::plus);
        ShadowReads shadow = ShadowReads.of(status.nodes());
        facts.add(
                new Fact("Nodes of the service", Integer.toString(status.nodes().size())));
        facts.add(new Fact(
                "Reads since the nodes started",
                "%,d of old, %,d of new, %,d fell back to old"
                        .formatted(all.readsOld(), all.readsNew(), all.fallbacks())));
        facts.add(new Fact(
                "Reads repeated on new to compare",
                "%,d, of which %,d differed".formatted(shadow.compared(), shadow.mismatches())));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
