package dev.theseus.jdbc.guard;

import java.sql.SQLTimeoutException;

/** A call asked for a session after its time was up. */
public final class TimeLimitExceeded extends SQLTimeoutException {

    private static final long serialVersionUID = 1L;

    TimeLimitExceeded() {
        super("The time limit of the call is exceeded, so it gets no session any more", "57014");
    }
}
