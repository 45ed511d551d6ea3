package dev.theseus.app.acceptance;

import java.util.Random;

/**
 * Members whose {@code bigint} key becomes a {@code uuid}, and rows that refer to them, with a client that writes all.
 */
final class NewKeys implements TwoSchemasWriter.Speech {

    /** What a plan says of them. */
    static final String TABLES = """
              - table: public.member
                target: public.person
                key-map: { column: id, to: person_id }
              - { table: public.orders, columns: { person_id: member_id } }
              - { table: public.visit, columns: { person_id: { column: member_id, key-of: public.member } } }
            """;

    static final String IN_OLD = """
            CREATE TABLE member (id bigserial PRIMARY KEY, name text NOT NULL,
              boss bigint REFERENCES member ON DELETE SET NULL);
            CREATE TABLE orders (id int PRIMARY KEY, member_id bigint REFERENCES member ON DELETE CASCADE, item text);
            CREATE TABLE visit (id int PRIMARY KEY, member_id bigint);
            CREATE INDEX ON member (boss); CREATE INDEX ON member (name); CREATE INDEX ON orders (member_id);
            INSERT INTO member (name, boss) SELECT 'u' || i, nullif(i / 10, 0) FROM generate_series(1, 3000) i;
            INSERT INTO orders SELECT i, i % 2900 + 1, 'i' || i FROM generate_series(1, 5000) i;
            INSERT INTO visit SELECT i, nullif(i % 2000, 0) FROM generate_series(1, 3000) i""";

    static final String IN_NEW = """
            CREATE TABLE person (person_id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text NOT NULL,
              boss uuid REFERENCES person ON DELETE SET NULL);
            CREATE TABLE orders (id int PRIMARY KEY, person_id uuid REFERENCES person ON DELETE CASCADE, item text);
            CREATE TABLE visit (id int PRIMARY KEY, person_id uuid);
            CREATE INDEX ON person (boss); CREATE INDEX ON person (name); CREATE INDEX ON orders (person_id)""";

    /** Both sides name rows by what they are, not by their keys. */
    static final String ON_OLD = """
            SELECT concat_ws('|', 'member', m.name, b.name) FROM member m LEFT JOIN member b ON b.id = m.boss
            UNION ALL
            SELECT concat_ws('|', 'order', o.id, o.item, m.name) FROM orders o LEFT JOIN member m ON m.id = o.member_id
            UNION ALL
            SELECT concat_ws('|', 'visit', v.id, m.name) FROM visit v LEFT JOIN member m ON m.id = v.member_id""";

    static final String ON_NEW = """
            SELECT concat_ws('|', 'member', p.name, b.name) FROM person p LEFT JOIN person b ON b.person_id = p.boss
            UNION ALL
            SELECT concat_ws('|', 'order', o.id, o.item, p.name)
            FROM orders o LEFT JOIN person p ON p.person_id = o.person_id
            UNION ALL
            SELECT concat_ws('|', 'visit', v.id, p.name) FROM visit v LEFT JOIN person p ON p.person_id = v.person_id""";

    /** The same on both sides. */
    static final String MAP = "SELECT concat_ws('|', old_id, new_id) FROM theseus_map.member";

    /** Rows that were born in new, as old has them. */
    static final String BORN_IN_NEW =
            "SELECT count(*) > 0 AND bool_and(id >= 1000000000000) FROM member WHERE name LIKE 'new %'";

    private int number = 10_000;

    @Override
    public String onOld(Random random) {
        String name = "'u" + random.nextInt(600) + "'";
        return switch (random.nextInt(6)) {
            // no foreign key guards a visit, so the client does
            case 0 ->
                "WITH gone AS (DELETE FROM member WHERE name = " + name
                        + " RETURNING id) DELETE FROM visit WHERE member_id IN (SELECT id FROM gone)";
            case 1 ->
                "INSERT INTO member (name, boss) SELECT " + name + ", max(id) FROM member WHERE name < " + name
                        + " HAVING NOT EXISTS (SELECT FROM member WHERE name = " + name + ")";
            case 2 -> "UPDATE member SET boss = nullif(boss, 7) WHERE name = " + name;
            case 3 -> "UPDATE member SET name = 'was ' || name WHERE name = " + name;
            case 4 -> "INSERT INTO visit SELECT " + number++ + ", " + memberOf(name);
            default -> "INSERT INTO orders SELECT " + number++ + ", " + memberOf(name) + ", 'old'";
        };
    }

    private static String memberOf(String name) {
        return "(SELECT max(id) FROM member WHERE name = " + name + ")";
    }

    @Override
    public String onNew(Random random) {
        String name = "'u" + random.nextInt(600) + "'";
        String born = "'new " + random.nextInt(600) + "'";
        String one = "(SELECT person_id FROM person WHERE name IN (" + name + ", " + born + ") LIMIT 1)";
        return switch (random.nextInt(6)) {
            case 0 -> "DELETE FROM person WHERE name IN (" + name + ", 'new " + random.nextInt(30) + "')";
            case 1 ->
                "INSERT INTO person (name, boss) SELECT " + born + ", " + one
                        + " WHERE NOT EXISTS (SELECT FROM person WHERE name = " + born + ")";
            case 2 -> "UPDATE person SET boss = " + one + " WHERE name = 'u" + random.nextInt(600) + "'";
            case 3 -> "UPDATE person SET name = 'was ' || name WHERE name = " + name;
            case 4 -> "INSERT INTO visit SELECT " + number++ + ", " + one;
            default -> "INSERT INTO orders SELECT " + number++ + ", " + one + ", 'new'";
        };
    }
}
