package dev.theseus.domain.readmodel;

import dev.theseus.domain.alert.Alerts;
import dev.theseus.domain.migration.MigrationEvent;
import java.util.Optional;

/** Says in words what happened to the service's requests by itself. */
final class CourseNotes {

    private CourseNotes() {}

    static Optional<String> of(MigrationEvent.CourseEvent event) {
        return switch (event) {
            case MigrationEvent.RolloutBegan e ->
                Optional.of("a rollout of %d steps began"
                        .formatted(e.settings().steps().size()));
            case MigrationEvent.RolloutStepBegan e -> Optional.of("step %d of the rollout began".formatted(e.step()));
            case MigrationEvent.RolloutStepPassed e ->
                Optional.of("step %d of the rollout went well".formatted(e.step()));
            case MigrationEvent.RolloutStepUnproven e ->
                Optional.of("step %d of the rollout goes on: %s".formatted(e.step(), String.join("; ", e.missing())));
            case MigrationEvent.RolloutStepFailed e ->
                Optional.of("step %d of the rollout did not go well: %s"
                        .formatted(e.step(), String.join("; ", e.reasons())));
            case MigrationEvent.RolloutEnded e ->
                Optional.of(
                        switch (e.end()) {
                            case COMPLETED -> "the rollout is complete";
                            case STOPPED -> "the rollout was stopped";
                            case GIVEN_UP -> "the rollout was given up";
                            case OVERTAKEN -> "the rollout has ended: all reads went back to old";
                        });
            case MigrationEvent.FailbackBegan e -> Optional.of("all reads are on old, because they fail on new");
            case MigrationEvent.FailbackRecovered e ->
                Optional.of("new answers again; what changed meanwhile is compared");
            case MigrationEvent.FailbackCompared e -> Optional.empty();
            case MigrationEvent.FailbackEnded e ->
                Optional.of(
                        switch (e.end()) {
                            case RESUMED -> "new was compared: reads come back to it";
                            case ABANDONED -> "reads stay on old";
                        });
            case MigrationEvent.RollbackDecided e -> Optional.of("the migration goes back by itself: " + e.detail());
            case MigrationEvent.RollbackWithheld e -> Optional.of(Alerts.withheld(e.why()) + ": " + e.detail());
        };
    }
}
