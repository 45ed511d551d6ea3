package dev.theseus.jdbc.largeobject;

import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.SQLException;

/** Takes back what was carried. */
final class ObjectRemoval {

    private static final int MOST_AT_ONCE = 1_000;

    private static final String SOME = """
            WITH gone AS (
              DELETE FROM theseus.large_object WHERE number IN (SELECT number FROM theseus.large_object LIMIT %d)
              RETURNING number, bytes)
            SELECT pg_catalog.lo_unlink(m.oid) FROM gone g
            LEFT JOIN pg_catalog.pg_largeobject_metadata m ON m.oid = g.number::pg_catalog.oid AND g.bytes IS NOT NULL""".formatted(MOST_AT_ONCE);

    private ObjectRemoval() {}

    /** @return how many were taken off the list */
    static int some(Connection target) throws SQLException {
        boolean listed = Run.texts(target, "SELECT pg_catalog.to_regclass('theseus.large_object') IS NOT NULL")
                .contains("t");
        return listed ? Run.texts(target, SOME).size() : 0;
    }
}
