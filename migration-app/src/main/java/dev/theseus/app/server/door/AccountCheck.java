package dev.theseus.app.server.door;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends the session of somebody whose account is gone, or has another password or other roles than when he came. */
final class AccountCheck extends OncePerRequestFilter {

    private final RecentAccounts accounts;

    AccountCheck(RecentAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Authentication somebody = SecurityContextHolder.getContext().getAuthentication();
        if (somebody != null && somebody.getPrincipal() instanceof Visitor visitor && !isKnown(visitor)) {
            SecurityContextHolder.clearContext();
            HttpSession session = request.getSession(false);
            if (session != null) {
                session.invalidate();
            }
        }
        chain.doFilter(request, response);
    }

    private boolean isKnown(Visitor visitor) {
        return accounts.find(visitor.name())
                .filter(account -> Marks.of(account).equals(visitor.mark()))
                .isPresent();
    }
}
