package dev.theseus.jdbc.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.relay.ApplyOutcome.Applied;
import dev.theseus.domain.relay.ApplyOutcome.Refused;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an applier between two PostgreSQL databases must do beyond that. */
abstract class PgApplierContract extends ApplierContract<TestDatabases> {

    @Override
    protected TestDatabases databases() throws SQLException {
        TestDatabases databases = TestDatabases.create();
        databases.both(PgFence.ddl(Side.OLD));
        return databases;
    }

    @Test
    void compositeKeysOfManyTypesFindTheirRows() throws SQLException {
        databases.both("""
                CREATE TYPE public.colour AS ENUM ('red', 'o''range');
                CREATE TABLE "Mixed Case" (u uuid, at timestamptz, "C" colour, n numeric, t text COLLATE "C", v varchar(9), b bytea,
                  ch char(5), d date, x int8, "val" text, PRIMARY KEY (u, at, "C", n, t, v, b, ch, d, x))""");
        List<String> key = List.of("u", "at", "C", "n", "t", "v", "b", "ch", "d", "x");
        TablePlan mixed = databases.plan(
                2, "Mixed Case", key, List.of("u", "at", "C", "n", "t", "v", "b", "ch", "d", "x", "val"));
        databases.old("""
                INSERT INTO "Mixed Case" VALUES ('00000000-0000-0000-0000-00000000000a', '2024-02-01 12:00:00.123456+02', 'o''range',
                  1.50, E'a\\\\b"c''\\n{,}', 'käse🧀', '\\xdead', 'ab', '2024-02-29', 9223372036854775807, 'v')""");
        databases.target("""
                INSERT INTO "Mixed Case" SELECT '00000000-0000-0000-0000-00000000000a', '2024-02-01 10:00:00.123456+00', 'o''range',
                  1.500, E'a\\\\b"c''\\n{,}', 'käse🧀', '\\xdead', 'ab', '2024-02-29', 9223372036854775807, 'stale'""");

        RowKey row = RowKey.of(
                "00000000-0000-0000-0000-00000000000a",
                "2024-02-01 10:00:00.123456+00",
                "o'range",
                "1.50",
                "a\\b\"c'\n{,}",
                "käse🧀",
                "\\xdead",
                "ab",
                "2024-02-29",
                "9223372036854775807");
        apply(mixed, Set.of(row));

        assertThat(databases.value(Side.NEW, "SELECT val FROM \"Mixed Case\"")).isEqualTo("v");
        databases.old("DELETE FROM \"Mixed Case\"");
        apply(mixed, Set.of(row));
        assertThat(databases.rows(Side.NEW, "SELECT * FROM \"Mixed Case\"")).isEmpty();
    }

    @Test
    void twoTextsOfOneKeyAreOneRow() throws SQLException {
        databases.both("CREATE TABLE price (amount numeric PRIMARY KEY, name text)");
        databases.old("INSERT INTO price VALUES (1.0, 'one')");
        TablePlan price = databases.plan(3, "price", List.of("amount"), List.of("amount", "name"));

        apply(price, keys("1.0", "1.00", "1"));

        assertThat(databases.rows(Side.NEW, "SELECT * FROM price")).containsExactly("(1.0,one)");
        databases.old("UPDATE price SET amount = 1.000");
        apply(price, keys("1.000"));
        assertThat(databases.rows(Side.NEW, "SELECT * FROM price")).containsExactly("(1.000,one)");
    }

    @Test
    void keysUnderACaseInsensitiveCollationAreComparedByTheDatabase() throws SQLException {
        databases.both("""
                CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
                CREATE TABLE tag (name text COLLATE ci PRIMARY KEY, n int)""");
        TablePlan tag = databases.plan(4, "tag", List.of("name"), List.of("name", "n"));
        databases.old("INSERT INTO tag VALUES ('Blue', 2)");
        databases.target("INSERT INTO tag VALUES ('blue', 1)");

        apply(tag, keys("BLUE"));

        assertThat(databases.rows(Side.NEW, "SELECT * FROM tag")).containsExactly("(Blue,2)");
    }

    @Test
    void generatedAndIdentityColumnsComeOverUnchanged() throws SQLException {
        databases.both("""
                CREATE TABLE gen (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, w int, h int,
                  area int GENERATED ALWAYS AS (w * h) STORED, d int DEFAULT 5);
                CREATE TABLE fixed (code text PRIMARY KEY, no int GENERATED ALWAYS AS IDENTITY, name text)""");
        TablePlan gen = databases.plan(5, "gen", List.of("id"), List.of("id", "w", "h", "d"));
        TablePlan fixed = databases.plan(6, "fixed", List.of("code"), List.of("code", "no", "name"));
        databases.old(
                "INSERT INTO gen (w, h, d) VALUES (2, 3, NULL); INSERT INTO fixed (code, name) VALUES ('a', 'x'), ('b', 'y')");
        apply(gen, keys("1"));
        apply(fixed, keys("a", "b"));
        databases.old("UPDATE gen SET w = 7; UPDATE fixed SET name = 'z'; DELETE FROM fixed WHERE code = 'b'");
        databases.old("INSERT INTO fixed (code, name) VALUES ('b', 'again')");
        apply(gen, keys("1"));
        apply(fixed, keys("a", "b"));

        assertEqual("gen");
        assertEqual("fixed");
        assertThat(databases.value(Side.NEW, "SELECT no FROM fixed WHERE code = 'b'"))
                .isEqualTo("3");
    }

    @Test
    void partitionedTablesAreWrittenThroughTheirRoot() throws SQLException {
        databases.both("""
                CREATE TABLE line (day int, id int, t text, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
                CREATE TABLE line_1 PARTITION OF line FOR VALUES FROM (1) TO (2);
                CREATE TABLE line_2 PARTITION OF line FOR VALUES FROM (2) TO (3)""");
        TablePlan line = databases.plan(9, "line", List.of("day", "id"), List.of("day", "id", "t"));
        databases.old("INSERT INTO line VALUES (1, 1, 'a'), (2, 1, 'b')");
        databases.target("INSERT INTO line VALUES (2, 1, 'stale'), (2, 2, 'gone')");
        apply(line, Set.of(RowKey.of("1", "1"), RowKey.of("2", "1"), RowKey.of("2", "2")));

        assertEqual("line");
        databases.old("TRUNCATE line_2");
        assertThat(applier.removeVanished(line, Patience.LEAVE)).isInstanceOf(Applied.class);
        assertEqual("line");
    }

    @Test
    void columnsOfOtherTypesOnTheTargetTakeTheValues() throws SQLException {
        databases.old("CREATE TABLE wide (id int PRIMARY KEY, a varchar(10), at timestamp, j json)");
        databases.target("CREATE TABLE wide (id bigint PRIMARY KEY, a text, at timestamptz, j jsonb)");
        databases.old("INSERT INTO wide VALUES (1, 'x', '2024-01-01 10:00', '{\"a\": 1}')");
        apply(databases.plan(10, "wide", List.of("id"), List.of("id", "a", "at", "j")), keys("1"));

        assertThat(databases.rows(Side.NEW, "SELECT id, a, at AT TIME ZONE 'UTC', j::text FROM wide"))
                .containsExactly("(1,x,\"2024-01-01 10:00:00\",\"{\"\"a\"\": 1}\")");
    }

    // --- unique values that go from row to row

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UNIQUE (name)",
                "UNIQUE NULLS NOT DISTINCT (name)",
                "UNIQUE (name) DEFERRABLE INITIALLY DEFERRED",
                "EXCLUDE (name WITH =)",
                "CHECK (true)); CREATE UNIQUE INDEX ON seat (lower(name)",
                "CHECK (true)); CREATE UNIQUE INDEX ON seat (name) WHERE (taken",
                "low text GENERATED ALWAYS AS (lower(name)) STORED UNIQUE"
            })
    void uniqueValuesSwappedBetweenRowsEndRightEvenOneRowAtATime(String unique) throws SQLException {
        TablePlan seat = seats(unique);
        databases.both("INSERT INTO seat VALUES (1, 'a'), (2, 'b'), (3, 'c'), (4, NULL), (5, 'e'), (6, 'f'), (7, 'g')");
        // a swap of two, a ring of three, a chain that ends at NULL, all noted key by key
        databases.old("UPDATE seat SET name = 'tmp' WHERE id = 1; UPDATE seat SET name = 'a' WHERE id = 2;"
                + "UPDATE seat SET name = 'b' WHERE id = 1");
        databases.old("UPDATE seat SET name = 'tmp' WHERE id = 3; UPDATE seat SET name = 'c' WHERE id = 5;"
                + "UPDATE seat SET name = 'e' WHERE id = 6; UPDATE seat SET name = 'f' WHERE id = 3");
        databases.old("UPDATE seat SET name = 'x' WHERE id = 4; UPDATE seat SET name = NULL WHERE id = 7;"
                + "UPDATE seat SET name = 'g' WHERE id = 4");
        for (String id : List.of("1", "2", "3", "5", "6", "4", "7")) {
            apply(seat, keys(id));
            // whatever has come along must be what the source says
            assertThat(databases.rows(Side.OLD, "SELECT id, name FROM seat"))
                    .containsAll(databases.rows(Side.NEW, "SELECT id, name FROM seat WHERE id = " + id));
        }

        assertThat(databases.rows(Side.NEW, "SELECT id, name FROM seat ORDER BY id"))
                .isEqualTo(databases.rows(Side.OLD, "SELECT id, name FROM seat ORDER BY id"));
    }

    @Test
    void aDeferrableConstraintThatTheSourceDoesNotHaveIsRefusedToo() throws SQLException {
        databases.old("CREATE TABLE seat (id int PRIMARY KEY, name text, taken bool DEFAULT true)");
        databases.target("CREATE TABLE seat (id int PRIMARY KEY, name text, taken bool DEFAULT true,"
                + " CONSTRAINT one_name UNIQUE (name) DEFERRABLE INITIALLY DEFERRED)");
        TablePlan seat = databases.plan(11, "seat", List.of("id"), List.of("id", "name", "taken"));
        databases.old("INSERT INTO seat VALUES (1, 'x'), (2, 'x')");

        ApplyOutcome outcome = applier.apply(seat, keys("1", "2"), Patience.LEAVE);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason().what()).contains("one_name"));
        assertThat(databases.rows(Side.NEW, "SELECT id FROM seat")).isEmpty();
    }

    private TablePlan seats(String constraint) throws SQLException {
        databases.both(
                "CREATE TABLE seat (id int PRIMARY KEY, name text, taken bool DEFAULT true, " + constraint + ")");
        return databases.plan(11, "seat", List.of("id"), List.of("id", "name", "taken"));
    }
}
