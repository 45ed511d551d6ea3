package dev.theseus.app.store;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** The part of S3 that a store of values needs. Every signature is checked, and every body against its checksum. */
final class S3Server implements AutoCloseable {

    static final String BUCKET = "values";
    static final S3Credentials CREDENTIALS = new S3Credentials("key", "secret/+", Optional.of("lent"));
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final Duration SKEW = Duration.ofMinutes(15);

    final Map<String, byte[]> values = new ConcurrentHashMap<>();
    /** The next so many calls are answered with 503. */
    final AtomicInteger busy = new AtomicInteger();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private S3Server(HttpServer server) {
        this.server = server;
    }

    static S3Server start() throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        S3Server server = new S3Server(http);
        http.createContext("/", server::answer);
        http.setExecutor(server.threads);
        http.start();
        return server;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange call) throws IOException {
        byte[] body = call.getRequestBody().readAllBytes();
        try (call) {
            if (busy.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                send(call, 503, "<Error><Code>SlowDown</Code></Error>");
            } else if (!isSigned(call)) {
                send(call, 403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
            } else if (!digest(body).equals(header(call, S3Signer.CONTENT_DIGEST))) {
                send(call, 400, "<Error><Code>XAmzContentSHA256Mismatch</Code></Error>");
            } else if (!call.getRequestURI().getRawPath().startsWith("/" + BUCKET + "/")) {
                send(call, 404, "<Error><Code>NoSuchBucket</Code></Error>");
            } else {
                serve(call, body);
            }
        }
    }

    private void serve(HttpExchange call, byte[] body) throws IOException {
        String path = call.getRequestURI().getPath();
        switch (call.getRequestMethod()) {
            case "PUT" -> {
                values.put(path, body);
                send(call, 200, "");
            }
            case "DELETE" -> {
                values.remove(path);
                call.sendResponseHeaders(204, -1);
            }
            case "HEAD" -> call.sendResponseHeaders(values.containsKey(path) ? 200 : 404, -1);
            case "GET" -> {
                byte[] value = values.get(path);
                if (value == null) {
                    send(call, 404, "<Error><Code>NoSuchKey</Code></Error>");
                } else {
                    call.sendResponseHeaders(200, value.length == 0 ? -1 : value.length);
                    call.getResponseBody().write(value);
                }
            }
            default -> send(call, 405, "");
        }
    }

    /** What the headers that are named as signed, and the secret, come to. */
    private static boolean isSigned(HttpExchange call) {
        String authorization = header(call, "authorization");
        String[] names =
                authorization.replaceAll(".*SignedHeaders=([^,]*),.*", "$1").split(";", -1);
        Map<String, String> headers = new HashMap<>();
        Arrays.stream(names).forEach(name -> headers.put(name, header(call, name)));
        boolean all =
                headers.keySet().containsAll(Set.of("host", S3Signer.CONTENT_DIGEST, S3Signer.DATE, S3Signer.TOKEN));
        URI uri = URI.create(
                "http://" + header(call, "host") + call.getRequestURI().getRawPath());
        headers.remove("host");
        Instant at = Instant.from(TIME.parse(header(call, S3Signer.DATE)));
        S3Signer signer = new S3Signer("there", CREDENTIALS);
        String expected = signer.sign(
                        new S3Signer.Request(
                                call.getRequestMethod(), uri, headers, header(call, S3Signer.CONTENT_DIGEST)),
                        at)
                .get("authorization");
        boolean recent = Duration.between(at, Instant.now()).abs().compareTo(SKEW) < 0;
        return all && recent && authorization.equals(expected);
    }

    private static String header(HttpExchange call, String name) {
        return String.valueOf(call.getRequestHeaders().getFirst(name));
    }

    private static String digest(byte[] body) {
        return HexFormat.of().formatHex(TestContent.sha256().digest(body));
    }

    private static void send(HttpExchange call, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean none = bytes.length == 0 || call.getRequestMethod().equals("HEAD");
        call.sendResponseHeaders(status, none ? -1 : bytes.length);
        if (!none) {
            call.getResponseBody().write(bytes);
        }
    }

    /** Changes what is kept. */
    void change(UnaryOperator<byte[]> change) {
        values.replaceAll((path, value) -> change.apply(value));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
