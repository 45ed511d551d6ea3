package dev.theseus.messaging.stored;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.messaging.Shop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/**
 * What is stored is an interface. A failure here says that databases which exist can't be read any more, or will be
 * written differently: then the event needs its next revision, an upcaster, and a new sample beside the old one.
 */
class StoredEventsTest {

    private static final Path APPROVED = Path.of("src/test/resources/samples");
    private static final Path RECEIVED = Path.of("target/samples");

    private final StoredFormSerializer serializer = new StoredFormSerializer(EventForms.ALL);

    @Test
    void every_event_has_a_name_of_its_own() {
        assertThat(EventForms.ALL)
                .<Class<?>>extracting(StoredForm::type)
                .containsExactlyInAnyOrderElementsOf(events(MigrationEvent.class));
        assertThat(EventForms.ALL).extracting(StoredForm::name).doesNotHaveDuplicates();
    }

    @Test
    void every_event_has_a_sample() {
        assertThat(Samples.ALL.values().stream().<Class<?>>map(Object::getClass).distinct())
                .containsExactlyInAnyOrderElementsOf(events(MigrationEvent.class));
    }

    @Test
    void every_kind_of_incident_has_a_sample() {
        assertThat(Samples.ALL.values().stream()
                        .filter(MigrationEvent.IncidentNoted.class::isInstance)
                        .<Class<?>>map(e ->
                                ((MigrationEvent.IncidentNoted) e).incident().getClass()))
                .containsExactlyInAnyOrderElementsOf(events(Incident.class));
    }

    @Test
    void no_sample_stands_without_an_event() throws IOException {
        try (Stream<Path> files = Files.list(APPROVED)) {
            assertThat(files.map(f -> f.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(Samples.ALL.keySet());
        }
    }

    @TestFactory
    Stream<DynamicTest> the_stored_form_is_the_approved_one() {
        return each((name, event) -> {
            String stored = pretty(serializer.serialize(event, byte[].class).getData());
            Files.createDirectories(RECEIVED);
            Files.writeString(RECEIVED.resolve(name + ".json"), stored);
            assertThat(stored).isEqualTo(approved(name));
            assertThat(name)
                    .startsWith(serializer.typeForClass(event.getClass()).getName() + "."
                            + serializer.typeForClass(event.getClass()).getRevision());
        });
    }

    @TestFactory
    Stream<DynamicTest> the_approved_form_is_read_as_the_event() {
        return each((name, event) -> {
            SerializedObject<byte[]> stored = new SimpleSerializedObject<>(
                    approved(name).getBytes(StandardCharsets.UTF_8),
                    byte[].class,
                    serializer.typeForClass(event.getClass()));
            assertThat(serializer.<byte[], MigrationEvent>deserialize(stored)).isEqualTo(event);
        });
    }

    @Test
    void a_component_that_nobody_knows_is_not_passed_over() {
        assertThatThrownBy(() ->
                        read("migration.paused", "1", "{\"at\":\"2025-03-01T12:00:00Z\",\"migration\":\"s\",\"x\":1}"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("migration.paused");
    }

    @Test
    void a_component_that_is_missing_is_not_made_up() {
        assertThatThrownBy(() -> read("migration.paused", "1", "{\"migration\":\"shop\"}"))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void what_a_newer_version_wrote_is_refused_with_the_remedy() {
        assertThatThrownBy(() -> read("migration.paused", "2", "{}"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("migration.paused in revision 2")
                .hasMessageContaining("use the version that wrote it");
        assertThatThrownBy(() -> read("migration.cut-over", "1", "{}")).isInstanceOf(SerializationException.class);
    }

    @Test
    void what_has_no_logical_name_can_not_be_stored() {
        assertThatThrownBy(() -> serializer.serialize(Shop.plan(), byte[].class))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("give it a logical name");
    }

    @Test
    void metadata_is_kept_sorted() {
        SerializedObject<String> stored =
                serializer.serialize(MetaData.from(Map.of("reason", "r", "actor", "a", "cause", "c")), String.class);

        assertThat(stored.getData()).isEqualTo("{\"actor\":\"a\",\"cause\":\"c\",\"reason\":\"r\"}");
        assertThat(serializer.<String, MetaData>deserialize(stored)).containsEntry("actor", "a");
    }

    private Object read(String name, String revision, String json) {
        return serializer.deserialize(new SimpleSerializedObject<>(json, String.class, name, revision));
    }

    @FunctionalInterface
    private interface Check {
        void of(String name, MigrationEvent event) throws IOException;
    }

    private static Stream<DynamicTest> each(Check check) {
        return Samples.ALL.entrySet().stream()
                .map(sample ->
                        DynamicTest.dynamicTest(sample.getKey(), () -> check.of(sample.getKey(), sample.getValue())));
    }

    private static String approved(String name) throws IOException {
        return Files.readString(APPROVED.resolve(name + ".json"));
    }

    /** For people who compare; the stored bytes are the same without the white space. */
    private static String pretty(byte[] stored) {
        JsonNode tree = StoredJson.MAPPER.readTree(stored);
        String compact = new String(stored, StandardCharsets.UTF_8);
        assertThat(StoredJson.MAPPER.writeValueAsString(tree)).isEqualTo(compact);
        return StoredJson.MAPPER
                        .writerWithDefaultPrettyPrinter()
                        .writeValueAsString(tree)
                        .replace("\r\n", "\n") + "\n";
    }

    private static List<Class<?>> events(Class<?> sealed) {
        return Arrays.stream(sealed.getPermittedSubclasses())
                .flatMap(type -> type.isSealed() ? events(type).stream() : Stream.of(type))
                .toList();
    }
}
