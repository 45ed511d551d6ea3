package dev.theseus.app.server.door;

import dev.theseus.app.server.problem.Problem;
import dev.theseus.app.server.problem.ProblemWriter;
import dev.theseus.domain.access.AccessEvent;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;

/** Says why somebody does not get in or may not do what he asks for, and notes it. */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    /** Where people sign in. */
    static final String SIGN_IN_PAGE = "/login.html";

    private final AccessNotes notes;

    Refusals(AccessNotes notes) {
        this.notes = notes;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof TooManySignIns many) {
            tooMany(request, response, many);
            return;
        }
        note(request, why);
        if (isForPeople(request)) {
            response.sendRedirect(request.getContextPath() + SIGN_IN_PAGE);
            return;
        }
        // never "Basic": a browser would ask for the password, keep it, and send it with whatever another page asks for
        response.setHeader("WWW-Authenticate", "Bearer realm=\"theseus\"");
        ProblemWriter.write(
                Problem.of(
                        "sign-in",
                        "Sign in first",
                        401,
                        hasCredentials(request)
                                ? "The name, the password or the token is wrong, or the token has expired."
                                : "This needs somebody who has signed in: by the page, or with a name and password, or"
                                        + " a bearer token, in the Authorization header.",
                        request.getRequestURI()),
                response);
    }

    private void note(HttpServletRequest request, AuthenticationException why) {
        if (why instanceof OAuth2AuthenticationException) {
            notes.refusedAtTheDoor(
                    new AccessEvent.SignInRefused(
                            notes.now(), request.getRemoteAddr(), "bearer", "the token is not accepted"),
                    request.getRemoteAddr(),
                    "nobody",
                    "sign in");
        } else if (!hasCredentials(request)) {
            notes.refusedAtTheDoor(
                    refusal(request, 401, "nobody has signed in"),
                    request.getRemoteAddr(),
                    "nobody",
                    "nobody has signed in");
        }
        // a wrong password has been noted, by name, where it was found wrong
    }

    private static boolean hasCredentials(HttpServletRequest request) {
        return request.getHeader("Authorization") != null;
    }

    private static void tooMany(HttpServletRequest request, HttpServletResponse response, TooManySignIns many)
            throws IOException {
        response.setHeader(
                "Retry-After", Long.toString(Math.max(1, many.waitFor().toSeconds())));
        ProblemWriter.write(
                Problem.of(
                        "too-many-sign-ins",
                        "Too many attempts to sign in",
                        429,
                        String.valueOf(many.getMessage()),
                        request.getRequestURI()),
                response);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        Optional<Authentication> somebody = somebody();
        if (somebody.isEmpty()) {
            commence(request, response, new NobodySignedIn());
            return;
        }
        boolean forged = why instanceof CsrfException;
        String cause = forged ? "without the token of the page" : "without the role for it";
        notes.refused(refusal(request, 403, cause), somebody.get().getName(), cause);
        ProblemWriter.write(
                Problem.of(
                        forged ? "no-page-token" : "role",
                        forged ? "The request does not come from the page" : "Your roles do not permit it",
                        403,
                        forged
                                ? "Send the token that /api/v1/session gives, in the header that it names."
                                : "You are " + somebody.get().getName() + ", "
                                        + Authorities.roles(somebody.get())
                                                .toString()
                                                .toLowerCase(Locale.ROOT)
                                        + ". An administrator can give you the role that this needs.",
                        request.getRequestURI()),
                response);
    }

    private AccessEvent refusal(HttpServletRequest request, int status, String why) {
        return new AccessEvent.RequestRefused(
                notes.now(), request.getRemoteAddr(), request.getMethod() + " " + request.getRequestURI(), status, why);
    }

    private static Optional<Authentication> somebody() {
        return Optional.ofNullable(SecurityContextHolder.getContext().getAuthentication())
                .filter(a -> !(a instanceof AnonymousAuthenticationToken) && a.isAuthenticated());
    }

    private static boolean isForPeople(HttpServletRequest request) {
        String accepted = request.getHeader("Accept");
        return "GET".equals(request.getMethod())
                && !request.getRequestURI().startsWith(request.getContextPath() + "/api/")
                && accepted != null
                && accepted.contains("text/html");
    }

    /** Somebody asks without saying who he is. */
    private static final class NobodySignedIn extends AuthenticationException {

        private static final long serialVersionUID = 1L;

        NobodySignedIn() {
            super("Nobody has signed in");
        }
    }
}
