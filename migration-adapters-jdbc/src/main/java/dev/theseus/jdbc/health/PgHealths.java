package dev.theseus.jdbc.health;

import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes checks of a PostgreSQL server's health. */
public final class PgHealths {

    private PgHealths() {}

    /** A check that takes one session for the time of one query. It writes nothing. */
    public static DatabaseHealth.Check check(PgDatabase database) {
        return new PgHealthCheck(database);
    }
}
