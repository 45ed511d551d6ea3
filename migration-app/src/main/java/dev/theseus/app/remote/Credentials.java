package dev.theseus.app.remote;

import dev.theseus.app.cli.BadInput;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who asks a server, as the environment of the process says. */
final class Credentials {

    static final String TOKEN = "THESEUS_TOKEN";
    static final String USER = "THESEUS_USER";
    static final String PASSWORD = "THESEUS_PASSWORD";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private Credentials() {}

    /**
     * The value of the Authorization header.
     *
     * @throws BadInput if nobody is named, or a secret would travel in the clear
     */
    static String header(URI server, Map<String, String> environment) {
        if (!"https".equals(server.getScheme()) && !LOOPBACK.contains(String.valueOf(server.getHost()))) {
            throw new BadInput(
                    "--server: " + server + " is not encrypted, so what you sign in with could be read on the"
                            + " way; use https, or a tunnel to localhost");
        }
        Optional<String> token = value(environment, TOKEN);
        if (token.isPresent()) {
            return "Bearer " + token.get();
        }
        String user = value(environment, USER).orElseThrow(Credentials::nobody);
        String password = value(environment, PASSWORD).orElseThrow(Credentials::nobody);
        String pair = user + ":" + password;
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank());
    }

    private static BadInput nobody() {
        return new BadInput("--server: the server has to know who asks; set " + TOKEN + ", or " + USER + " and "
                + PASSWORD + ", in the environment");
    }
}
