package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.sql.SQLException;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a column holds arrives as it was, and so does whatever a table is called or made of. */
class CopiedTypesTest {

    private static final long WHOLE = 1L << 30;

    private CopyScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = CopyScene.create();
        // numbers of user-defined types must not happen to agree between the two servers
        scene.databases.old("CREATE TYPE taken AS ENUM ('x'); CREATE TYPE taken_too AS (a int)");
        scene.databases.both("""
                CREATE TYPE colour AS ENUM ('red', 'green', 'it''s');
                CREATE DOMAIN positive AS int CHECK (VALUE > 0);
                CREATE DOMAIN small_positive AS positive CHECK (VALUE < 100);
                CREATE TYPE point_of_sale AS (name text, since timestamptz, tags text[]);
                CREATE TYPE float_range AS RANGE (subtype = float8)""");
    }

    @AfterEach
    void end() {
        scene.close();
    }

    /** A type, and values of it, in SQL. */
    private static final String TYPES = """
            int2           | -32768, 32767, NULL
            int8           | -9223372036854775808, 9223372036854775807
            numeric        | 'NaN', 1.00, 1.0, 1e-30, -123456789012345678901234567890.123456789, 'Infinity', '-Infinity', 0.000
            numeric(12,4)  | 1, 1.5, -0.0001, 'NaN'
            float4         | 'NaN', '-0', '1e-45', '3.4028235e38', '-Infinity', '0.1'
            float8         | 'NaN', '-0', '5e-324', '1.7976931348623157e308', 'Infinity', '0.1'
            bool           | true, false, NULL
            text           | '', ' ', E'tab\\tline\\nback\\\\', '\\N', '\\.', 'ünï 漢 😀', NULL
            varchar(5)     | 'ab ', 'abc'
            char(5)        | 'ab', ''
            "char"         | 'x'
            bytea          | '\\x', '\\x00ff10', NULL
            json           | '{"b": 1,  "a": [1.0, 1.00], "b": 2}', 'null'
            jsonb          | '{"b": 1.00, "a": "\\u00e9"}', '[]', 'null', NULL
            uuid           | 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
            date           | 'infinity', '-infinity', '4713-01-01 BC', '5874897-12-31', '2024-02-29'
            time           | '24:00', '00:00:00.000001'
            timetz         | '12:34:56.789+14', '00:00-15:59'
            timestamp      | 'infinity', '-infinity', '0044-03-15 10:00 BC', '294276-12-31 23:59:59.999999', 'epoch'
            timestamptz    | 'infinity', '-infinity', '0044-03-15 10:00+01 BC', '1883-11-18 12:03:58-04:56:02'
            interval       | '1 year -2 months 3 days -4:05:06.789012', '-178000000 years', '0'
            money          | -92233720368547758.08, 1.01
            inet           | '10.1.2.3/8', '::ffff:1.2.3.4'
            cidr           | '10.0.0.0/8'
            macaddr        | '08:00:2b:01:02:03'
            bit(3)         | '101'
            varbit         | '', '1011'
            point          | '(1.5,-0)'
            box            | '(1,1),(0,0)'
            path           | '[(0,0),(1,1)]', '((0,0),(1,1),(2,0))'
            polygon        | '((0,0),(1,1),(2,0))'
            circle         | '<(1,2),3>'
            lseg           | '[(0,0),(1,1)]'
            tsvector       | 'fat:2A cat:3 rat:1'
            tsquery        | 'fat & (rat <-> !cat:*)'
            int4range      | '[1,5)', 'empty', '(,)'
            tstzrange      | '[2020-01-01 00:00+00, infinity]'
            int4multirange | '{[1,3),[5,7)}'
            pg_lsn         | '16/B374D848'
            jsonpath       | '$.a[*] ? (@.b > 1)'
            int4[]         | '{}', '{1,NULL,3}', '[0:1][2:3]={{1,2},{3,4}}'
            text[]         | '{"a,b","","NULL",NULL,"\\"","it''s"}'
            jsonb[]        | '{"{\\"a\\": 1.0}"}'
            colour         | 'red', 'it''s', NULL
            colour[]       | '{green,NULL}'
            positive       | 1, NULL
            small_positive | 99
            point_of_sale  | '("a ""b"", c","2020-01-01 00:00:00+00","{x,NULL}")', '(,,)', NULL
            float_range    | '[0.1,0.2)', 'empty'
            regclass       | 'pg_class'
            xml            | '<a b="c">d</a>'
            oid            | 4294967295
            xid8           | '18446744073709551615'
            name           | 'a name'
            """;

    @Test
    void every_type_arrives_as_it_was() throws Exception {
        List<String[]> types =
                TYPES.lines().map(line -> line.split(" *\\| ", 2)).toList();
        SoftAssertions all = new SoftAssertions();
        for (int i = 0; i < types.size(); i++) {
            String type = types.get(i)[0];
            String things = "things_" + i;
            scene.databases.both("CREATE TABLE " + things + " (id int PRIMARY KEY, v " + type + ")");
            scene.databases.old("INSERT INTO " + things + " SELECT row_number() OVER (), v::" + type
                    + " FROM unnest(ARRAY[" + types.get(i)[1] + "]::text[]) v");
            TablePlan table = scene.captured(scene.databases.plan(i + 1, things, List.of("id"), List.of("id", "v")));

            scene.copyAll(table, ChunkOrder.AUTOMATIC, WHOLE);

            all.assertThat(exact(Side.NEW, things, type))
                    .as(type)
                    .isNotEmpty()
                    .isEqualTo(exact(Side.OLD, things, type));
        }
        all.assertAll();
    }

    /**
     * Text tells all of them apart but -0 among geometric types; a type's binary form does that too where it has one.
     */
    private List<String> exact(Side side, String things, String type) throws SQLException {
        String binary = type.startsWith("float") && !type.equals("float_range") ? ", " + type + "send(v)" : "";
        return scene.databases.rows(side, "SELECT id, v::text" + binary + " FROM " + things + " ORDER BY id");
    }

    @Test
    void columns_of_the_same_name_and_another_type_are_converted_by_the_target() throws Exception {
        scene.databases.old("CREATE TABLE things (id int PRIMARY KEY, v int, w timestamp, c varchar(3));"
                + " INSERT INTO things VALUES (1, 7, '2020-01-01', 'abc')");
        scene.databases.target("CREATE TABLE things (c text, w timestamptz, id bigint PRIMARY KEY, v numeric(6,2))");
        TablePlan table =
                scene.captured(scene.databases.plan(1, "things", List.of("id"), List.of("id", "v", "w", "c")));

        scene.copyAll(table, ChunkOrder.AUTOMATIC, WHOLE);

        assertThat(scene.databases.rows(Side.NEW, "SELECT id, v, w AT TIME ZONE 'UTC', c FROM things"))
                .containsExactly("(1,7.00,\"2020-01-01 00:00:00\",abc)");
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void generated_and_identity_columns_keep_their_values(ChunkOrder order) throws Exception {
        scene.databases.both("""
                CREATE TABLE things (
                  id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int GENERATED BY DEFAULT AS IDENTITY,
                  b int, c int GENERATED ALWAYS AS (b * 2) STORED)""");
        scene.databases.old("INSERT INTO things (id, a, b) OVERRIDING SYSTEM VALUE VALUES (7, 70, 700), (9, 90, 900)");
        TablePlan table = scene.captured(scene.databases.plan(1, "things", List.of("id"), List.of("id", "a", "b")));

        scene.copyAll(table, order, WHOLE);

        assertThat(scene.rows(Side.NEW, table)).containsExactly("(7,70,700,1400)", "(9,90,900,1800)");
    }

    @ParameterizedTest
    @EnumSource(ExistingRows.class)
    void a_generated_column_that_is_not_the_key_is_overwritten_too(ExistingRows existing) throws Exception {
        scene.databases.both("CREATE TABLE things (k text PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY)");
        scene.databases.old("INSERT INTO things OVERRIDING SYSTEM VALUE VALUES ('a', 7), ('b', 8)");
        if (existing == ExistingRows.MERGE) {
            scene.databases.target("INSERT INTO things VALUES ('a')");
        }
        TableName name = new TableName("public", "things");
        TablePlan table = scene.captured(
                new TablePlan(1, name, name, List.of("k"), List.of("k", "n"), existing, CaptureMode.AUTOMATIC));

        scene.copyAll(table, ChunkOrder.AUTOMATIC, WHOLE);

        assertThat(scene.rows(Side.NEW, table)).containsExactly("(a,7)", "(b,8)");
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void names_are_taken_literally(ChunkOrder order) throws Exception {
        scene.databases.both("""
                CREATE SCHEMA "My Shop"; CREATE TYPE "My Shop"."Colour" AS ENUM ('Red');
                CREATE TABLE "My Shop"."Or""ders" ("Id" int, "my ""key\""" "My Shop"."Colour", "select" text,
                  PRIMARY KEY ("my ""key\""", "Id"))""");
        scene.databases.old("INSERT INTO \"My Shop\".\"Or\"\"ders\" VALUES (1, 'Red', 'x'), (2, 'Red', NULL)");
        scene.databases.old("INSERT INTO theseus.captured_table (table_no, relation, since_xid, fingerprint, relations)"
                + " VALUES (1, 'orders', pg_current_xact_id(), '', '{}')");
        TableName name = new TableName("My Shop", "Or\"ders");
        TablePlan table = new TablePlan(
                1,
                name,
                name,
                List.of("my \"key\"", "Id"),
                List.of("Id", "my \"key\"", "select"),
                ExistingRows.REFUSE,
                CaptureMode.AUTOMATIC);

        scene.copyAll(table, order, WHOLE);

        assertThat(scene.databases.rows(Side.NEW, "SELECT * FROM \"My Shop\".\"Or\"\"ders\" ORDER BY \"Id\""))
                .containsExactly("(1,Red,x)", "(2,Red,)");
    }

    @ParameterizedTest
    @EnumSource(names = {"HEAP", "KEY"})
    void a_partitioned_table_is_copied_leaf_by_leaf(ChunkOrder order) throws Exception {
        scene.databases.both("""
                CREATE SCHEMA archive;
                CREATE TABLE events (id bigint, at date, note text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
                CREATE TABLE events_old PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2020-01-01')
                  PARTITION BY LIST (id);
                CREATE TABLE archive.events_1 PARTITION OF events_old FOR VALUES IN (1);
                CREATE TABLE archive.events_rest PARTITION OF events_old DEFAULT;
                CREATE TABLE events_new PARTITION OF events FOR VALUES FROM ('2020-01-01') TO (MAXVALUE)""");
        scene.databases.old("""
                INSERT INTO events SELECT i, date '2000-01-01' + i * 10, 'note ' || i FROM generate_series(1, 2000) i""");
        TablePlan table =
                scene.captured(scene.databases.plan(1, "events", List.of("id", "at"), List.of("id", "at", "note")));
        var ledger = scene.ledger(order);
        ledger.open(table);
        scene.databases.old("VACUUM FULL archive.events_rest; ");

        scene.copyRest(ledger, table, 64 << 10);

        assertThat(ledger.complete(table)).isEqualTo(dev.theseus.domain.backfill.ChunkLedger.Completion.COMPLETE);
        assertThat(scene.rows(Side.NEW, table)).hasSize(2_000).isEqualTo(scene.rows(Side.OLD, table));
        assertThat(scene.databases.value(Side.NEW, """
                SELECT count(DISTINCT relation_name) FROM theseus.chunk WHERE state = 'copied'""")).isEqualTo("3");
    }

    @Test
    void a_partition_that_is_dropped_in_the_middle_does_not_stop_the_copy() throws Exception {
        scene.databases.both("""
                CREATE TABLE events (id bigint PRIMARY KEY, note text) PARTITION BY RANGE (id);
                CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (10);
                CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (10) TO (20)""");
        scene.databases.old("INSERT INTO events SELECT i, 'n' FROM generate_series(1, 19) i");
        TablePlan table = scene.captured(scene.databases.plan(1, "events", List.of("id"), List.of("id", "note")));
        var ledger = scene.ledger(ChunkOrder.AUTOMATIC);
        ledger.open(table);
        scene.databases.old("DROP TABLE events_1");

        scene.copyRest(ledger, table, WHOLE);

        assertThat(ledger.complete(table)).isEqualTo(dev.theseus.domain.backfill.ChunkLedger.Completion.COMPLETE);
        assertThat(scene.rows(Side.NEW, table)).hasSize(10);
    }
}
