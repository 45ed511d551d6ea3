package dev.theseus.app.run;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;

/** Puts on record what was found and nobody asked for. */
public interface Findings {

    /** What the migration is now. */
    MigrationState state();

    /**
     * Hands a command over in the name of Theseus itself.
     *
     * @param reason what was found
     */
    void note(MigrationCommand command, String reason);
}
