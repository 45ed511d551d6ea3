package dev.theseus.messaging.stored;

import tools.jackson.databind.node.ObjectNode;

/**
 * Settings say what is compared before reads come back to new. A migration that was begun without them compares all
 * tables.
 */
final class SettingsOfFailback extends SettingsUpcaster {

    /**
     * @param from the revision
     * @param places of settings in the event, as JSON pointers
     */
    SettingsOfFailback(String event, int from, String... places) {
        super(event, from, places);
    }

    @Override
    void complete(ObjectNode settings) {
        ((ObjectNode) settings.at("/traffic/failback")).put("compare", "ALL");
    }
}
