package dev.theseus.domain.migration;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.gate.CutoverEvidence;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.plan.CutoverSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The gates of moving authority and of the end. */
final class CutoverGates {

    private CutoverGates() {}

    static GateResult before(Underway migration, Evidence evidence, Instant at) {
        List<String> missing = new ArrayList<>(DefinitionDecisions.obstacles(migration));
        everybodyReadsFromNew(migration, at, missing);
        Gates.comparison(migration, missing);
        recentComparison(migration, at, missing);
        Gates.setAside(migration, evidence.backlog(), missing);
        return GateResult.of(missing);
    }

    static GateResult handover(Underway migration, CutoverEvidence evidence, Instant at) {
        List<String> missing = new ArrayList<>(DefinitionDecisions.obstacles(migration));
        everybodyReadsFromNew(migration, at, missing);
        Gates.comparison(migration, missing);
        recentComparison(migration, at, missing);
        Gates.fresh(migration, evidence.measured(), at, missing);
        Gates.setAside(migration, evidence.measured().backlog(), missing);
        fence(evidence.fence(), missing);
        recentRehearsal(migration, at, missing);
        missing.addAll(Fitness.obstacles(evidence.old(), migration));
        if (!evidence.nodesBehind().isEmpty()) {
            missing.add(
                    "these nodes don't go by the current rollout yet: " + String.join(", ", evidence.nodesBehind()));
        }
        return GateResult.of(missing);
    }

    static GateResult completion(Underway migration, Evidence evidence, Instant at) {
        List<String> missing = new ArrayList<>(DefinitionDecisions.obstacles(migration));
        Gates.comparison(migration, missing);
        recentComparison(migration, at, missing);
        Gates.fresh(migration, evidence, at, missing);
        Gates.setAside(migration, evidence.backlog(), missing);
        Duration since = Duration.between(migration.authority().moved().orElse(at), at);
        Duration wanted = settings(migration).wayBack();
        if (since.compareTo(wanted) < 0) {
            missing.add("new has had authority for %d s; the way back is kept for at least %d s"
                    .formatted(since.toSeconds(), wanted.toSeconds()));
        }
        return GateResult.of(missing);
    }

    private static void everybodyReadsFromNew(Underway migration, Instant at, List<String> missing) {
        Duration wanted = settings(migration).readiness().dwell();
        Optional<Instant> since = migration.traffic().everybodySince();
        if (since.isEmpty()) {
            missing.add(
                    "not everybody reads from new; raise the rollout to 100 % of all segments, regions and services");
        } else if (Duration.between(since.get(), at).compareTo(wanted) < 0) {
            missing.add("everybody has read from new for %d s, at least %d s are asked for"
                    .formatted(Duration.between(since.get(), at).toSeconds(), wanted.toSeconds()));
        }
        if (!migration.traffic().failing().isEmpty()) {
            missing.add("reads from new fail on "
                    + String.join(", ", migration.traffic().failing()));
        }
    }

    private static void recentComparison(Underway migration, Instant at, List<String> missing) {
        Duration limit = settings(migration).readiness().verificationMaximumAge();
        migration.facts().verification().map(v -> Duration.between(v.at(), at)).ifPresent(age -> {
            if (age.compareTo(limit) > 0) {
                missing.add("the last comparison is %d s old, at most %d s are allowed"
                        .formatted(age.toSeconds(), limit.toSeconds()));
            }
        });
    }

    private static void fence(Fencing.State fence, List<String> missing) {
        switch (fence) {
            case INSTALLED -> {
                // as it should be
            }
            case ABSENT -> missing.add("the fence does not stand");
            case DAMAGED -> missing.add("some of the fence is missing, disabled or altered");
        }
    }

    private static void recentRehearsal(Underway migration, Instant at, List<String> missing) {
        missing.addAll(rehearsal(migration, at));
    }

    static List<String> rehearsal(Underway migration, Instant at) {
        Duration limit = settings(migration).readiness().rehearsalMaximumAge();
        Optional<Instant> rehearsed = migration.authority().rehearsed();
        if (rehearsed.isEmpty()) {
            return List.of("the way back was not tried");
        }
        Duration age = Duration.between(rehearsed.get(), at);
        return age.compareTo(limit) > 0
                ? List.of("the way back was tried %d s ago, at most %d s are allowed"
                        .formatted(age.toSeconds(), limit.toSeconds()))
                : List.of();
    }

    private static CutoverSettings settings(Underway migration) {
        return migration.plan().settings().cutover();
    }
}
