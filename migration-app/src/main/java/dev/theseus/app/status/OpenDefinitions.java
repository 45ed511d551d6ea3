package dev.theseus.app.status;

import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.Underway;
import java.util.List;

/** Changes of tables' definitions that hold a migration until somebody answers. */
public final class OpenDefinitions {

    private OpenDefinitions() {}

    public static List<DefinitionChange> of(MigrationState state) {
        return switch (state) {
            case Underway u -> u.facts().definitions().changes();
            case Paused p -> p.held().facts().definitions().changes();
            case MigrationState.Unplanned u -> List.of();
            case MigrationState.RollingBack r -> List.of();
            case MigrationState.RolledBack r -> List.of();
            case MigrationState.Completed d -> List.of();
        };
    }
}
