package dev.theseus.app.acceptance;

import java.util.List;
import java.util.Random;

/**
 * A table of people whose name becomes two columns, as a time inside an object becomes one, with a client that writes
 * it.
 */
record NamesInTwo(String table) implements TwoSchemasWriter.Speech {

    private static final List<String> FIRST = List.of("Ada", "Grace", "Édith", "李", "");
    private static final List<String> LAST = List.of("Lovelace", "Hopper", "O'Neill", "de la Cruz", "😀 Smith");

    /** Rows that are there before the client begins, more than it writes. */
    static final int ROWS = 8_000;

    /** The client writes those up to this key. */
    private static final int WRITTEN = 3_000;

    String inOld() {
        return """
                CREATE TABLE %1$s (id int PRIMARY KEY, email text NOT NULL, name text NOT NULL, data jsonb NOT NULL);
                INSERT INTO %1$s SELECT i, 'u' || i || '@example.org', 'First' || i || ' Last of ' || i,
                  jsonb_build_object('plan', 'free', 'created_at',
                    to_char(timestamp '2020-01-01' + i * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                FROM generate_series(1, %2$d) i""".formatted(table, ROWS);
    }

    String inNew() {
        return """
                CREATE TABLE %s (id bigint PRIMARY KEY, email text NOT NULL, first_name text NOT NULL,
                  last_name text NOT NULL, created_at timestamptz NOT NULL, metadata jsonb NOT NULL,
                  migrated_at timestamptz NOT NULL DEFAULT now())""".formatted(table);
    }

    String seenInOld() {
        return """
                SELECT concat_ws('|', id, email, name, (data ->> 'created_at')::timestamptz AT TIME ZONE 'UTC',
                  data ->> 'plan', data ->> 'visits', (SELECT count(*) FROM jsonb_object_keys(data))) FROM %s""".formatted(table);
    }

    String seenInNew() {
        return """
                SELECT concat_ws('|', id, email, first_name || ' ' || last_name, created_at AT TIME ZONE 'UTC',
                  metadata ->> 'plan', metadata ->> 'visits', 1 + (SELECT count(*) FROM jsonb_object_keys(metadata))) FROM %s""".formatted(table);
    }

    /** Whether old has rows that were born in new, and all that nobody wrote. */
    String cameBack() {
        return """
                SELECT count(*) FILTER (WHERE email LIKE '%%@new.example') > 0,
                  count(*) FILTER (WHERE id > %d) FROM %s""".formatted(WRITTEN, table);
    }

    /** What {@link #cameBack()} has to answer. */
    static String allOfThem() {
        return "(t," + (ROWS - WRITTEN) + ")";
    }

    @Override
    public String onOld(Random random) {
        int id = 1 + random.nextInt(WRITTEN);
        String name = one(FIRST, random) + " || ' ' || " + one(LAST, random);
        return switch (random.nextInt(4)) {
            case 0 -> "DELETE FROM " + table + " WHERE id = " + id;
            case 1 ->
                "INSERT INTO " + table + " VALUES (" + id + ", 'w" + id + "@old.example', " + name
                        + ", '{\"created_at\": \"2024-02-29T23:59:59Z\", \"plan\": \"free\"}') ON CONFLICT DO NOTHING";
            case 2 ->
                "UPDATE " + table + " SET data = data || '{\"visits\": " + random.nextInt(99) + "}' WHERE id = " + id;
            default -> "UPDATE " + table + " SET name = " + name + " WHERE id = " + id;
        };
    }

    @Override
    public String onNew(Random random) {
        int id = 1 + random.nextInt(WRITTEN);
        String first = one(FIRST, random);
        String last = one(LAST, random);
        return switch (random.nextInt(4)) {
            case 0 -> "DELETE FROM " + table + " WHERE id = " + id;
            case 1 ->
                "INSERT INTO " + table + " (id, email, first_name, last_name, created_at, metadata) VALUES (" + id
                        + ", 'w" + id + "@new.example', " + first + ", " + last
                        + ", '2025-06-01 12:00:00+02', '{\"plan\": \"paid\"}') ON CONFLICT DO NOTHING";
            case 2 ->
                "UPDATE " + table + " SET created_at = created_at + interval '1 hour', migrated_at = now() WHERE id = "
                        + id;
            default -> "UPDATE " + table + " SET last_name = " + last + " WHERE id = " + id;
        };
    }

    private static String one(List<String> texts, Random random) {
        return "'" + texts.get(random.nextInt(texts.size())).replace("'", "''") + "'";
    }
}
