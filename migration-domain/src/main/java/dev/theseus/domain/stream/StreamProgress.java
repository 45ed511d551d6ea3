package dev.theseus.domain.stream;

import dev.theseus.domain.plan.MigrationId;

/** Looks at how far the publishing of events is. Asks nobody to publish, and holds nobody up. */
@FunctionalInterface
public interface StreamProgress {

    /**
     * What a stream has not taken yet of a migration.
     *
     * @param stream the name under which the stream's place is kept
     * @throws RuntimeException if the control database does not answer
     */
    StreamLag lag(String stream, MigrationId migration);
}
