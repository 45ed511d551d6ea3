package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.inspection.Inspection;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes what reads catalogues. */
public final class PgCatalogs {

    private PgCatalogs() {}

    public static DatabaseCatalog catalog(PgDatabase database) {
        return new PgCatalog(database);
    }

    public static Inspection inspection(PgDatabase old, PgDatabase target) {
        return new PgInspection(old, target);
    }
}
