package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes the fence between two PostgreSQL databases. */
public final class PgFences {

    private PgFences() {}

    /** Puts triggers on the migrated tables of both sides. Safe for several threads. */
    public static Fencing fencing(PgDatabase old, PgDatabase target, LockPatience patience) {
        return new PgFencing(old, target, PgCapture.capture(target, patience), patience);
    }
}
