package dev.theseus.app.server.door;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Somebody has tried too often, and has to wait. */
final class TooManySignIns extends AuthenticationException {

    private static final long serialVersionUID = 1L;

    private final Duration wait;

    TooManySignIns(Duration wait) {
        super("Too many attempts to sign in. Try again in " + Math.max(1, wait.toSeconds()) + " s.");
        this.wait = wait;
    }

    Duration waitFor() {
        return wait;
    }
}
