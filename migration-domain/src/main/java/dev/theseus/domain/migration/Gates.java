package dev.theseus.domain.migration;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.gate.CutoverEvidence;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.gate.ShadowReads;
import dev.theseus.domain.migration.Facts.Bookkeeping;
import dev.theseus.domain.migration.Facts.CatchUp;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.GateSettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The gate of each phase: a pure predicate that answers with everything that is missing. */
public final class Gates {

    private Gates() {}

    /**
     * Whether a migration may enter a phase now.
     *
     * @param at the time of the decision; evidence older than the plan allows counts as missing
     */
    public static GateResult check(Phase to, Underway migration, Evidence evidence, Instant at) {
        List<String> missing = new ArrayList<>(DefinitionDecisions.obstacles(migration));
        if (PhaseTable.hasReached(to, Phase.DUAL_WRITING)) {
            missing.addAll(MappingDecisions.obstacles(migration));
        }
        switch (to) {
            case PREPARED -> bookkeeping(migration, missing);
            case CAPTURING, BACKFILLING ->
                everyTable("is not under capture", migration, migration.facts().captured(), missing);
            case CATCHING_UP -> {
                everyTable(
                        "is not copied", migration, migration.facts().copied().keySet(), missing);
                everyTable(
                        "has its indexes not built",
                        migration,
                        migration.facts().indexed(),
                        missing);
            }
            case DUAL_WRITING -> {
                catchUp(migration, missing);
                fresh(migration, evidence, at, missing);
            }
            case VERIFIED -> {
                comparison(migration, missing);
                fresh(migration, evidence, at, missing);
                setAside(migration, evidence.backlog(), missing);
            }
            case SHADOWING, RAMPING -> {
                comparison(migration, missing);
                fresh(migration, evidence, at, missing);
                setAside(migration, evidence.backlog(), missing);
                if (to == Phase.RAMPING) {
                    shadowReads(migration, evidence.shadowReads(), missing);
                }
            }
            case PLANNED, CUT_OVER, COMPLETED, ROLLING_BACK, ROLLED_BACK ->
                missing.add("phase " + to + " is not entered by advancing");
        }
        return GateResult.of(missing);
    }

    /** What a cutover lacks before it begins: what its own steps don't bring about. */
    static GateResult beforeCutover(Underway migration, Evidence evidence, Instant at) {
        return CutoverGates.before(migration, evidence, at);
    }

    /** Whether authority may move to new now. */
    public static GateResult cutover(Underway migration, CutoverEvidence evidence, Instant at) {
        return CutoverGates.handover(migration, evidence, at);
    }

    /** Whether what leads back may be taken away now. */
    public static GateResult completion(Underway migration, Evidence evidence, Instant at) {
        return CutoverGates.completion(migration, evidence, at);
    }

    private static void bookkeeping(Underway migration, List<String> missing) {
        if (migration.facts().bookkeeping() == Bookkeeping.ABSENT) {
            missing.add("the bookkeeping does not stand in both databases");
        }
    }

    private static void everyTable(String lack, Underway migration, Collection<TableName> done, List<String> missing) {
        for (TablePlan table : migration.plan().tables()) {
            if (!done.contains(table.old())) {
                missing.add("table " + table.old() + " " + lack);
            }
        }
    }

    private static void catchUp(Underway migration, List<String> missing) {
        if (migration.facts().catchUp() == CatchUp.PENDING) {
            missing.add("the changes made during the copy are not all applied");
        }
    }

    static void fresh(Underway migration, Evidence evidence, Instant at, List<String> missing) {
        GateSettings limits = migration.plan().settings().gates();
        Duration age = Duration.between(evidence.measuredAt(), at);
        if (age.compareTo(limits.evidenceMaximumAge()) > 0) {
            missing.add("the figures are %d s old, at most %d s are allowed"
                    .formatted(age.toSeconds(), limits.evidenceMaximumAge().toSeconds()));
        }
        Duration lag = evidence.backlog().age();
        if (lag.compareTo(limits.maximumLag()) > 0) {
            missing.add("the relay lags by %d ms, at most %d ms are allowed"
                    .formatted(lag.toMillis(), limits.maximumLag().toMillis()));
        }
    }

    /** A change that can't be applied is a row that differs. */
    static void setAside(Underway migration, Backlog backlog, List<String> missing) {
        if (backlog.setAside() > migration.plan().settings().gates().maximumDivergences()) {
            missing.add(backlog.setAside() + " changes are set aside because they can't be applied");
        }
    }

    private static void shadowReads(Underway migration, ShadowReads found, List<String> missing) {
        GateSettings.Shadow limits = migration.plan().settings().gates().shadow();
        if (found.compared() < limits.reads()) {
            missing.add("%d shadow reads were compared, at least %d are asked for"
                    .formatted(found.compared(), limits.reads()));
        }
        if (found.mismatches() > found.compared() * limits.mismatchRate()) {
            missing.add("%d of %d shadow reads differed, at most %s %% are allowed"
                    .formatted(found.mismatches(), found.compared(), 100 * limits.mismatchRate()));
        }
    }

    static void comparison(Underway migration, List<String> missing) {
        migration
                .facts()
                .verification()
                .ifPresentOrElse(
                        summary -> missing.addAll(shortcomings(
                                summary,
                                migration.plan().settings().gates(),
                                migration.plan().tables().size())),
                        () -> missing.add("the databases have not been compared"));
    }

    /** What a comparison lacks to let a migration of so many tables be VERIFIED; empty if nothing. */
    public static List<String> shortcomings(VerificationSummary summary, GateSettings limits, int tables) {
        List<String> missing = new ArrayList<>();
        if (summary.verdict() == Verdict.NOTHING_COMPARED) {
            missing.add("the last comparison compared nothing");
        }
        if (summary.verdict() == Verdict.UNSETTLED) {
            missing.add("the last comparison could not settle some rows, because they changed too often");
        }
        divergences(summary, limits).ifPresent(missing::add);
        if (summary.tables() < tables) {
            missing.add("the last comparison covered %d of %d tables".formatted(summary.tables(), tables));
        }
        return missing;
    }

    /** That more rows differ than are permitted, if so. */
    public static Optional<String> divergences(VerificationSummary summary, GateSettings limits) {
        long limit = limits.maximumDivergences();
        boolean differs = summary.verdict() == Verdict.DIVERGENT && limit == 0;
        return differs || summary.divergences() > limit
                ? Optional.of("%d rows differ, at most %d are allowed".formatted(summary.divergences(), limit))
                : Optional.empty();
    }
}
