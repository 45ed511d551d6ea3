package dev.theseus.app.status;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.plan.TableSelection;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.RolledBack;
import dev.theseus.domain.migration.MigrationState.RollingBack;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.MigrationState.Unplanned;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.Plan;
import java.util.List;
import java.util.Optional;

/**
 * The plan that a migration has been working by: once something was touched, its tables don't change with the
 * catalogues.
 */
public final class StoredPlan {

    private StoredPlan() {}

    /** The plan of a migration that is under way, or being rolled back. */
    public static Optional<Plan> of(MigrationState state) {
        return switch (state) {
            case Underway u -> u.phase() == Phase.PLANNED ? Optional.empty() : Optional.of(u.plan());
            case Paused p -> Optional.of(p.held().plan());
            case RollingBack r -> Optional.of(r.plan());
            case RolledBack r -> Optional.empty();
            case MigrationState.Completed d -> Optional.of(d.plan());
            case Unplanned u -> Optional.empty();
        };
    }

    /**
     * The plan with the settings that the file has now.
     *
     * @throws dev.theseus.app.cli.BadInput if the file names other databases or tables than the migration has
     */
    public static Plan refreshed(Plan stored, PlanFile file) {
        if (!stored.old().equals(file.old()) || !stored.target().equals(file.target())) {
            throw refusal(file, "other databases than it has been working on");
        }
        List<String> strangers = file.tables().entries().stream()
                .map(TableSelection.Entry::table)
                .filter(t -> stored.tables(t).isEmpty())
                .map(Object::toString)
                .toList();
        if (!strangers.isEmpty()) {
            throw refusal(file, "tables that it was not begun with (" + String.join(", ", strangers) + ")");
        }
        return stored.with(file.settings());
    }

    private static BadInput refusal(PlanFile file, String what) {
        return new BadInput(
                "Migration \"" + file.migration() + "\" is under way, and the plan file now names " + what
                        + ". Put them back, or give the plan another migration name, or take the migration back by `theseus clean`.");
    }
}
