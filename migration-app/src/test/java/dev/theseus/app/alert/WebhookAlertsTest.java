package dev.theseus.app.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.database.GrowingRest;
import dev.theseus.domain.plan.MigrationId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookAlertsTest {

    private static final WebhookAlerts.Patience SHORT = new WebhookAlerts.Patience(
            Duration.ofSeconds(2),
            new GrowingRest(Duration.ofMillis(5), Duration.ofMillis(20)),
            4,
            Duration.ofMillis(500));

    private record Call(String body, Optional<String> signature, Optional<String> timestamp) {}

    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ConcurrentLinkedDeque<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", this::take);
        server.createContext("/slow", exchange -> {
            try {
                open.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            take(exchange);
        });
        server.start();
    }

    @AfterEach
    void stop() {
        open.countDown();
        server.stop(0);
    }

    private void take(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add(new Call(
                body,
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(WebhookAlerts.SIGNATURE)),
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(WebhookAlerts.TIMESTAMP))));
        exchange.sendResponseHeaders(Objects.requireNonNullElse(answers.poll(), 204), -1);
        exchange.close();
    }

    private WebhookAlerts webhook(String path, Optional<String> secret) {
        return new WebhookAlerts(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), secret, SHORT);
    }

    private static Notice notice(String text) {
        return Notice.of(
                new MigrationId("shop"),
                Instant.parse("2026-01-02T03:04:05Z"),
                new Alert(Alert.Kind.OTHER, Alert.Severity.CRITICAL, text));
    }

    @Test
    void an_alert_arrives_as_json_and_its_signature_can_be_checked() {
        try (WebhookAlerts webhook = webhook("/hook", Optional.of("s3cret"))) {
            webhook.tell(notice("old is \"away\""));
        }

        assertThat(calls).singleElement().satisfies(call -> {
            assertThat(call.body())
                    .contains("\"migration\":\"shop\"", "\"severity\":\"CRITICAL\"", "\"text\":\"old is \\\"away\\\"\"")
                    .contains("\"at\":\"2026-01-02T03:04:05Z\"");
            Instant at = Instant.ofEpochSecond(Long.parseLong(call.timestamp().orElseThrow()));
            assertThat(call.signature()).contains(new Signature("s3cret").of(at, call.body()));
            assertThat(call.signature())
                    .isNotEqualTo(Optional.of(new Signature("other").of(at, call.body())))
                    .isNotEqualTo(Optional.of(new Signature("s3cret").of(at.plusSeconds(1), call.body())));
        });
    }

    /** The expected value was computed elsewhere, so that both ends can't be wrong in the same way. */
    @Test
    void the_signature_is_hmac_sha256_of_time_and_body() {
        assertThat(new Signature("key").of(Instant.ofEpochSecond(1), "body"))
                .isEqualTo("sha256=91b5374b153842ad05b2c4eab9349b8321b14703165bd3fb8b034dfb8be98ae5");
    }

    @Test
    void what_is_not_taken_is_posted_again_and_arrives_once() {
        answers.addAll(List.of(500, 429, 503));
        try (WebhookAlerts webhook = webhook("/hook", Optional.empty())) {
            webhook.tell(notice("one"));
            Awaitility.await().until(() -> calls.size() == 4);
            webhook.tell(notice("two"));
        }

        assertThat(calls).hasSize(5).last().satisfies(call -> {
            assertThat(call.body()).contains("two");
            assertThat(call.signature()).isEmpty();
        });
    }

    @Test
    void what_will_never_be_taken_is_given_up_at_once_and_what_is_not_taken_for_long_in_the_end() {
        answers.addAll(List.of(410, 500, 500, 500, 500));
        try (WebhookAlerts webhook = webhook("/hook", Optional.empty())) {
            webhook.tell(notice("gone"));
            webhook.tell(notice("never"));
            webhook.tell(notice("next"));
        }

        assertThat(calls.stream().map(c -> c.body().replaceAll(".*\"text\":\"(\\w+)\".*", "$1")))
                .containsExactly("gone", "never", "never", "never", "never", "next");
    }

    @Test
    void who_raises_an_alert_does_not_wait_for_a_receiver_that_hangs() {
        try (WebhookAlerts webhook = webhook("/slow", Optional.empty())) {
            long begun = System.nanoTime();
            for (int i = 0; i < 5_000; i++) {
                webhook.tell(notice("many"));
            }
            // one that waits for the receiver would wait for ten seconds each time
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }
}
