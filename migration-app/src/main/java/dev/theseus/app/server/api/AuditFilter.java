package dev.theseus.app.server.api;

import dev.theseus.domain.audit.AuditEntry;
import java.time.Instant;
import java.util.Optional;

/**
 * Which events are wanted.
 *
 * @param actor who asked, exactly
 * @param event its logical name, or the beginning of one
 * @param since the first moment
 * @param until the first moment that is not wanted any more
 */
record AuditFilter(Optional<String> actor, Optional<String> event, Optional<Instant> since, Optional<Instant> until) {

    boolean letsAll() {
        return actor.isEmpty() && event.isEmpty() && since.isEmpty() && until.isEmpty();
    }

    boolean lets(AuditEntry entry) {
        return actor.filter(a -> !a.equals(entry.cause().origin().actor().name()))
                        .isEmpty()
                && event.filter(e -> !entry.what().name().startsWith(e)).isEmpty()
                && since.filter(s -> entry.at().isBefore(s)).isEmpty()
                && until.filter(u -> !entry.at().isBefore(u)).isEmpty();
    }
}
