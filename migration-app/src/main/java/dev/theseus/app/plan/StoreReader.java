package dev.theseus.app.plan;

import dev.theseus.app.store.ObjectStoreSettings;
import dev.theseus.app.store.S3Bucket;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads where values are stored that leave the database. */
final class StoreReader {

    private final Section section;
    private final UnaryOperator<String> variable;

    /** @param variable refuses the name of one that is not set */
    StoreReader(Section section, UnaryOperator<String> variable) {
        this.section = section;
        this.variable = variable;
    }

    Optional<ObjectStoreSettings> read() {
        Optional<String> directory = section.scalar("directory", d -> d);
        if (section.value("endpoint").isEmpty()) {
            if (section.value("directory").isEmpty()) {
                section.missing("directory", "give a directory, or the endpoint of a service that speaks S3");
            }
            section.end();
            return directory.map(d -> new ObjectStoreSettings.Directory(Path.of(d)));
        }
        if (section.value("directory").isPresent()) {
            section.refuse("directory", "given besides `endpoint`; remove one of them");
        }
        Optional<ObjectStoreSettings> s3 = s3();
        section.end();
        return s3;
    }

    private Optional<ObjectStoreSettings> s3() {
        Optional<String> bucket = section.required("bucket", b -> b, "name the bucket, which is there");
        Optional<String> region =
                section.required("region", r -> r, "name the region that requests are signed for, as eu-central-1");
        String prefix = section.scalar("prefix", p -> p).orElse("");
        Optional<String> key =
                section.required("access-key-env", variable, "name the environment variable that holds the access key");
        Optional<String> secret =
                section.required("secret-env", variable, "name the environment variable that holds the secret key");
        Optional<String> token = section.scalar("token-env", variable);
        if (bucket.isEmpty() || region.isEmpty() || key.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        return section.scalar(
                "endpoint",
                url -> new ObjectStoreSettings.S3(
                        new S3Bucket(URI.create(url), region.get(), bucket.get(), prefix),
                        key.get(),
                        secret.get(),
                        token));
    }
}
