package dev.theseus.jdbc.keymap;

import dev.theseus.domain.keymap.KeyMaps;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes key maps between two PostgreSQL databases. */
public final class PgKeyMaps {

    private PgKeyMaps() {}

    public static KeyMaps keyMaps(PgDatabase old, PgDatabase target, LockPatience patience) {
        return new KeyMapsByTrigger(old, target, patience);
    }
}
