package dev.theseus.app.store;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Where values are kept.
 *
 * @param endpoint of the service, such as {@code https://s3.eu-central-1.amazonaws.com}; the bucket goes into the path
 * @param region that requests are signed for
 * @param name of the bucket, which is there
 * @param prefix of all names in it, such as {@code shop/}; may be empty
 */
public record S3Bucket(URI endpoint, String region, String name, String prefix) {

    public S3Bucket {
        String scheme = String.valueOf(endpoint.getScheme()).toLowerCase(Locale.ROOT);
        if (!List.of("http", "https").contains(scheme) || endpoint.getHost() == null) {
            throw new IllegalArgumentException(
                    "The endpoint of an object store begins with https:// or http:// and a host, not as in "
                            + endpoint);
        }
        if (region.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException("An object store needs a region and the name of a bucket");
        }
    }

    /** The address of a value, with everything encoded as it is signed. */
    URI of(String key) {
        String base = endpoint.toString().replaceAll("/+$", "");
        return URI.create(base + "/" + S3Signer.encoded(name) + "/" + S3Signer.encodedPath(prefix + key));
    }
}
