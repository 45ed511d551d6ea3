package dev.theseus.jdbc.verify;

import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the fastest hash in which two servers agree, by asking both for the digests of the same literals, one of each
 * form that {@link ExactForm} produces.
 */
final class HashTrial {

    private static final List<String> LITERALS = List.of(
            "7::int2",
            "-7::int4",
            "int8send(-4294967297)",
            "true",
            "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid",
            "'2024-02-29'::date",
            "'\\x00ff80'::bytea",
            "4294967295::oid",
            "'x'::\"char\"",
            "numeric_send(-12.340)",
            "float4send('-0')",
            "float8send('NaN')",
            "time_send('23:59:59.999999')",
            "timestamp_send('infinity')",
            "timestamptz_send('2024-02-29 12:00:00.000001+00')",
            "'a longer text, in letters that every encoding has'::text COLLATE \"C\"",
            "convert_to('converted', 'UTF8')",
            "''::text COLLATE \"C\"",
            "NULL::text");

    private final PgDatabase old;
    private final PgDatabase target;
    private final Attempts attempts;

    HashTrial(PgDatabase old, PgDatabase target, Attempts attempts) {
        this.old = old;
        this.target = target;
        this.attempts = attempts;
    }

    /** @param oldestVersion the lower of the two servers' major versions */
    RowHash fastest(int oldestVersion) throws InterruptedException {
        for (RowHash hash : RowHash.values()) {
            if (oldestVersion >= hash.since() && digests(old, hash).equals(digests(target, hash))) {
                return hash;
            }
        }
        throw new IllegalStateException(
                "The old and the new server agree in no hash function, not even in md5: they can't be compared by digests");
    }

    private List<Long> digests(PgDatabase database, RowHash hash) throws InterruptedException {
        String rows = LITERALS.stream().map(l -> hash.of("ROW(" + l + ")")).collect(Collectors.joining(", "));
        String query = "SELECT %s, %s, hashint8extended(-4294967297, 0)"
                .formatted(rows, hash.of("ROW(" + String.join(", ", LITERALS) + ")"));
        return attempts.inTransaction(database, "find out how it hashes", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(query)) {
                row.next();
                List<Long> digests = new ArrayList<>();
                for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
                    digests.add(row.getLong(column));
                }
                return digests;
            }
        });
    }
}
