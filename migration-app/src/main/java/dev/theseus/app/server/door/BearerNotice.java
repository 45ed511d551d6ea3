package dev.theseus.app.server.door;

import dev.theseus.domain.access.AccessEvent;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.web.filter.OncePerRequestFilter;

/** Notes who comes with a token, once for each token. */
final class BearerNotice extends OncePerRequestFilter {

    private static final int REMEMBERED = 10_000;

    private final AccessNotes notes;
    private final Set<Seen> seen = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Seen, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }));

    /** A token, without being one. */
    private record Seen(String name, String issued, int hash) {}

    BearerNotice(AccessNotes notes) {
        this.notes = notes;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication somebody = SecurityContextHolder.getContext().getAuthentication();
        if (somebody instanceof JwtAuthenticationToken token && seen.add(seen(token))) {
            notes.note(
                    new AccessEvent.SignedIn(notes.now(), request.getRemoteAddr(), "bearer"),
                    token.getName(),
                    "sign in");
        }
        chain.doFilter(request, response);
    }

    private static Seen seen(JwtAuthenticationToken token) {
        return new Seen(
                token.getName(),
                String.valueOf(token.getToken().getIssuedAt()),
                token.getToken().getTokenValue().hashCode());
    }
}
