package dev.theseus.app.store;

import dev.theseus.domain.largeobject.LargeObjectStore;
import java.nio.file.Path;
import java.time.InstantSource;

/** Makes object stores. */
public final class ObjectStores {

    private ObjectStores() {}

    /** A store in a directory, which is made if it is not there; everything of it is on one file system. */
    public static LargeObjectStore directory(Path root) {
        return new FileObjectStore(root);
    }

    /** A store that speaks the protocol of S3. Connects at the first use. */
    public static LargeObjectStore s3(S3Bucket bucket, S3Credentials credentials) {
        return new S3ObjectStore(
                bucket,
                new S3Signer(bucket.region(), credentials),
                S3ObjectStore.Patience.DEFAULT,
                InstantSource.system());
    }
}
