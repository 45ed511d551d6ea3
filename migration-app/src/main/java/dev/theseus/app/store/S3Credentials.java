package dev.theseus.app.store;

import java.util.Optional;

/**
 * Who signs.
 *
 * @param accessKey its name
 * @param secretKey never sent, never printed
 * @param sessionToken of credentials that are lent for some time
 */
public record S3Credentials(String accessKey, String secretKey, Optional<String> sessionToken) {

    public S3Credentials {
        if (accessKey.isBlank() || secretKey.isBlank()) {
            throw new IllegalArgumentException("An object store needs an access key and a secret key");
        }
    }

    @Override
    public String toString() {
        return "S3Credentials[" + accessKey + "]";
    }
}
