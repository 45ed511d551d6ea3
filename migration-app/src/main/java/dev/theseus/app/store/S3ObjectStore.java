package dev.theseus.app.store;

import dev.theseus.domain.largeobject.Content;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoreUnavailable;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Each call is one request. The checksum of a value is among what is signed, so the service itself refuses a body that
 * is another one; it stores a body as a whole or not at all.
 */
final class S3ObjectStore implements LargeObjectStore {

    private static final String EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;
    private static final int MOST_OF_AN_ANSWER = 4 << 10;
    private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,64})</Code>");

    private final S3Bucket bucket;
    private final S3Signer signer;
    private final Patience patience;
    private final InstantSource clock;
    private final HttpClient client;

    /**
     * @param connect until a connection stands
     * @param answer until the answer to a request begins; to put a value, its body has gone over by then
     */
    record Patience(Duration connect, Duration answer) {
        static final Patience DEFAULT = new Patience(Duration.ofSeconds(10), Duration.ofMinutes(10));
    }

    S3ObjectStore(S3Bucket bucket, S3Signer signer, Patience patience, InstantSource clock) {
        this.bucket = bucket;
        this.signer = signer;
        this.patience = patience;
        this.clock = clock;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(patience.connect())
                .build();
    }

    @Override
    public void put(StoredValue value, Content content) throws InterruptedException {
        if (exists(value)) {
            return;
        }
        SentContent sent = new SentContent(value, content);
        try {
            Answer answer = call("PUT", value, value.sha256(), sent.publisher());
            if (!answer.isGood()) {
                throw answer.failure("store " + value.reference());
            }
        } catch (StoreUnavailable | StoreRefused e) {
            sent.requireRight(e);
            throw e;
        }
    }

    @Override
    public Optional<Content> open(StoredValue value) throws InterruptedException {
        Answer answer = call("GET", value, EMPTY_BODY, BodyPublishers.noBody());
        if (answer.isGood()) {
            return Optional.of(new CheckedContent(value, answer.body()));
        }
        if (answer.status() == NOT_FOUND) {
            answer.discard();
            return Optional.empty();
        }
        throw answer.failure("open " + value.reference());
    }

    @Override
    public boolean exists(StoredValue value) throws InterruptedException {
        Answer answer = call("HEAD", value, EMPTY_BODY, BodyPublishers.noBody());
        if (answer.isGood() || answer.status() == NOT_FOUND) {
            answer.discard();
            return answer.isGood();
        }
        throw answer.failure("look for " + value.reference());
    }

    @Override
    public void delete(StoredValue value) throws InterruptedException {
        Answer answer = call("DELETE", value, EMPTY_BODY, BodyPublishers.noBody());
        if (!answer.isGood() && answer.status() != NOT_FOUND) {
            throw answer.failure("delete " + value.reference());
        }
        answer.discard();
    }

    private Answer call(String method, StoredValue value, String sha256, BodyPublisher body)
            throws InterruptedException {
        URI uri = bucket.of(value.sha256() + "-" + value.bytes());
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(patience.answer()).method(method, body);
        signer.sign(new S3Signer.Request(method, uri, Map.of(), sha256), clock.instant())
                .forEach(request::header);
        try {
            HttpResponse<InputStream> response = client.send(request.build(), BodyHandlers.ofInputStream());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new StoreUnavailable(method + " " + value.reference(), e);
        }
    }

    private record Answer(int status, InputStream body) {

        boolean isGood() {
            return status / 100 == 2;
        }

        void discard() {
            try (InputStream rest = body) {
                rest.readNBytes(MOST_OF_AN_ANSWER);
            } catch (IOException e) {
                // nothing more is wanted of it
                return;
            }
        }

        RuntimeException failure(String attempted) {
            String said = "status " + status + code().map(c -> " " + c).orElse("");
            if (status >= SERVER_ERROR || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT) {
                return new StoreUnavailable(attempted, said);
            }
            return new StoreRefused("The object store refused to " + attempted + ": " + said + remedy());
        }

        private String remedy() {
            return switch (status) {
                case 401, 403 -> ". Look at the access key, the secret key, the region and the rights on the bucket.";
                case NOT_FOUND -> ". Is the bucket there?";
                default -> "";
            };
        }

        private Optional<String> code() {
            try (InputStream rest = body) {
                Matcher code = CODE.matcher(new String(rest.readNBytes(MOST_OF_AN_ANSWER), StandardCharsets.UTF_8));
                return code.find() ? Optional.of(code.group(1)) : Optional.empty();
            } catch (IOException e) {
                return Optional.empty();
            }
        }
    }
}
