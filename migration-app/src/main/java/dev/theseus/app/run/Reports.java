package dev.theseus.app.run;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.routing.Rollout;

/** How the crew talks to the aggregate. */
public interface Reports {

    /** Hands a command over, in the name of this run. */
    void send(MigrationCommand command);

    /** How many events the migration has; cheap. */
    long version();

    /** What every node has to go by now. */
    Rollout rollout();

    /** What the migration is now. */
    MigrationState state();
}
