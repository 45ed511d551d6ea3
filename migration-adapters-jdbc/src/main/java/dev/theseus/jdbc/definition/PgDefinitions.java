package dev.theseus.jdbc.definition;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.definition.Definitions;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes what watches over the definitions of tables in two PostgreSQL databases. */
public final class PgDefinitions {

    private PgDefinitions() {}

    /** What is kept in a database. */
    public static String ddl(Side side) {
        return KeptDefinitions.TABLES + CommandNotes.TABLE + PresentDefinition.view(side) + ";\n";
    }

    /** Needs the bookkeeping in both databases to keep anything; without, it finds nothing. */
    public static Definitions definitions(PgDatabase old, PgDatabase target) {
        return new DefinitionsOfBoth(old, target);
    }
}
