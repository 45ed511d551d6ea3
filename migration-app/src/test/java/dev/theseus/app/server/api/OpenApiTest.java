package dev.theseus.app.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.theseus.app.server.ServerUnderTest;
import dev.theseus.app.server.door.Endpoint;
import dev.theseus.app.server.door.Endpoints;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The description of the API, its table of roles and its controllers name the same requests. */
@ExtendWith(ServerUnderTest.Ends.class)
class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final String ANY_COMMAND = "/commands/{command}";

    private static Set<String> known() {
        return Endpoints.ALL.stream()
                .map(e -> e.method() + " " + e.path())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_request_is_described_and_nothing_else_is() throws Exception {
        JsonNode description =
                ServerUnderTest.shared().as("").get("/api/v1/openapi.json").json();

        assertThat(description.path("openapi").asString()).isEqualTo("3.1.0");
        Set<String> described = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            path.getValue().properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(METHODS::contains)
                    .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey()));
        }
        assertThat(described).isEqualTo(known());
    }

    @Test
    void every_reference_in_the_description_leads_somewhere() throws Exception {
        JsonNode description =
                ServerUnderTest.shared().as("").get("/api/v1/openapi.json").json();
        List<String> references = description.findValuesAsString("$ref");

        assertThat(references).isNotEmpty();
        assertThat(references)
                .allSatisfy(reference -> assertThat(
                                description.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void the_yaml_is_served_as_it_is_written() throws Exception {
        assertThat(ServerUnderTest.shared()
                        .as("")
                        .get("/api/v1/openapi.yaml")
                        .whole()
                        .body())
                .startsWith("openapi: 3.1.0");
    }

    @Test
    void every_request_that_a_controller_takes_has_its_roles() {
        Set<String> taken = Arrays.stream(
                        ApiConfiguration.class.getAnnotation(Import.class).value())
                .flatMap(OpenApiTest::requests)
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> expected = known().stream()
                .map(request -> request.replaceAll("/commands/.*", ANY_COMMAND))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(taken).isEqualTo(expected);
    }

    private static Stream<String> requests(Class<?> controller) {
        RequestMapping above = AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        String prefix = above == null || above.path().length == 0 ? "" : above.path()[0];
        return Arrays.stream(controller.getDeclaredMethods()).flatMap(method -> request(method, prefix));
    }

    private static Stream<String> request(Method method, String prefix) {
        RequestMapping mapping = AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (mapping == null) {
            return Stream.empty();
        }
        String path = mapping.path().length == 0 ? "" : mapping.path()[0];
        return Arrays.stream(mapping.method()).map(m -> m + " " + prefix + path);
    }

    @Test
    void every_answer_has_the_fields_that_the_description_requires() throws Exception {
        ServerUnderTest server = ServerUnderTest.shared();
        JsonNode schemas = server.as("")
                .get("/api/v1/openapi.json")
                .json()
                .path("components")
                .path("schemas");
        String migration = "/api/v1/migrations/" + ServerUnderTest.MIGRATION;

        fields(server.as("viewer").get(migration).json(), schemas.path("Migration"));
        fields(server.as("viewer").get(migration).json().path("tables").get(0), schemas.path("Table"));
        fields(server.as("viewer").get(migration + "/status").json(), schemas.path("Printed"));
        fields(server.as("viewer").get("/api/v1/session").json(), schemas.path("Session"));
        fields(server.as("").get("/api/v1/health").json(), schemas.path("Health"));
        fields(
                server.as("viewer")
                        .get("/api/v1/migrations")
                        .json()
                        .path("items")
                        .get(0),
                schemas.path("MigrationLine"));
        fields(
                server.as("viewer")
                        .get(migration + "/audit?limit=1")
                        .json()
                        .path("items")
                        .get(0),
                schemas.path("AuditLine"));
        fields(
                server.as("viewer")
                        .get(migration + "/history")
                        .json()
                        .path("items")
                        .get(0),
                schemas.path("Sample"));
        fields(
                server.as("administrator")
                        .get("/api/v1/accounts")
                        .json()
                        .path("items")
                        .get(0),
                schemas.path("Account"));
    }

    private static void fields(JsonNode answer, JsonNode schema) {
        Set<String> there = answer.properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        Set<String> described = schema.path("properties").properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(there).isEqualTo(described).isNotEmpty();
    }

    @Test
    void every_command_of_the_table_is_known() {
        List<String> commands = Endpoints.ALL.stream()
                .map(Endpoint::path)
                .filter(path -> path.contains("/commands/"))
                .map(path -> path.replaceAll(".*/", ""))
                .filter(name -> !Set.of("approve", "withdraw", "run").contains(name))
                .toList();

        assertThat(commands)
                .hasSize(13)
                .allSatisfy(name -> assertThat(catchThrowable(
                                () -> CommandBook.read(name, JsonMapper.shared().createObjectNode())))
                        .isInstanceOf(BadRequest.class)
                        .hasMessageContaining("missing"));
    }
}
