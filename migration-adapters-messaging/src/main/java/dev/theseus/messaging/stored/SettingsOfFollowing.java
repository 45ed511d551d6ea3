package dev.theseus.messaging.stored;

import tools.jackson.databind.node.ObjectNode;

/**
 * From revision 1 to 2: settings say how often a run that follows compares, and what shadow reads must show. A
 * migration that was begun without them goes by what was the default when they came.
 */
final class SettingsOfFollowing extends SettingsUpcaster {

    /** @param places of settings in the event, as JSON pointers */
    SettingsOfFollowing(String event, String... places) {
        super(event, 1, places);
    }

    @Override
    void complete(ObjectNode settings) {
        ((ObjectNode) settings.get("verification")).put("every", "PT1H");
        ((ObjectNode) settings.get("gates"))
                .putObject("shadow")
                .put("reads", 100)
                .put("mismatchRate", 0.0);
    }
}
