package dev.theseus.app.remote;

import dev.theseus.app.cli.BadInput;
import dev.theseus.app.cli.EnvironmentFailed;
import dev.theseus.domain.migration.IllegalTransition;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The API of one migration at a server. Used by one thread. */
final class ServerClient implements AutoCloseable {

    private static final Duration TO_CONNECT = Duration.ofSeconds(10);
    private static final Duration TO_ANSWER = Duration.ofMinutes(2);
    private static final int TRIES = 3;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TO_CONNECT).build();
    private final URI server;
    private final String authorization;
    private final String migration;

    /** @throws BadInput if the address can't be used, or nobody is said to ask */
    ServerClient(URI server, Map<String, String> environment, String migration) {
        if (server.getHost() == null || !List.of("http", "https").contains(String.valueOf(server.getScheme()))) {
            throw new BadInput("--server: \"" + server + "\" is no address of a server; https://host:port is one");
        }
        this.server = server;
        this.authorization = Credentials.header(server, environment);
        this.migration = migration;
    }

    static ObjectNode body() {
        return JSON.createObjectNode();
    }

    /** @param path below the migration, with its query */
    JsonNode get(String path) throws InterruptedException {
        return send(request(path).GET().build());
    }

    /** The same, where the answer is a text. */
    String text(String path) throws InterruptedException {
        return answer(request(path).setHeader("Accept", "*/*").GET().build());
    }

    /** Repeats the request where the connection broke: the key keeps it from being carried out twice. */
    JsonNode command(String name, ObjectNode body, String form) throws InterruptedException {
        return send(request("/commands/" + name + "?form=" + form)
                .header("Content-Type", "application/json")
                .header("If-Match", "*")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        String base = server.toString().replaceAll("/+$", "");
        String name = URLEncoder.encode(migration, StandardCharsets.UTF_8);
        return HttpRequest.newBuilder(URI.create(base + "/api/v1/migrations/" + name + path))
                .timeout(TO_ANSWER)
                .header("Accept", "application/json")
                .header("Authorization", authorization);
    }

    private JsonNode send(HttpRequest request) throws InterruptedException {
        try {
            return JSON.readTree(answer(request));
        } catch (JacksonException broken) {
            throw new EnvironmentFailed(
                    "What answers at " + server + " is not the API of a Theseus server. Check the" + " address.");
        }
    }

    private String answer(HttpRequest request) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
                if (answer.statusCode() >= 300) {
                    throw refusal(answer);
                }
                return answer.body();
            } catch (IOException broken) {
                if (attempt == TRIES) {
                    throw new EnvironmentFailed("The server " + server + " can't be asked: " + broken.getMessage()
                            + ". Check the address, and that `theseus serve` runs there.");
                }
            }
        }
    }

    private RuntimeException refusal(HttpResponse<String> answer) {
        String detail = detail(answer);
        return switch (answer.statusCode()) {
            case 400, 404, 422 -> new BadInput(detail);
            case 401 ->
                new BadInput(detail + " Set " + Credentials.TOKEN + ", or " + Credentials.USER + " and "
                        + Credentials.PASSWORD + ".");
            case 403, 409, 412, 428 -> new IllegalTransition(detail);
            default ->
                new EnvironmentFailed("The server " + server + " answered " + answer.statusCode() + ": " + detail);
        };
    }

    private static String detail(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body()).path("detail").asString("no reason was given");
        } catch (JacksonException noProblem) {
            return "what answers there is not the API of a Theseus server";
        }
    }

    static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asString)
                .toList();
    }

    @Override
    public void close() {
        http.close();
    }
}
