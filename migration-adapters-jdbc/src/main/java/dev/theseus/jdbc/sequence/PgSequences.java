package dev.theseus.jdbc.sequence;

import dev.theseus.domain.sequence.Sequences;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes what moves the sequences of a PostgreSQL database. */
public final class PgSequences {

    private PgSequences() {}

    /** Brings sequences of new to where those of old are. Safe for several threads. */
    public static Sequences sequences(PgDatabase old, PgDatabase target) {
        return new PgColumnSequences(old, target);
    }
}
