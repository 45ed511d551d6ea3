package dev.theseus.messaging.stored;

import static dev.theseus.messaging.Shop.ID;
import static dev.theseus.messaging.Shop.NOON;

import dev.theseus.domain.migration.FailbackEnd;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.migration.RolloutEnd;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.RolloutSettings.Limits;
import dev.theseus.domain.plan.RolloutSettings.Mode;
import dev.theseus.domain.plan.RolloutSettings.Retry;
import dev.theseus.domain.plan.RolloutSettings.Step;
import dev.theseus.domain.rollout.RollbackPolicy.Withheld;
import dev.theseus.domain.rollout.TrafficEvidence;
import dev.theseus.domain.routing.NodeReports.Failures;
import dev.theseus.domain.routing.NodeReports.NodeCounts;
import dev.theseus.domain.routing.NodeReports.Times;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One event of every kind about what happens to the service's requests by itself. */
final class CourseSamples {

    private static final Instant SOON = NOON.plusSeconds(600);

    private static final RolloutSettings ROLLOUT = new RolloutSettings(
            List.of(new Step(12.5, Duration.ofMinutes(3)), new Step(100, Duration.ofHours(1))),
            Mode.APPROVAL,
            new Limits(1_000, 0.001, 1.5, 0.0001),
            new Retry(3, Duration.ofSeconds(90)));

    private static final TrafficEvidence EVIDENCE = new TrafficEvidence(
            NOON,
            SOON,
            new NodeCounts(1, 2, 3, 4, 5, 6, 7, 8, new Failures(9, 10), new Times(11, 12)),
            Duration.ofMillis(13));

    static final Map<String, MigrationEvent> ALL = Map.ofEntries(
            Map.entry("migration.rollout-began.1", new MigrationEvent.RolloutBegan(ID, NOON, ROLLOUT, 2.5)),
            Map.entry("migration.rollout-step-began.1", new MigrationEvent.RolloutStepBegan(ID, NOON, 2)),
            Map.entry("migration.rollout-step-passed.1", new MigrationEvent.RolloutStepPassed(ID, NOON, 2, EVIDENCE)),
            Map.entry(
                    "migration.rollout-step-unproven.1",
                    new MigrationEvent.RolloutStepUnproven(
                            ID, NOON, 2, List.of("it was measured for 593 of 600 s"), SOON)),
            Map.entry(
                    "migration.rollout-step-failed.1",
                    new MigrationEvent.RolloutStepFailed(
                            ID,
                            NOON,
                            2,
                            List.of("2.00 % of 100 reads of new failed, at most 1.00 % are allowed"),
                            SOON)),
            Map.entry("migration.rollout-ended.1", new MigrationEvent.RolloutEnded(ID, NOON, RolloutEnd.GIVEN_UP)),
            Map.entry("migration.failback-began.1", new MigrationEvent.FailbackBegan(ID, NOON, 12.5, SOON)),
            Map.entry("migration.failback-recovered.1", new MigrationEvent.FailbackRecovered(ID, NOON)),
            Map.entry(
                    "migration.failback-compared.1",
                    new MigrationEvent.FailbackCompared(
                            ID, NOON, new VerificationSummary(NOON, Verdict.EQUAL, 2, 1_000_000, 3, 0))),
            Map.entry("migration.failback-ended.1", new MigrationEvent.FailbackEnded(ID, NOON, FailbackEnd.RESUMED)),
            Map.entry(
                    "migration.rollback-decided.1",
                    new MigrationEvent.RollbackDecided(ID, NOON, RestoreCause.ERROR_RATE, "6.00 % failed")),
            Map.entry(
                    "migration.rollback-withheld.1",
                    new MigrationEvent.RollbackWithheld(
                            ID, NOON, RestoreCause.DIVERGENCE, "1 row differs", Withheld.OLD_DIFFERS)));

    private CourseSamples() {}
}
