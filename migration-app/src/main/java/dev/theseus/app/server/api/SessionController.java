package dev.theseus.app.server.api;

import dev.theseus.app.server.door.Authorities;
import dev.theseus.app.server.watch.LiveFeed;
import dev.theseus.app.server.watch.Served;
import dev.theseus.domain.access.Role;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Says who asks, and whether the server is well. */
@RestController
final class SessionController {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Served served;
    private final LiveFeed feed;

    SessionController(Served served, LiveFeed feed) {
        this.served = served;
        this.feed = feed;
    }

    /**
     * @param user null if nobody has signed in
     * @param roles with those that are included
     * @param token that a page sends with everything that changes something
     * @param migration that is served; null if nobody has signed in
     * @param runsHere whether this server runs it, and can begin to again
     */
    record Session(
            @Nullable String user,
            SortedSet<String> roles,
            Token token,
            @Nullable String migration,
            boolean runsHere) {}

    /** @param header in which the value is sent */
    record Token(String header, String value) {}

    /** @param status UP or DOWN */
    record Health(String status) {}

    @GetMapping("/api/v1/session")
    ResponseEntity<Session> session(@Nullable Authentication somebody, CsrfToken token) {
        Optional<Authentication> known = Optional.ofNullable(somebody)
                .filter(a -> !(a instanceof AnonymousAuthenticationToken) && a.isAuthenticated());
        Session session = new Session(
                known.map(Authentication::getName).orElse(null),
                known.map(Authorities::roles).map(SessionController::words).orElseGet(TreeSet::new),
                new Token(token.getHeaderName(), token.getToken()),
                known.map(a -> served.migration().value()).orElse(null),
                known.isPresent() && served.run().isPresent());
        return ResponseEntity.ok().header("Cache-Control", "no-store").body(session);
    }

    private static SortedSet<String> words(SortedSet<Role> roles) {
        return roles.stream().map(AccountsController::word).collect(Collectors.toCollection(TreeSet::new));
    }

    /** For whoever watches over servers; details are for those who sign in. */
    @GetMapping("/api/v1/health")
    ResponseEntity<Health> health() throws InterruptedException {
        boolean up = feed.after(0, PATIENCE)
                .filter(moment -> moment.problem().isEmpty())
                .isPresent();
        return ResponseEntity.status(up ? 200 : 503).body(new Health(up ? "UP" : "DOWN"));
    }
}
