package dev.theseus.app.run;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;

/** How the crew talks to the aggregate. */
public interface Reports {

    /** Hands a command over, in the name of this run. */
    void send(MigrationCommand command);

    /** What the migration is now. */
    MigrationState state();
}
