package dev.theseus.app.operations;

import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.plan.MigrationId;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What has happened to a migration since a command was given: the command's own events, then those of the run. */
final class TrailSince {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ControlRoom room;
    private final MigrationId migration;
    private long seen;

    /** @param seen events of the migration that are no news */
    TrailSince(ControlRoom room, MigrationId migration, long seen) {
        this.room = room;
        this.migration = migration;
        this.seen = seen;
    }

    /** What was not asked for before, oldest first. */
    List<Happening> next() {
        if (room.plane().version(migration) <= seen) {
            return List.of();
        }
        List<Happening> news = room.plane().audit(migration).stream()
                .filter(e -> e.sequence() >= seen)
                .map(Happening::new)
                .toList();
        seen += news.size();
        return news;
    }

    /**
     * One event.
     *
     * @param entry of the trail
     */
    record Happening(AuditEntry entry) {

        /** Its logical name, without what all have. */
        String name() {
            return entry.what().name().replaceFirst("^migration\\.", "");
        }

        boolean is(String wanted) {
            return name().equals(wanted);
        }

        private JsonNode json() {
            return JSON.readTree(entry.what().json());
        }

        Optional<String> text(String field) {
            return Optional.ofNullable(json().get(field)).filter(n -> !n.isNull()).map(JsonNode::asString);
        }

        List<String> texts(String field) {
            JsonNode list = json().get(field);
            return list == null
                    ? List.of()
                    : list.valueStream().map(JsonNode::asString).toList();
        }

        /** A number within a field, such as an epoch. */
        Optional<Long> number(String field, String within) {
            return Optional.ofNullable(json().get(field))
                    .map(n -> n.isObject() ? n.get(within) : n)
                    .map(JsonNode::asLong);
        }
    }
}
