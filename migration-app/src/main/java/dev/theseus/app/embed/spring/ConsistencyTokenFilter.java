package dev.theseus.app.embed.spring;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.jdbc.gateway.RequestContexts;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Carries consistency tokens between a service and its callers: a request's reads see the writes that its header names,
 * and the response's header names those and the request's own. A caller sends with its next request what it got last.
 *
 * <p>A header that is no token may have stood for any write, so such a request, and those that carry what the response
 * answers, read from old.
 */
final class ConsistencyTokenFilter extends OncePerRequestFilter {

    /** Later than every transaction that there will be. */
    static final ConsistencyToken UNREADABLE =
            new ConsistencyToken(new Epoch(999_999_999_999_999_999L), 999_999_999_999_999_999L, Set.of());

    private final String header;
    private final RequestContextReader reader;

    ConsistencyTokenFilter(String header, RequestContextReader reader) {
        this.header = header;
        this.reader = reader;
    }

    @Override
    @SuppressWarnings("try") // the scope is there to end
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestContext context = reader.read(request).after(token(request));
        try (RequestContexts.Scope scope = RequestContexts.open(context)) {
            TokenResponse tokenResponse = new TokenResponse(response, header);
            chain.doFilter(request, tokenResponse);
            tokenResponse.nameWrites();
        }
    }

    private ConsistencyToken token(HttpServletRequest request) {
        String text = request.getHeader(header);
        return text == null || text.isBlank()
                ? ConsistencyToken.NONE
                : ConsistencyToken.parse(text.strip()).orElse(UNREADABLE);
    }
}
