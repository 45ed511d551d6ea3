package dev.theseus.app.server.door;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the settings file of a server may say, besides what Spring Boot knows of servers and TLS.
 *
 * @param fourEyes whether cutover, rollback after it, and completion wait for a second person
 * @param signIn how often somebody may try
 * @param oauth where bearer tokens come from; there are none if it is left out
 */
@ConfigurationProperties("theseus.server")
public record ServerSettings(
        @DefaultValue("true") boolean fourEyes,
        @DefaultValue SignIn signIn,
        @Nullable OAuth oauth) {

    /**
     * @param attempts to sign in that may fail within the window, of one user from one address; four times as many of
     *     all users from one address
     * @param window after which the count begins anew
     */
    public record SignIn(
            @DefaultValue("5") int attempts,
            @DefaultValue("1m") Duration window) {}

    /**
     * @param issuer of the tokens, as they name it; asked for its keys if no address of them is given
     * @param jwkSet address of its keys
     * @param audience that tokens must be meant for
     * @param nameClaim that says who it is
     * @param rolesClaim that holds the roles; a path with dots into nested claims
     * @param roles what the issuer calls them, by our names in lower case; the same words if left out
     */
    public record OAuth(
            @Nullable URI issuer,
            @Nullable URI jwkSet,
            @Nullable String audience,
            @DefaultValue("sub") String nameClaim,
            @DefaultValue("roles") String rolesClaim,
            @DefaultValue Map<String, List<String>> roles) {}

    /** If bearer tokens are accepted. */
    Optional<OAuth> tokens() {
        return Optional.ofNullable(oauth);
    }
}
