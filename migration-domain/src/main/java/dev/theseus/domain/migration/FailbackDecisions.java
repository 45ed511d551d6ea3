package dev.theseus.domain.migration;

import dev.theseus.domain.migration.Failback.Stage;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the failure of reads on new leads to. The nodes have gone to old by themselves; the rollout follows them to 0,
 * so that they do not come back before new was compared.
 */
final class FailbackDecisions {

    private FailbackDecisions() {}

    /** After a node's word that its reads fail. */
    static List<MigrationEvent> begin(Underway u, MigrationCommand c) {
        RolloutPolicy policy = u.traffic().policy();
        if (u.phase() != Phase.RAMPING
                || policy.percentage() == 0
                || u.course().failback().isPresent()) {
            return List.of();
        }
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.FailbackBegan(
                c.migration(),
                c.at(),
                policy.percentage(),
                c.at().plus(u.plan().settings().traffic().failback().deadline())));
        events.addAll(RolloutDecisions.changed(c, policy, policy.withPercentage(0), RolloutCause.READS_FAILED));
        return events;
    }

    static List<MigrationEvent> recovered(Underway u, MigrationCommand.ReportReadsRecovered c) {
        return isAt(u, Stage.FAILING)
                ? List.of(new MigrationEvent.FailbackRecovered(c.migration(), c.at()))
                : List.of();
    }

    /** Only what was compared after reads worked again counts. */
    static List<MigrationEvent> compared(Underway u, MigrationCommand.ReportFailbackCompared c) {
        Optional<Failback> failback = u.course().failback().filter(f -> f.stage() == Stage.RECOVERED);
        return failback.map(f -> compared(u, c, f)).orElse(List.of());
    }

    private static List<MigrationEvent> compared(
            Underway u, MigrationCommand.ReportFailbackCompared c, Failback failback) {
        VerificationSummary summary = c.summary();
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.FailbackCompared(c.migration(), c.at(), summary));
        Optional<String> differs =
                Gates.divergences(summary, u.plan().settings().gates());
        if (differs.isPresent()) {
            events.addAll(abandon(u, c));
            events.addAll(TroubleDecisions.after(u, events, c, RestoreCause.DIVERGENCE, differs.get()));
        } else if (summary.verdict() == Verdict.EQUAL || summary.verdict() == Verdict.DIVERGENT) {
            RolloutPolicy policy = u.traffic().policy();
            events.add(new MigrationEvent.FailbackEnded(c.migration(), c.at(), FailbackEnd.RESUMED));
            events.addAll(RolloutDecisions.changed(
                    c, policy, policy.withPercentage(failback.percentage()), RolloutCause.READS_RECOVERED));
        }
        return events;
    }

    /** Reads stay on old, and a rollout that was in progress is over. */
    static List<MigrationEvent> abandon(Underway u, MigrationCommand c) {
        if (u.course().failback().isEmpty()) {
            return List.of();
        }
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.FailbackEnded(c.migration(), c.at(), FailbackEnd.ABANDONED));
        events.addAll(StepDecisions.end(u, c, RolloutEnd.OVERTAKEN));
        return events;
    }

    private static boolean isAt(Underway u, Stage stage) {
        return u.course().failback().filter(f -> f.stage() == stage).isPresent();
    }
}
