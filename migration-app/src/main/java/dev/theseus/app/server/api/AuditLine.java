package dev.theseus.app.server.api;

import dev.theseus.domain.access.AccessEntry;
import dev.theseus.domain.audit.AuditEntry;
import dev.theseus.domain.audit.Origin;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One event, as the API says it.
 *
 * @param sequence its place, from 0, without gaps
 * @param command what led to it
 * @param event its logical name
 * @param data its stored form; names, keys and figures, never rows
 */
record AuditLine(
        long sequence,
        Instant at,
        String actor,
        String reason,
        String correlation,
        String command,
        String event,
        int revision,
        JsonNode data) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static AuditLine of(AuditEntry entry) {
        Origin origin = entry.cause().origin();
        return new AuditLine(
                entry.sequence(),
                entry.at(),
                origin.actor().name(),
                origin.reason(),
                origin.correlation(),
                entry.cause().command(),
                entry.what().name(),
                entry.what().revision(),
                JSON.readTree(entry.what().json()));
    }

    static AuditLine of(AccessEntry entry) {
        return new AuditLine(
                entry.sequence(),
                entry.at(),
                entry.origin().actor().name(),
                entry.origin().reason(),
                entry.origin().correlation(),
                "",
                entry.what().name(),
                entry.what().revision(),
                JSON.readTree(entry.what().json()));
    }
}
