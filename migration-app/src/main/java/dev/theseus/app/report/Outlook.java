package dev.theseus.app.report;

import dev.theseus.app.report.MigrationReport.Rollback;
import dev.theseus.app.run.Wording;
import dev.theseus.app.status.AuthorityStatus;
import dev.theseus.app.status.Status;
import dev.theseus.domain.migration.NextGate;
import dev.theseus.domain.migration.WayBack;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.readmodel.MigrationStatus;
import dev.theseus.domain.readmodel.MigrationStatus.Pace;
import dev.theseus.domain.routing.NodeReports.Reads;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a status says of what may come: risks, next steps, and the way back. */
final class Outlook {

    private static final Duration OLD_COMPARISON = Duration.ofDays(1);

    private final Status status;
    private final MigrationStatus migration;
    private final Phase phase;

    Outlook(Status status) {
        this.status = status;
        this.migration = status.migration();
        this.phase = migration.standing().phase();
    }

    List<String> risks(Instant at) {
        List<String> risks = new ArrayList<>();
        status.unknown().ifPresent(why -> risks.add("A database can't be asked, so this report knows less: " + why));
        status.log()
                .filter(log -> log.setAside() > 0)
                .ifPresent(log -> risks.add("%,d changes can't be applied to the other database and wait for a person."
                        .formatted(log.setAside())));
        status.log()
                .filter(log -> log.age().compareTo(migration.rollout().policy().maximumLag()) > 0)
                .ifPresent(log -> risks.add("The databases are %s apart; readers who see that are sent to old."
                        .formatted(Wording.duration(log.age()))));
        comparison(at).ifPresent(risks::add);
        reads(risks);
        status.criticalWrites()
                .forEach(w -> risks.add("A critical write of node %s since %s is in one database only."
                        .formatted(w.node(), w.since())));
        if (isUnderWay() && migration.run().filter(r -> r.outcome().isEmpty()).isEmpty()) {
            risks.add("No run is at work: nothing moves, and nobody compares, until one is started.");
        }
        wayBack()
                .filter(way -> !way.checkpoints().isEmpty())
                .ifPresent(way -> way.obstacles().forEach(o -> risks.add("A rollback would have to wait: " + o + ".")));
        return risks;
    }

    private boolean isUnderWay() {
        return PhaseTable.hasReached(phase, Phase.PREPARED) && phase != Phase.COMPLETED;
    }

    private Optional<String> comparison(Instant at) {
        if (!PhaseTable.hasReached(phase, Phase.DUAL_WRITING) || phase == Phase.COMPLETED) {
            return Optional.empty();
        }
        return migration
                .findings()
                .verification()
                .map(v -> v.verdict() != Verdict.EQUAL
                        ? Optional.of("The last comparison did not find both databases equal.")
                        : Optional.of("The last comparison is %s old."
                                        .formatted(Wording.duration(Duration.between(v.at(), at))))
                                .filter(text -> Duration.between(v.at(), at).compareTo(OLD_COMPARISON) > 0))
                .orElse(Optional.of("The databases have not been compared."));
    }

    private void reads(List<String> risks) {
        long failing =
                status.nodes().stream().filter(n -> n.reads() == Reads.FAILING).count();
        if (failing > 0) {
            risks.add("Reads from new fail on %d nodes, so all nodes read from old.".formatted(failing));
        }
        if (migration.rollout().mismatches() > 0) {
            risks.add("Nodes have found %,d reads or writes that differ."
                    .formatted(migration.rollout().mismatches()));
        }
    }

    List<String> nextSteps() {
        List<String> steps = new ArrayList<>();
        status.authority()
                .ifPresent(a ->
                        a.approvals().forEach(what -> steps.add("Approve \"" + what + "\", or decide against it.")));
        if (migration.standing().pace() == Pace.PAUSED) {
            steps.add("Resume it, when what it was paused for is done.");
        }
        status.next().ifPresent(next -> steps.addAll(towards(next)));
        if (phase == Phase.COMPLETED) {
            steps.add("Nothing is left to do; the old database can be retired.");
        }
        if (phase == Phase.ROLLED_BACK) {
            steps.add("Run it again, or let it be: nothing of it is left in the databases.");
        }
        return steps;
    }

    private static List<String> towards(NextGate next) {
        if (!next.missing().isEmpty()) {
            return next.missing().stream()
                    .map(missing -> "Before " + next.to() + ": " + missing + ".")
                    .toList();
        }
        return List.of(
                switch (next.to()) {
                    case SHADOWING, RAMPING -> "Somebody may enter " + next.to() + " now (`theseus advance`).";
                    case CUT_OVER -> "Somebody may move the writes now (`theseus cutover`).";
                    case COMPLETED -> "Somebody may complete it now (`theseus complete`); there is no way back then.";
                    case PLANNED,
                            PREPARED,
                            CAPTURING,
                            BACKFILLING,
                            CATCHING_UP,
                            DUAL_WRITING,
                            VERIFIED,
                            ROLLING_BACK,
                            ROLLED_BACK -> "The run enters " + next.to() + " by itself.";
                });
    }

    Rollback rollback() {
        Optional<WayBack> way = wayBack();
        if (way.isEmpty()) {
            return new Rollback(
                    PhaseTable.hasReached(phase, Phase.VERIFIED)
                            ? "Not known: the databases could not be asked."
                            : "Nobody depends on new yet; `theseus clean` takes everything back.",
                    List.of(),
                    List.of());
        }
        return new Rollback(
                readiness(way.get()), way.get().checkpoints(), way.get().obstacles());
    }

    private static String readiness(WayBack way) {
        if (way.checkpoints().isEmpty()) {
            return "There is nothing to go back to.";
        }
        return way.isClear()
                ? "Ready: a rollback can be carried out now, and loses nothing."
                : "A rollback can be begun and loses nothing, but would wait for what is named below.";
    }

    private Optional<WayBack> wayBack() {
        return status.authority().flatMap(AuthorityStatus::wayBack);
    }
}
