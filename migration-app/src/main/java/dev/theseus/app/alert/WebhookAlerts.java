package dev.theseus.app.alert;

import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.database.GrowingRest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Posts alerts as JSON, one after the other, on a thread of its own. What is not taken is posted again, with growing
 * rests, some times; what the receiver will never take (4xx) is not. Alerts wait in a queue that has an end: when it is
 * full, new ones are dropped, and the log says so.
 */
final class WebhookAlerts implements AlertSink {

    static final String SIGNATURE = "Theseus-Signature";
    static final String TIMESTAMP = "Theseus-Timestamp";

    private static final Logger LOG = LoggerFactory.getLogger(WebhookAlerts.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int QUEUED = 1_000;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;

    private final URI url;
    private final Optional<Signature> signature;
    private final Patience patience;
    private final HttpClient client;
    private final ExecutorService thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED),
            Thread.ofPlatform().daemon().name("theseus-webhook").factory());

    /**
     * How long an alert is tried for.
     *
     * @param limit of one call
     * @param rest after the first failure
     * @param tries at most
     * @param atEnd how long the end of the program waits for what is still to be told
     */
    record Patience(Duration limit, GrowingRest rest, int tries, Duration atEnd) {
        static final Patience DEFAULT = new Patience(
                Duration.ofSeconds(10),
                new GrowingRest(Duration.ofMillis(500), Duration.ofMinutes(1)),
                12,
                Duration.ofSeconds(5));
    }

    WebhookAlerts(URI url, Optional<String> secret, Patience patience) {
        this.url = url;
        this.signature = secret.map(Signature::new);
        this.patience = patience;
        this.client = HttpClient.newBuilder().connectTimeout(patience.limit()).build();
    }

    @Override
    public void tell(Notice notice) {
        try {
            thread.execute(() -> deliver(notice));
        } catch (RejectedExecutionException full) {
            LOG.warn(
                    "An alert of kind {} was not posted: too many wait already",
                    notice.alert().kind());
        }
    }

    private void deliver(Notice notice) {
        String body = JSON.writeValueAsString(form(notice));
        GrowingRest rest = patience.rest();
        try {
            for (int tried = 1; ; tried++) {
                Outcome outcome = post(body);
                if (outcome == Outcome.TAKEN) {
                    return;
                }
                if (outcome == Outcome.REFUSED || tried == patience.tries()) {
                    LOG.warn(
                            "An alert of kind {} was not posted: the webhook {}",
                            notice.alert().kind(),
                            outcome);
                    return;
                }
                TimeUnit.NANOSECONDS.sleep(rest.next().toNanos());
                rest = rest.grown();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What became of a call. */
    private enum Outcome {
        TAKEN,
        REFUSED,
        NOT_TAKEN_YET
    }

    private Outcome post(String body) throws InterruptedException {
        try {
            int status = client.send(request(body), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status >= 200 && status < 300) {
                return Outcome.TAKEN;
            }
            boolean later = status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
            return later ? Outcome.NOT_TAKEN_YET : Outcome.REFUSED;
        } catch (IOException away) {
            return Outcome.NOT_TAKEN_YET;
        }
    }

    /** Signed anew each time: a receiver refuses what is old. */
    private HttpRequest request(String body) {
        Instant now = Instant.now();
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(patience.limit())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        signature.ifPresent(s ->
                request.header(TIMESTAMP, Long.toString(now.getEpochSecond())).header(SIGNATURE, s.of(now, body)));
        return request.build();
    }

    private static Map<String, Object> form(Notice notice) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("migration", notice.migration().value());
        form.put("at", notice.at().toString());
        form.put("kind", notice.alert().kind().name());
        form.put("severity", notice.alert().severity().name());
        form.put("text", notice.alert().text());
        form.put("keptBack", notice.kept());
        form.put("runbook", "runbooks.md#" + notice.alert().kind().runbook());
        return form;
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(patience.atEnd().toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
