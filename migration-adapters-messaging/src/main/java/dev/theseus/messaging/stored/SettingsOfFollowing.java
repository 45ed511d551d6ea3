package dev.theseus.messaging.stored;

import java.util.List;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From revision 1 to 2: settings say how often a run that follows compares, and what shadow reads must show. A
 * migration that was begun without them goes by what was the default when they came.
 */
final class SettingsOfFollowing extends SingleEventUpcaster {

    private final SerializedType before;
    private final SerializedType after;
    private final List<String> places;

    /** @param places of settings in the event, as JSON pointers */
    SettingsOfFollowing(String event, String... places) {
        this.before = new SimpleSerializedType(event, "1");
        this.after = new SimpleSerializedType(event, "2");
        this.places = List.of(places);
    }

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return event.getType().equals(before);
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        return event.upcastPayload(after, JsonNode.class, json -> {
            places.forEach(place -> complete(json.at(place)));
            return json;
        });
    }

    private static void complete(JsonNode settings) {
        ((ObjectNode) settings.get("verification")).put("every", "PT1H");
        ((ObjectNode) settings.get("gates"))
                .putObject("shadow")
                .put("reads", 100)
                .put("mismatchRate", 0.0);
    }
}
