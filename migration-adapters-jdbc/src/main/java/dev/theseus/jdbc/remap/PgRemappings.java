package dev.theseus.jdbc.remap;

import dev.theseus.domain.changelog.RowsAnew;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes what a replaced mapping needs of a PostgreSQL source. */
public final class PgRemappings {

    private static final String DDL = """
            CREATE TABLE IF NOT EXISTS theseus.logged_anew (
              table_no int PRIMARY KEY,
              version int NOT NULL,
              last_key text[] COLLATE "C",
              rows bigint NOT NULL DEFAULT 0,
              complete boolean NOT NULL DEFAULT false
            );
            """;

    private PgRemappings() {}

    /** What is kept in a database: how far the rows of a table are noted anew. */
    @SuppressWarnings("unused") // every package of adapters has this form
    public static String ddl(Side side) {
        return DDL;
    }

    public static RowsAnew rowsAnew(PgDatabase old) {
        return new PgRowsAnew(old);
    }
}
