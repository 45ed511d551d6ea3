package dev.theseus.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoreUnavailable;
import dev.theseus.domain.largeobject.StoredValue;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class S3ObjectStoreTest extends ObjectStoreContract {

    private S3Server server;

    @BeforeEach
    void start() throws IOException {
        server = S3Server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private S3Bucket bucket() {
        return new S3Bucket(server.endpoint(), "there", S3Server.BUCKET, "shop & co/");
    }

    @Override
    LargeObjectStore store() {
        return ObjectStores.s3(bucket(), S3Server.CREDENTIALS);
    }

    @Override
    void damage(StoredValue value) {
        server.change(bytes -> {
            byte[] damaged = bytes.clone();
            damaged[damaged.length / 2] ^= 1;
            return damaged;
        });
    }

    @Override
    long kept() {
        return server.values.size();
    }

    @Test
    void aWrongSecretIsRefusedWithWhatToLookAt() throws IOException {
        LargeObjectStore stranger = ObjectStores.s3(bucket(), new S3Credentials("key", "another", Optional.of("lent")));

        assertThatThrownBy(() -> stranger.exists(TestContent.nameOf(10)))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("status 403")
                .hasMessageContaining("secret key");
        assertThatThrownBy(() -> stranger.open(TestContent.nameOf(10)))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("SignatureDoesNotMatch");
    }

    @Test
    void aBucketThatIsNotThereIsNamedAsTheCause() {
        LargeObjectStore lost =
                ObjectStores.s3(new S3Bucket(server.endpoint(), "there", "lost", ""), S3Server.CREDENTIALS);

        assertThatThrownBy(() -> lost.put(TestContent.nameOf(10), TestContent.of(10)))
                .isInstanceOf(StoreRefused.class)
                .hasMessageContaining("NoSuchBucket");
    }

    @Test
    void aBusyServiceIsToBeAskedAgain() throws Exception {
        StoredValue value = TestContent.nameOf(10);
        server.busy.set(1);

        assertThatThrownBy(() -> store().open(value))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("SlowDown");

        store().put(value, TestContent.of(10));
        assertThat(store().exists(value)).isTrue();
    }

    @Test
    void aServiceThatIsAwayIsUnavailable() {
        server.close();

        assertThatThrownBy(() -> store().exists(TestContent.nameOf(10))).isInstanceOf(StoreUnavailable.class);
    }

    @Test
    void anEndpointThatIsNoAddressIsRefused() {
        assertThatThrownBy(() -> new S3Bucket(URI.create("s3.example"), "there", "values", ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://");
    }
}
