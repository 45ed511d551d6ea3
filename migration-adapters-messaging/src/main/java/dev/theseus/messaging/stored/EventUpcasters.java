package dev.theseus.messaging.stored;

import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.axonframework.serialization.upcasting.event.EventUpcasterChain;

/** From older revisions of events to today's. */
public final class EventUpcasters {

    private EventUpcasters() {}

    public static EventUpcaster all() {
        return new EventUpcasterChain(
                new SettingsOfFollowing("migration.planned", "/plan/settings"),
                new SettingsOfFollowing("migration.settings-changed", "/before", "/after"),
                new SettingsOfFollowing("migration.checkpoint-taken", "/checkpoint/settings"),
                new SettingsOfCutover("migration.planned", "/plan/settings"),
                new SettingsOfCutover("migration.settings-changed", "/before", "/after"),
                new SettingsOfCutover("migration.checkpoint-taken", "/checkpoint/settings"),
                new PlanOfMappings(),
                new SettingsOfSequences("migration.planned", 4, "/plan/settings"),
                new SettingsOfSequences("migration.settings-changed", 3, "/before", "/after"),
                new SettingsOfSequences("migration.checkpoint-taken", 3, "/checkpoint/settings"),
                new SettingsOfFailback("migration.planned", 5, "/plan/settings"),
                new SettingsOfFailback("migration.settings-changed", 4, "/before", "/after"),
                new SettingsOfFailback("migration.checkpoint-taken", 4, "/checkpoint/settings"));
    }
}
