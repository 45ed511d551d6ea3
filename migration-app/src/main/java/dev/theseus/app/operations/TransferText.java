package dev.theseus.app.operations;

import dev.theseus.app.run.Wording;
import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.alert.Alerts;
import dev.theseus.domain.migration.MigrationEvent;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Says what happens on the way of a transfer to the person who waits for it. */
final class TransferText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    private TransferText() {}

    /** Empty for what is of no interest there. */
    static Optional<String> of(MigrationEvent event) {
        return words(event).map(words -> TIME.format(at(event)) + "  " + words);
    }

    private static Instant at(MigrationEvent event) {
        return event.at();
    }

    private static Optional<String> words(MigrationEvent event) {
        if (event instanceof MigrationEvent.AuthorityMoved moved) {
            return Optional.of("the %s database has authority; writers were held for %s"
                    .formatted(moved.epoch().direction().source(), Wording.millis(moved.pause())));
        }
        if (event instanceof MigrationEvent.FenceInstalled) {
            return Optional.of("fence and capture stand on both databases");
        }
        if (event instanceof MigrationEvent.WayBackRehearsed) {
            return Optional.of("the way there and back was rehearsed");
        }
        if (event instanceof MigrationEvent.HandoverCleared) {
            return Optional.of("the gate is open; authority is being moved");
        }
        if (event instanceof MigrationEvent.AdvanceRefused refused) {
            return Optional.of("waits: " + String.join("; ", refused.missing()));
        }
        if (event instanceof MigrationEvent.CachesCleared) {
            return Optional.of("all nodes have seen it, and emptied their caches");
        }
        if (event instanceof MigrationEvent.CompletionBegan) {
            return Optional.of("taking away what leads back");
        }
        return Alerts.of(event).map(Alert::text);
    }
}
