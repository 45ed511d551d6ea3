package dev.theseus.messaging.stream;

import static dev.theseus.messaging.stream.JsonSchemas.ordered;

import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.cache.CacheOccasion;
import dev.theseus.messaging.stored.EventForms;
import dev.theseus.messaging.stored.StoredForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the event stream carries, as an AsyncAPI 3 document, made from the stored forms. */
final class AsyncApiDocument {

    private static final Path EVENTS =
            Path.of("../migration-domain/src/main/java/dev/theseus/domain/migration/MigrationEvent.java");

    private static final Map<String, Object> STRING = Map.of("type", "string");

    private final JsonSchemas schemas = new JsonSchemas();

    private AsyncApiDocument() {}

    static Map<String, Object> make() throws IOException {
        return new AsyncApiDocument().document(Files.readString(EVENTS));
    }

    private Map<String, Object> document(String source) {
        Map<String, Object> messages = new LinkedHashMap<>();
        EventForms.ALL.forEach(form -> messages.put(keyOf(form), message(form, source)));
        messages.put("alert.v1", alert());
        Map<String, Object> references = new LinkedHashMap<>();
        messages.keySet().forEach(key -> references.put(key, Map.of("$ref", "#/components/messages/" + key)));
        return ordered(
                "asyncapi", "3.0.0",
                "info", info(),
                "defaultContentType", "application/json",
                "channels", Map.of("migrations", channel(references)),
                "operations", Map.of("tellOfMigrations", operation()),
                "components", ordered("messages", messages, "schemas", components()));
    }

    static String keyOf(StoredForm<?, ?> form) {
        return form.name() + ".v" + form.revision();
    }

    private static Map<String, Object> info() {
        return ordered(
                "title", "What happens to a migration",
                "version", "1.0.0",
                "description",
                        "Every event of a migration, and every alert, as a CloudEvent 1.0 in the binary mode of the Kafka"
                                + " binding: its attributes are headers, the JSON is the value. Events of one migration come"
                                + " in order and at least once; whoever passes over a ce_sequence that is not above the last"
                                + " one of that migration hears each once. A form that changes gets the next revision, and"
                                + " with it another ce_type.");
    }

    private static Map<String, Object> channel(Map<String, Object> messages) {
        return ordered(
                "address",
                "{topic}",
                "description",
                "The topic that the plan file names under event-stream.",
                "parameters",
                Map.of("topic", Map.of("description", "From the plan file.")),
                "messages",
                messages);
    }

    private static Map<String, Object> operation() {
        return ordered(
                "action", "send",
                "summary", "Theseus publishes while a run is at work, from where the last one left off.",
                "channel", Map.of("$ref", "#/channels/migrations"));
    }

    private Map<String, Object> message(StoredForm<?, ?> form, String source) {
        return ordered(
                "name", EventRecords.type(form.name(), form.revision()),
                "summary", summary(form.type(), source),
                "headers", Map.of("$ref", JsonSchemas.PLACE + "EventHeaders"),
                "payload", schemas.of(form.json()),
                "bindings", bindings());
    }

    private static Map<String, Object> alert() {
        return ordered(
                "name", AlertRecords.TYPE,
                "summary", "Something that a person should hear of at once.",
                "headers", Map.of("$ref", JsonSchemas.PLACE + "AlertHeaders"),
                "payload", Map.of("$ref", JsonSchemas.PLACE + "Alert"),
                "bindings", bindings());
    }

    private static Map<String, Object> bindings() {
        return Map.of("kafka", Map.of("key", ordered("type", "string", "description", "The migration.")));
    }

    /** The first sentence of the record's Javadoc. */
    private static String summary(Class<?> type, String source) {
        Matcher found = Pattern.compile("/\\*\\*([^/]*?)\\*/\\s+record " + type.getSimpleName() + "\\(")
                .matcher(source);
        if (!found.find()) {
            throw new IllegalStateException("What is " + type + "? Its Javadoc is not found.");
        }
        String text = found.group(1).replaceAll("\\s*\\*\\s*", " ").strip();
        return text.substring(0, text.indexOf('.') + 1);
    }

    private Map<String, Object> components() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("EventHeaders", headers(eventHeaders()));
        all.put(
                "AlertHeaders",
                headers(ordered("ce_alertkind", names(Alert.Kind.values()), "ce_severity", severity())));
        all.put("Alert", alertForm());
        all.putAll(schemas.all());
        return all;
    }

    private static Map<String, Object> eventHeaders() {
        return ordered(
                "ce_sequence", described("The place among the events of the migration, from 0, without gaps."),
                "ce_sequencetype", Map.of("const", "Integer"),
                "ce_actor", described("Who asked."),
                "ce_reason", described("Why, if it was said."),
                "ce_correlationid", described("The same for all of one run."),
                "ce_command", described("What was asked for."),
                "ce_clearcaches",
                        ordered(
                                "type",
                                "string",
                                "enum",
                                Arrays.stream(CacheOccasion.values())
                                        .map(Enum::name)
                                        .toList(),
                                "description",
                                "There if whoever keeps rows of the service in a cache has to forget them."));
    }

    private static Map<String, Object> headers(Map<String, Object> besides) {
        Map<String, Object> properties = ordered(
                "ce_specversion", Map.of("const", "1.0"),
                "ce_id", described("The same however often it is sent."),
                "ce_source", described("urn:theseus:migration: and the migration."),
                "ce_type", described("The name of the message."),
                "ce_subject", described("The migration."),
                "ce_partitionkey", described("The migration."),
                "ce_time", ordered("type", "string", "format", "date-time"),
                "content-type", Map.of("const", "application/json"));
        properties.putAll(besides);
        return ordered("type", "object", "properties", properties);
    }

    private static Map<String, Object> alertForm() {
        Map<String, Object> properties = ordered(
                "migration", STRING,
                "at", ordered("type", "string", "format", "date-time"),
                "kind", names(Alert.Kind.values()),
                "severity", severity(),
                "text", described("For people, without row contents."),
                "keptBack",
                        ordered(
                                "type",
                                "integer",
                                "description",
                                "How many of this kind were not told since the last one was."),
                "runbook", described("Where runbooks.md of the documentation says what to do."));
        return ordered(
                "type",
                "object",
                "additionalProperties",
                false,
                "required",
                List.copyOf(properties.keySet()),
                "properties",
                properties);
    }

    private static Map<String, Object> severity() {
        return names(Alert.Severity.values());
    }

    private static Map<String, Object> names(Enum<?>[] values) {
        return ordered(
                "type", "string", "enum", Arrays.stream(values).map(Enum::name).toList());
    }

    private static Map<String, Object> described(String text) {
        return ordered("type", "string", "description", text);
    }
}
