package dev.theseus.app.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.server.Client;
import dev.theseus.app.server.ServerUnderTest;
import dev.theseus.domain.access.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.json.JsonMapper;

/** The table of who may send what, in the documentation, is what the server does. */
@ExtendWith(ServerUnderTest.Ends.class)
class RoleTableTest {

    private static final Path DOCUMENTATION = Path.of("docs/api.md");

    @Test
    void the_documentation_has_the_table() throws IOException {
        assertThat(Files.readString(DOCUMENTATION)).contains(table());
    }

    private static String table() {
        return Stream.concat(
                        Stream.of(
                                "| request | nobody | viewer | operator | approver | administrator |",
                                "| --- | --- | --- | --- | --- | --- |"),
                        Endpoints.ALL.stream().map(RoleTableTest::row))
                .collect(Collectors.joining("\n"));
    }

    private static String row(Endpoint endpoint) {
        String roles = Arrays.stream(Role.values())
                .map(role -> endpoint.access().admits(role) ? "yes" : "403")
                .collect(Collectors.joining(" | "));
        return "| `%s %s` | %s | %s |"
                .formatted(
                        endpoint.method(),
                        endpoint.path().replace("/api/v1", ""),
                        endpoint.access() == Access.ANYBODY ? "yes" : "401",
                        roles);
    }

    private record Row(String method, String path, List<String> cells) {}

    /** From the text of the documentation, which is what people go by. */
    private static List<Row> rows() throws IOException {
        return Files.readAllLines(DOCUMENTATION).stream()
                .filter(line -> line.matches("\\| `[A-Z]+ /.*"))
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .map(cells -> new Row(
                        cells.get(1).replace("`", "").split(" ", -1)[0],
                        "/api/v1" + cells.get(1).replace("`", "").split(" ", -1)[1],
                        cells.subList(2, 7)))
                .toList();
    }

    @TestFactory
    Stream<DynamicTest> each_request_of_each_role_is_answered_as_the_table_says() throws IOException {
        assertThat(rows()).hasSameSizeAs(Endpoints.ALL);
        return rows().stream()
                .flatMap(row -> Stream.concat(
                                Stream.of(""), Arrays.stream(Role.values()).map(ServerUnderTest::word))
                        .map(who -> DynamicTest.dynamicTest(
                                "%s %s of %s".formatted(row.method(), row.path(), who.isEmpty() ? "nobody" : who),
                                () -> check(row, who))));
    }

    private static int column(String who) {
        return who.isEmpty()
                ? 0
                : 1
                        + Arrays.stream(Role.values())
                                .map(ServerUnderTest::word)
                                .toList()
                                .indexOf(who);
    }

    /** What is let through has a version of before anything, or a body that says nothing: it changes nothing. */
    private static void check(Row row, String who) throws IOException, InterruptedException {
        Client client = ServerUnderTest.shared().as(who);
        String path =
                row.path().replace("{migration}", ServerUnderTest.MIGRATION).replace("{account}", "not-there");
        String body = row.method().equals("GET") || row.method().equals("DELETE") ? "" : "{}";
        HttpRequest.Builder request = client.request(row.method(), path, body).header("If-Match", "\"0\"");
        HttpResponse<InputStream> answer = client.open(request);
        try (InputStream content = answer.body()) {
            String expected = row.cells().get(column(who));
            switch (expected) {
                case "401" -> assertThat(answer.statusCode()).isEqualTo(401);
                case "403" -> {
                    assertThat(answer.statusCode()).isEqualTo(403);
                    assertThat(JsonMapper.builder()
                                    .build()
                                    .readTree(content)
                                    .path("type")
                                    .asString())
                            .isEqualTo("urn:theseus:problem:role");
                }
                case "yes" ->
                    assertThat(answer.statusCode()).isNotIn(401, 403, 405).isLessThan(500);
                default -> throw new AssertionError("The table says \"" + expected + "\"");
            }
        }
    }

    @Test
    void what_is_not_in_the_table_is_not_there() throws Exception {
        Client administrator = ServerUnderTest.shared().as(Role.ADMINISTRATOR);

        assertThat(administrator.get("/api/v1/secrets").status()).isEqualTo(404);
        assertThat(administrator.command("drop", "{}").status()).isEqualTo(404);
        assertThat(administrator.command("PAUSE", "{}").status()).isEqualTo(404);
        assertThat(ServerUnderTest.shared()
                        .as(Role.VIEWER)
                        .send(administrator.request("HEAD", "/api/v1/accounts", ""))
                        .status())
                .isEqualTo(403);
    }
}
