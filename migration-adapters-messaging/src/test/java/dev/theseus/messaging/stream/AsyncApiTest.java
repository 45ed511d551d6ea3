package dev.theseus.messaging.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.alert.Notice;
import dev.theseus.messaging.Shop;
import dev.theseus.messaging.stored.EventForms;
import dev.theseus.messaging.stored.StoredForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The document that consumers go by says what is really sent. One that differs is written beside the build. */
class AsyncApiTest {

    private static final Path DOCUMENT = Path.of("docs/asyncapi.yaml");
    private static final Path RECEIVED = Path.of("target/asyncapi.yaml");
    private static final Path SAMPLES = Path.of("src/test/resources/samples");
    private static final Pattern MESSAGE_OF_THE_CHANNEL = Pattern.compile("#/components/messages/([a-z0-9.-]+)'");

    private final Map<String, Object> document = AsyncApiDocument.make();
    private final SchemaCheck check = new SchemaCheck(document);

    AsyncApiTest() throws IOException {}

    @Test
    void the_document_is_what_follows_from_the_stored_forms() throws IOException {
        String made = Yaml.of(document);
        Files.createDirectories(RECEIVED.getParent());
        Files.writeString(RECEIVED, made);

        assertThat(Files.readString(DOCUMENT)).isEqualTo(made);
    }

    @Test
    void each_stored_event_and_the_alert_are_in_it_and_nothing_else() throws IOException {
        List<String> named = MESSAGE_OF_THE_CHANNEL
                .matcher(Files.readString(DOCUMENT))
                .results()
                .map(m -> m.group(1))
                .toList();

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(EventForms.ALL.stream().map(AsyncApiDocument::keyOf), Stream.of("alert.v1"))
                                .toList());
    }

    @Test
    void every_sample_of_an_event_fits_its_schema() throws IOException {
        for (StoredForm<?, ?> form : EventForms.ALL) {
            for (JsonNode sample : samples(form)) {
                assertThat(check.problems(sample, payload(AsyncApiDocument.keyOf(form)), form.name()))
                        .isEmpty();
            }
        }
    }

    @Test
    void a_sample_that_lacks_something_or_has_more_does_not_fit() throws IOException {
        StoredForm<?, ?> form = EventForms.ALL.stream()
                .filter(f -> f.name().equals("migration.phase-entered"))
                .findAny()
                .orElseThrow();
        ObjectNode sample = (ObjectNode) samples(form).getFirst();
        ObjectNode less = sample.deepCopy();
        less.remove("from");
        ObjectNode more = sample.deepCopy().put("other", 1);
        ObjectNode elsewhere = sample.deepCopy().put("to", "ELSEWHERE");

        assertThat(Stream.of(less, more, elsewhere)
                        .map(s -> check.problems(s, payload(AsyncApiDocument.keyOf(form)), "e")))
                .allSatisfy(problems -> assertThat(problems).hasSize(1));
    }

    @Test
    void an_alert_fits_its_schema() {
        CloudEvent alert = AlertRecords.of(Notice.of(
                Shop.ID, Shop.NOON, new Alert(Alert.Kind.CUTOVER, Alert.Severity.WARNING, "authority did not move")));

        assertThat(check.problems(JsonMapper.shared().readTree(alert.data()), payload("alert.v1"), "alert"))
                .isEmpty();
    }

    private Object payload(String message) {
        Map<?, ?> messages = (Map<?, ?>) ((Map<?, ?>) document.get("components")).get("messages");
        return ((Map<?, ?>) messages.get(message)).get("payload");
    }

    private static List<JsonNode> samples(StoredForm<?, ?> form) throws IOException {
        String begin = form.name() + "." + form.revision() + ".";
        try (Stream<Path> files = Files.list(SAMPLES)) {
            List<JsonNode> found = files.filter(f -> (f.getFileName() + "").startsWith(begin))
                    .map(f -> JsonMapper.shared().readTree(f))
                    .toList();
            assertThat(found).isNotEmpty();
            return found;
        }
    }
}
