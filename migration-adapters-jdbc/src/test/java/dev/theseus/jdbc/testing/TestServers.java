package dev.theseus.jdbc.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Two embedded servers, old and new, started once for all tests of a JVM and stopped when it ends. */
final class TestServers {

    static final EmbeddedPostgres OLD = start();
    static final EmbeddedPostgres NEW = start();

    private TestServers() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "120")
                    .setServerConfig("track_commit_timestamp", "off")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
