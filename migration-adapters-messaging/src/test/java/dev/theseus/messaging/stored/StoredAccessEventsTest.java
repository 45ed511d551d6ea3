package dev.theseus.messaging.stored;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.access.AccessEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** As {@link StoredEventsTest}, for what happens at the door of the server. */
class StoredAccessEventsTest {

    private static final Path APPROVED = Path.of("src/test/resources/access-samples");
    private static final Path RECEIVED = Path.of("target/access-samples");

    private final StoredFormSerializer serializer = new StoredFormSerializer(AccessForms.ALL);

    @Test
    void every_event_has_a_name_of_its_own_and_a_sample() {
        assertThat(AccessForms.ALL)
                .<Class<?>>extracting(StoredForm::type)
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(AccessEvent.class.getPermittedSubclasses()));
        assertThat(AccessForms.ALL).extracting(StoredForm::name).doesNotHaveDuplicates();
        assertThat(AccessSamples.ALL.values().stream().<Class<?>>map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(AccessEvent.class.getPermittedSubclasses()));
    }

    @Test
    void no_sample_stands_without_an_event() throws IOException {
        try (Stream<Path> files = Files.list(APPROVED)) {
            assertThat(files.map(f -> f.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(AccessSamples.ALL.keySet());
        }
    }

    @TestFactory
    Stream<DynamicTest> the_stored_form_is_the_approved_one_and_is_read_as_the_event() {
        return AccessSamples.ALL.entrySet().stream()
                .map(sample ->
                        DynamicTest.dynamicTest(sample.getKey(), () -> check(sample.getKey(), sample.getValue())));
    }

    private void check(String name, AccessEvent event) throws IOException {
        SerializedObject<String> stored = serializer.serialize(event, String.class);
        Files.createDirectories(RECEIVED);
        Files.writeString(RECEIVED.resolve(name + ".json"), stored.getData() + "\n");
        String approved = Files.readString(APPROVED.resolve(name + ".json"));

        assertThat(stored.getData() + "\n").isEqualTo(approved);
        assertThat(name)
                .isEqualTo(stored.getType().getName() + "." + stored.getType().getRevision());
        AccessEvent read = serializer.deserialize(
                new SimpleSerializedObject<>(approved, String.class, serializer.typeForClass(event.getClass())));
        assertThat(read).isEqualTo(event);
    }
}
