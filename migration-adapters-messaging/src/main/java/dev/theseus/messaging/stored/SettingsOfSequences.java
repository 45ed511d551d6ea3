package dev.theseus.messaging.stored;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Settings say how many numbers sequences leave out at a handover, and a plan which tables get other keys. A migration
 * that was begun without them moves sequences to where they are on the other side and not further, and keeps all keys.
 */
final class SettingsOfSequences extends SettingsUpcaster {

    /**
     * @param from the revision
     * @param places of settings in the event, as JSON pointers
     */
    SettingsOfSequences(String event, int from, String... places) {
        super(event, from, places);
    }

    @Override
    void complete(ObjectNode settings) {
        ((ObjectNode) settings.get("cutover")).put("sequenceMargin", 0);
    }

    @Override
    void completeRest(JsonNode event) {
        if (event.get("plan") instanceof ObjectNode plan) {
            plan.putArray("keyMaps");
        }
    }
}
