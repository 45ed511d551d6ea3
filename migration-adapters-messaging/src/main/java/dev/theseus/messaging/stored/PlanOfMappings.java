package dev.theseus.messaging.stored;

import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.upcasting.event.IntermediateEventRepresentation;
import org.axonframework.serialization.upcasting.event.SingleEventUpcaster;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From revision 3 to 4 of a plan: a table has a mapping in place of a key and columns, and may have large objects. A
 * migration that was planned without carries rows that look the same on both sides, and no large objects.
 */
final class PlanOfMappings extends SingleEventUpcaster {

    private static final SerializedType BEFORE = new SimpleSerializedType("migration.planned", "3");
    private static final SerializedType AFTER = new SimpleSerializedType("migration.planned", "4");

    @Override
    protected boolean canUpcast(IntermediateEventRepresentation event) {
        return event.getType().equals(BEFORE);
    }

    @Override
    protected IntermediateEventRepresentation doUpcast(IntermediateEventRepresentation event) {
        return event.upcastPayload(AFTER, JsonNode.class, json -> {
            json.at("/plan/tables").forEach(table -> map((ObjectNode) table));
            return json;
        });
    }

    private static void map(ObjectNode table) {
        JsonNode key = table.remove("key");
        JsonNode columns = table.remove("columns");
        ObjectNode mapping = table.putObject("mapping");
        mapping.put("version", 1).putNull("forward").putNull("reverse");
        mapping.putObject("same").set("key", key).set("columns", columns);
        table.putArray("largeObjects");
    }
}
