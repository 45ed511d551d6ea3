package dev.theseus.domain.migration;

import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.migration.MigrationState.Underway;
import java.util.ArrayList;
import java.util.List;

/** Whether the old database could carry the service. */
final class Fitness {

    private Fitness() {}

    /** What keeps old from carrying the service, as sentences; empty if nothing does. */
    static List<String> obstacles(DatabaseHealth health, Underway migration) {
        long wanted = migration.plan().settings().cutover().readiness().freeConnections();
        return switch (health) {
            case DatabaseHealth.Away away -> List.of("the old database does not answer");
            case DatabaseHealth.Answers answers -> {
                List<String> obstacles = new ArrayList<>();
                switch (answers.writing()) {
                    case WRITABLE -> {
                        // as it should be
                    }
                    case IN_RECOVERY -> obstacles.add("the old database is a standby and takes no writes");
                    case READ_ONLY -> obstacles.add("the old database is set to read only");
                }
                if (answers.freeConnections() < wanted) {
                    obstacles.add("the old database has %d connections left, at least %d are asked for"
                            .formatted(answers.freeConnections(), wanted));
                }
                yield obstacles;
            }
        };
    }
}
