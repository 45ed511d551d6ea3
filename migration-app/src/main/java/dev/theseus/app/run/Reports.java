package dev.theseus.app.run;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.routing.Rollout;
import java.util.List;

/** How the crew talks to the aggregate. */
public interface Reports extends Findings {

    /** Hands a command over, in the name of this run. */
    void send(MigrationCommand command);

    /** How many events the migration has; cheap. */
    long version();

    /** What happened since the migration had so many events, oldest first. */
    List<MigrationEvent> since(long version);

    /** What every node has to go by now. */
    Rollout rollout();
}
