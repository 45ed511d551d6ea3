package dev.theseus.app.operations;

import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.plan.MigrationId;
import java.util.List;

/** What has happened to a migration since a command was given: the command's own events, then those of the run. */
final class TrailSince {

    private final ControlRoom room;
    private final MigrationId migration;
    private long seen;

    /** From now on. */
    TrailSince(ControlRoom room, MigrationId migration) {
        this.room = room;
        this.migration = migration;
        this.seen = room.plane().version(migration);
    }

    /** What was not asked for before, oldest first. */
    List<MigrationEvent> next() {
        if (room.plane().version(migration) <= seen) {
            return List.of();
        }
        List<MigrationEvent> news = room.plane().since(migration, seen);
        seen += news.size();
        return news;
    }
}
