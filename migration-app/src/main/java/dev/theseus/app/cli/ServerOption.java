package dev.theseus.app.cli;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of commands that a server can be asked for, instead of the databases themselves. */
final class ServerOption {

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Ask a server (`theseus serve`); PLAN is the name of the migration then. THESEUS_TOKEN, or"
                    + " THESEUS_USER and THESEUS_PASSWORD, say who asks.")
    private @Nullable URI server;

    Optional<URI> server() {
        return Optional.ofNullable(server);
    }
}
