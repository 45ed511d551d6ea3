package dev.theseus.app.server;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a server. */
public final class Client {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI server;
    private final Optional<String> authorization;

    private Client(URI server, Optional<String> authorization) {
        this.server = server;
        this.authorization = authorization;
    }

    /** @param name empty for nobody */
    public static Client of(URI server, String name, String password) {
        String pair = name + ":" + password;
        return new Client(
                server,
                name.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8))));
    }

    /** With a bearer token. */
    public static Client with(URI server, String token) {
        return new Client(server, Optional.of("Bearer " + token));
    }

    /** An answer. */
    public record Answer(int status, HttpResponse<String> whole) {

        public JsonNode json() {
            return JSON.readTree(whole.body());
        }

        public String header(String name) {
            return whole.headers().firstValue(name).orElse("");
        }

        /** The part of a problem's type that differs. */
        public String problem() {
            return json().path("type").asString("").replace("urn:theseus:problem:", "");
        }
    }

    public HttpRequest.Builder request(String method, String path, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        authorization.ifPresent(a -> request.header("Authorization", a));
        return request;
    }

    public Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer);
    }

    /** For what does not end. */
    public HttpResponse<InputStream> open(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.ofInputStream());
    }

    public Answer get(String path) throws IOException, InterruptedException {
        return send(request("GET", path, ""));
    }

    /** A command upon whatever the migration is now. */
    public Answer command(String name, String body) throws IOException, InterruptedException {
        return command(name, body, UUID.randomUUID().toString());
    }

    public Answer command(String name, String body, String key) throws IOException, InterruptedException {
        return send(
                request("POST", commandPath(name), body).header("If-Match", "*").header("Idempotency-Key", key));
    }

    public static String commandPath(String name) {
        return "/api/v1/migrations/" + ServerUnderTest.MIGRATION + "/commands/" + name;
    }
}
