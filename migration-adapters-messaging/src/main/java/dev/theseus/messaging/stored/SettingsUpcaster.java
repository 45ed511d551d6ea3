package dev.theseus.messaging.stored;

import java.util.List;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** From one revision of an event that holds settings to the next. */
abstract class SettingsUpcaster extends SingleEventUpcaster {

    private final SerializedType before;
    private final SerializedType after;
    private final List<String> places;

    /**
     * @param from the revision
     * @param places of settings in the event, as JSON pointers
     */
    SettingsUpcaster(String event, int from, String... places) {
        this.before = new SimpleSerializedType(event, Integer.toString(from));
        this.after = new SimpleSerializedType(event, Integer.toString(from + 1));
        this.places = List.of(places);
    }

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return event.getType().equals(before);
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        return event.upcastPayload(after, JsonNode.class, json -> {
            places.forEach(place -> complete((ObjectNode) json.at(place)));
            completeRest(json);
            return json;
        });
    }

    /** Adds what settings lack. */
    abstract void complete(ObjectNode settings);

    /** Adds what the event lacks beside its settings: nothing, unless said otherwise. */
    void completeRest(JsonNode event) {}
}
