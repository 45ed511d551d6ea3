package dev.theseus.app.plan;

import dev.theseus.app.store.ObjectStoreSettings;
import java.util.Optional;

/** Writes where values are stored that leave the database. */
final class StoreWriter {

    private StoreWriter() {}

    static void write(PlanLines lines, Optional<ObjectStoreSettings> settings) {
        if (settings.isEmpty()) {
            lines.add("# object-store: { directory: values }   # for columns whose values leave the database");
            return;
        }
        lines.add("object-store:");
        switch (settings.get()) {
            case ObjectStoreSettings.Directory directory ->
                lines.add("  directory: " + YamlText.of(directory.path().toString()));
            case ObjectStoreSettings.S3 s3 -> {
                lines.add("  endpoint: " + YamlText.of(s3.bucket().endpoint().toString()));
                lines.add("  region: " + YamlText.of(s3.bucket().region()));
                lines.add("  bucket: " + YamlText.of(s3.bucket().name()));
                if (!s3.bucket().prefix().isEmpty()) {
                    lines.add("  prefix: " + YamlText.of(s3.bucket().prefix()));
                }
                lines.add("  access-key-env: " + YamlText.of(s3.keyVariable()));
                lines.add("  secret-env: " + YamlText.of(s3.secretVariable()));
                s3.tokenVariable().ifPresent(v -> lines.add("  token-env: " + YamlText.of(v)));
            }
        }
    }
}
