package dev.theseus.jdbc.verify;

import java.io.Serial;

/** The heap is another file than the one that was planned for: TRUNCATE, CLUSTER or VACUUM FULL came in between. */
final class HeapMoved extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    HeapMoved(String relation) {
        super("The heap of " + relation + " was rewritten while it was being read");
    }
}
