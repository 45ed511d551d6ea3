package dev.theseus.app.embed.spring;

import dev.theseus.domain.routing.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;

/** What a request says of itself, for routing. A service gives a bean of its own to say more than the default knows. */
@FunctionalInterface
public interface RequestContextReader {

    /** The subject is whoever is logged in. */
    RequestContextReader BY_PRINCIPAL = request -> {
        Principal principal = request.getUserPrincipal();
        return principal == null ? RequestContext.ANONYMOUS : RequestContext.of(principal.getName());
    };

    /** @return its context; the token is added from the header */
    RequestContext read(HttpServletRequest request);
}
