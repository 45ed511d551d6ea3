package dev.theseus.jdbc.lineage;

import dev.theseus.domain.lineage.RowOrigins;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes what tells where rows come from. */
public final class PgLineages {

    private PgLineages() {}

    /** Each question takes one session of either database, for a moment. */
    public static RowOrigins origins(PgDatabase old, PgDatabase target) {
        return new PgRowOrigins(old, target);
    }
}
