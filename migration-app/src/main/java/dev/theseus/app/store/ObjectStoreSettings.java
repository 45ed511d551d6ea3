package dev.theseus.app.store;

import dev.theseus.domain.largeobject.LargeObjectStore;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where a plan file says that values are stored. It names variables of the environment and holds no secret. */
public sealed interface ObjectStoreSettings {

    /**
     * The store.
     *
     * @param base what a directory is relative to
     * @param environment that holds the secrets
     */
    LargeObjectStore open(Path base, Map<String, String> environment);

    /** @param path of a directory, which is made if it is not there */
    record Directory(Path path) implements ObjectStoreSettings {
        @Override
        public LargeObjectStore open(Path base, Map<String, String> environment) {
            return ObjectStores.directory(base.resolve(path));
        }
    }

    /**
     * @param bucket where values go
     * @param keyVariable which holds the name of the access key
     * @param secretVariable which holds the secret key
     * @param tokenVariable which holds the token of credentials that are lent
     */
    record S3(S3Bucket bucket, String keyVariable, String secretVariable, Optional<String> tokenVariable)
            implements ObjectStoreSettings {

        public S3 {
            URI endpoint = bucket.endpoint();
            if (endpoint.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "the endpoint holds a password; name the variables that hold the keys by `access-key-env` and `secret-env`");
            }
        }

        @Override
        public LargeObjectStore open(Path base, Map<String, String> environment) {
            return ObjectStores.s3(
                    bucket,
                    new S3Credentials(
                            value(environment, keyVariable),
                            value(environment, secretVariable),
                            tokenVariable.map(v -> value(environment, v))));
        }

        private static String value(Map<String, String> environment, String variable) {
            return Objects.requireNonNull(environment.get(variable), variable + " is not set");
        }
    }
}
