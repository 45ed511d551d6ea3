package dev.theseus.jdbc.largeobject;

import dev.theseus.jdbc.largeobject.ObjectState.Grant;
import dev.theseus.jdbc.largeobject.ObjectState.Option;
import dev.theseus.jdbc.largeobject.ObjectState.Rights;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks one side for some objects, within a transaction. */
final class ObjectLook {

    /** Of what a server condenses at once, in bytes. */
    static final int BLOCK = 256 << 10;

    /** Rows of an aggregate's size, one for each block: 32 bytes for 256 KB. */
    private static final String WANTED = """
            FROM pg_catalog.unnest(?::pg_catalog.int8[]) w(number)
            JOIN pg_catalog.pg_largeobject_metadata m ON m.oid = w.number::pg_catalog.oid
            CROSS JOIN LATERAL (SELECT pg_catalog.lo_open(m.oid, 262144) AS fd OFFSET 0) f
            CROSS JOIN LATERAL (SELECT pg_catalog.lo_lseek64(f.fd, 0, 2) AS bytes OFFSET 0) s
            """;

    private static final String STATES = """
            SELECT w.number, s.bytes, pg_catalog.pg_get_userbyid(m.lomowner) AS owner,
              ARRAY(SELECT pg_catalog.concat_ws(',', a.privilege_type, a.is_grantable,
                  CASE a.grantee WHEN 0 THEN '' ELSE pg_catalog.pg_get_userbyid(a.grantee) END)
                FROM pg_catalog.aclexplode(m.lomacl) a WHERE a.grantee <> m.lomowner ORDER BY 1) AS grants,
              pg_catalog.lo_close(f.fd)
            """ + WANTED;

    private static final String DIGESTS = """
            SELECT w.number, pg_catalog.encode(pg_catalog.sha256(coalesce(
                pg_catalog.string_agg(pg_catalog.sha256(pg_catalog.lo_get(m.oid, o.at, %1$d)), '' ORDER BY o.at),
                '')), 'hex') AS digest
            FROM pg_catalog.unnest(?::pg_catalog.int8[]) w(number)
            JOIN pg_catalog.pg_largeobject_metadata m ON m.oid = w.number::pg_catalog.oid
            CROSS JOIN LATERAL (SELECT pg_catalog.lo_open(m.oid, 262144) AS fd OFFSET 0) f
            CROSS JOIN LATERAL (SELECT pg_catalog.lo_lseek64(f.fd, 0, 2) AS bytes OFFSET 0) s
            LEFT JOIN LATERAL pg_catalog.generate_series(0, s.bytes - 1, %1$d) o(at) ON true
            GROUP BY w.number""".formatted(BLOCK);

    private ObjectLook() {}

    /** Those of the objects that exist. */
    static Map<Long, ObjectState> states(Connection connection, Collection<Long> numbers) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(STATES)) {
            query.setArray(1, array(connection, numbers));
            try (ResultSet rows = query.executeQuery()) {
                Map<Long, ObjectState> states = new HashMap<>();
                while (rows.next()) {
                    long number = rows.getLong("number");
                    Rights rights = new Rights(rows.getString("owner"), grants(rows.getArray("grants")));
                    states.put(number, new ObjectState(number, rows.getLong("bytes"), rights));
                }
                return states;
            }
        }
    }

    private static List<Grant> grants(Array texts) throws SQLException {
        List<Grant> grants = new ArrayList<>();
        for (String text : (String[]) texts.getArray()) {
            String[] parts = text.split(",", 3);
            grants.add(new Grant(parts[2], parts[0], parts[1].equals("t") ? Option.GRANT_OPTION : Option.NONE));
        }
        return grants;
    }

    /**
     * The checksums of those that exist: SHA-256 over the SHA-256 of each block. The server computes it and holds one
     * block at a time.
     */
    static Map<Long, String> digests(Connection connection, Collection<Long> numbers) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DIGESTS)) {
            query.setArray(1, array(connection, numbers));
            try (ResultSet rows = query.executeQuery()) {
                Map<Long, String> digests = new HashMap<>();
                while (rows.next()) {
                    digests.put(rows.getLong("number"), rows.getString("digest"));
                }
                return digests;
            }
        }
    }

    static Array array(Connection connection, Collection<Long> numbers) throws SQLException {
        return connection.createArrayOf("int8", numbers.toArray());
    }
}
