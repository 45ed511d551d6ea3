package dev.theseus.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.verification.VerificationReport.Verdict;
import java.sql.SQLException;
import java.util.List;
import java.util.TimeZone;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** Every type of docs/mariadb.md, with its extremes, from MariaDB into PostgreSQL. */
@EnabledIf(value = MariaServer.INSTALLED, disabledReason = MariaServer.NOT_INSTALLED)
class MariaTypesTest {

    private static final String EVERY_TYPE = """
            CREATE TABLE every_type (id int PRIMARY KEY AUTO_INCREMENT, yes tinyint(1), ti tinyint, tu tinyint unsigned, si smallint,
              su smallint unsigned, mi mediumint, mu mediumint unsigned, iu int unsigned, bi bigint, bu bigint unsigned,
              zf int(8) unsigned zerofill, de decimal(20,5), fl float, db double, bits bit(9), ch char(5), vc varchar(50),
              la varchar(20) CHARACTER SET latin1, lt longtext, bn binary(3), vb varbinary(9), bl longblob, da date, dt datetime(3),
              ts timestamp(6) NULL, tm time(2), ye year, en enum('a', 'b c'), st set('x', 'y'), js json, ui uuid, i4 inet4, i6 inet6,
              hidden int INVISIBLE, doubled int AS (ti * 2) VIRTUAL) CHARACTER SET utf8mb4""";

    private static final String IN_POSTGRESQL = """
            CREATE TABLE every_type (id int PRIMARY KEY, yes boolean, ti smallint, tu smallint, si smallint, su integer, mi integer,
              mu integer, iu bigint, bi bigint, bu numeric(20,0), zf bigint, de numeric(20,5), fl real, db double precision, bits bit(9),
              ch varchar(5), vc varchar(50), la varchar(20), lt text, bn bytea, vb bytea, bl bytea, da date, dt timestamp(3),
              ts timestamptz(6), tm time(2), ye smallint, en text, st text, js jsonb, ui uuid, i4 inet, i6 inet, hidden int)""";

    private static final List<String> COLUMNS = Pattern.compile(" ")
            .splitAsStream(
                    "id yes ti tu si su mi mu iu bi bu zf de fl db bits ch vc la lt bn vb bl da dt ts tm ye en st js ui i4 i6 hidden")
            .toList();

    private MariaDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = MariaDatabases.create();
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private void insertExtremes() throws SQLException {
        String columns = String.join(", ", COLUMNS);
        databases.old("SET time_zone = '+09:00'; INSERT INTO every_type (" + columns + ") VALUES" + """
                 (1, 1, -128, 0, -32768, 0, -8388608, 0, 0, -9223372036854775808, 0, 0, -999999999999999.99999, -3.402823466e38,
                  -1.7976931348623157e308, b'0', '', '', '', '', x'000000', '', '', '1000-01-01', '1000-01-01 00:00:00.000',
                  '1970-01-01 09:00:01.000001', '00:00:00', 1901, 'a', '', '{}', '00000000-0000-0000-0000-000000000000', '0.0.0.0', '::', NULL),
                 (2, 0, 127, 255, 32767, 65535, 8388607, 16777215, 4294967295, 9223372036854775807, 18446744073709551615, 42,
                  999999999999999.99999, 0.1, 5e-324, b'101010101', 'ab  ', 'tab\\tnew\\nline\\\\back\\rslash 🧀 \\\\N', CONVERT(x'6BE473' USING latin1),
                  REPEAT('ä', 100000), x'00ff5c', x'5c00', REPEAT(x'00015c0a', 50000), '9999-12-31', '9999-12-31 23:59:59.999',
                  '2038-01-19 12:14:07.999999', '23:59:59.99', 2155, 'b c', 'x,y', '{"a": [1, "\\\\n", "🧀"]}',
                  'ffffffff-ffff-ffff-ffff-ffffffffffff', '255.255.255.255', 'fe80::ffff', 7)""");
        databases.old("INSERT INTO every_type (id) VALUES (3)");
        databases.old(
                "INSERT INTO every_type (id, fl, db) VALUES (4, 16777216, 0.1), (5, 1.17549435e-38, 2.2250738585072014e-308)");
    }

    private static final String LITERALS = """
            SELECT id, yes, ti, tu, si, su, mi, mu, iu, bi, bu, zf, de, fl, db, bits, ch, vc, la, length(lt), bn, vb, md5(bl), da, dt,
              ts AT TIME ZONE 'UTC', tm, ye, en, st, js, ui, i4, i6, hidden FROM every_type WHERE id = 2""";

    @Test
    void everyTypeComesOverUnchangedByTheCopyAndByTheLog() throws Exception {
        databases.old(EVERY_TYPE);
        databases.target(IN_POSTGRESQL);
        insertExtremes();
        TablePlan plan = databases.plan(1, "every_type", List.of("id"), COLUMNS);
        try (Carrying carrying = new Carrying(databases, List.of(plan))) {
            carrying.copyAndFollow();
            List<String> copied = databases.rows(Side.NEW, "SELECT * FROM every_type ORDER BY id");
            assertThat(databases.rows(Side.NEW, LITERALS))
                    .containsExactly("(2,f,127,255,32767,65535,8388607,16777215,4294967295,9223372036854775807,"
                            + "18446744073709551615,42,999999999999999.99999,0.1,5e-324,101010101,ab,"
                            + "\"tab\tnew\nline\\\\back\rslash 🧀 \\\\N\",käs,100000,\"\\\\x00ff5c\",\"\\\\x5c00\","
                            + databases.value(Side.OLD, "SELECT MD5(bl) FROM every_type WHERE id = 2")
                            + ",9999-12-31,\"9999-12-31 23:59:59.999\",\"2038-01-19 03:14:07.999999\",23:59:59.99,2155,"
                            + "\"b c\",\"x,y\",\"{\"\"a\"\": [1, \"\"\\\\n\"\", \"\"🧀\"\"]}\",ffffffff-ffff-ffff-ffff-ffffffffffff,"
                            + "255.255.255.255,fe80::ffff,7)");
            assertThat(databases.rows(Side.NEW, "SELECT fl, db, ts AT TIME ZONE 'UTC' FROM every_type WHERE id = 1"))
                    .containsExactly("(-3.4028235e+38,-1.7976931348623157e+308,\"1970-01-01 00:00:01.000001\")");
            databases.target("DELETE FROM every_type");
            carrying.log.append(
                    plan,
                    java.util.stream.IntStream.rangeClosed(1, 5)
                            .mapToObj(i -> RowKey.of(Integer.toString(i)))
                            .toList());
            carrying.drain();

            assertThat(databases.rows(Side.NEW, "SELECT * FROM every_type ORDER BY id"))
                    .isEqualTo(copied);
            assertThat(carrying.verify().verdict()).isEqualTo(Verdict.EQUAL);
        }
    }

    @Test
    void zerosThatBeginAFractionAndHoursThatTheJvmsOwnZoneSkipsAreKept() throws Exception {
        TimeZone zone = TimeZone.getDefault();
        String columns =
                "d1 datetime(1), d2 datetime(2), d3 datetime(3), d4 datetime(4), d5 datetime(5), d6 datetime(6), t3 time(3), ts timestamp(3)";
        databases.old(
                "CREATE TABLE moment (id int PRIMARY KEY, " + columns.replace("ts timestamp(3)", "ts timestamp(3) NULL")
                        + "); SET time_zone = '+00:00'; INSERT INTO moment VALUES"
                        + " (1, '2024-03-31 02:30:00.0', '2024-03-31 02:30:00.05', '2024-03-31 02:30:00.041', '2024-03-31 02:30:00.0008',"
                        + " '2024-03-31 02:30:00.00001', '2024-03-31 02:30:00.000001', '02:30:00.007', '2024-03-31 02:30:00.003')");
        databases.target("CREATE TABLE moment (id int PRIMARY KEY, "
                + columns.replace("datetime", "timestamp").replace("ts timestamp", "ts timestamptz") + ")");
        TablePlan plan = databases.plan(
                1, "moment", List.of("id"), List.of("id", "d1", "d2", "d3", "d4", "d5", "d6", "t3", "ts"));
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        try (Carrying carrying = new Carrying(databases, List.of(plan))) {
            carrying.copyAndFollow();
            databases.old("INSERT INTO moment SELECT 2, d1, d2, d3, d4, d5, d6, t3, ts FROM moment");
            carrying.drain();
        } finally {
            TimeZone.setDefault(zone);
        }

        assertThat(databases.rows(
                        Side.NEW,
                        "SELECT id, d1, d2, d3, d4, d5, d6, t3, ts AT TIME ZONE 'UTC' FROM moment ORDER BY id"))
                .isEqualTo(List.of(moments(1), moments(2)));
    }

    private static String moments(int id) {
        return "(" + id + ",\"2024-03-31 02:30:00\",\"2024-03-31 02:30:00.05\",\"2024-03-31 02:30:00.041\","
                + "\"2024-03-31 02:30:00.0008\",\"2024-03-31 02:30:00.00001\",\"2024-03-31 02:30:00.000001\",02:30:00.007,"
                + "\"2024-03-31 02:30:00.003\")";
    }

    @Test
    void theCatalogueTellsTypesAsPostgresqlNamesThem() throws SQLException {
        databases.old(EVERY_TYPE + "; ALTER TABLE every_type ADD UNIQUE pair (ti, tu), ADD UNIQUE start_only (vc(3))");
        databases.old("CREATE TABLE child (id int PRIMARY KEY, of int, FOREIGN KEY (of) REFERENCES every_type (id));"
                + " CREATE VIEW seen AS SELECT 1 AS one; CREATE SEQUENCE numbers");
        TableDefinition table = databases
                .adapters
                .catalog()
                .table(new TableName(databases.schema, "every_type"))
                .orElseThrow();

        assertThat(table.columns().stream()
                        .filter(Column::isCarried)
                        .collect(Collectors.toMap(Column::name, Column::type)))
                .containsEntry("yes", "boolean")
                .containsEntry("tu", "smallint")
                .containsEntry("su", "integer")
                .containsEntry("iu", "bigint")
                .containsEntry("bu", "numeric(20,0)")
                .containsEntry("de", "numeric(20,5)")
                .containsEntry("vc", "character varying(50)")
                .containsEntry("dt", "timestamp(3) without time zone")
                .containsEntry("ts", "timestamp(6) with time zone")
                .containsEntry("bits", "bit(9)")
                .containsEntry("js", "jsonb")
                .doesNotContainKey("doubled");
        assertThat(table.uniqueKeys())
                .containsExactly(
                        new UniqueKey("PRIMARY", List.of("id"), UniqueKey.Kind.PRIMARY),
                        new UniqueKey("pair", List.of("ti", "tu"), UniqueKey.Kind.NULLABLE));
        assertThat(databases.adapters.catalog().tables(databases.schema))
                .extracting(t -> t.name().name())
                .containsExactly("child", "every_type");
        assertThat(databases.adapters.catalog().schemas())
                .contains(databases.schema)
                .doesNotContain("theseus", "mysql");
        assertThat(databases.adapters.catalog().server().product()).isEqualTo("MariaDB");
    }

    private static final String ODD =
            "SET sql_mode = ''; CREATE TABLE odd (id int PRIMARY KEY, seen datetime, note text, yes tinyint(1));"
                    + " INSERT INTO odd VALUES (1, '0000-00-00 00:00:00', 'a', 0), (2, '2024-02-01 10:00:00', CONCAT('se', CHAR(0), 'cret'), 0),"
                    + " (3, '2024-02-00 00:00:00', NULL, 0), (4, '2024-02-01 00:00:00', 'b', 5), (5, NULL, 'c', 1)";

    private static final String ODD_IN_POSTGRESQL =
            "CREATE TABLE odd (id int PRIMARY KEY, seen timestamp, note text, yes boolean)";

    @Test
    void rowsThatPostgresqlCannotHoldAreSetAsideWithKeyAndReasonAndTheOthersAreCopied() throws Exception {
        databases.old(ODD);
        databases.target(ODD_IN_POSTGRESQL);
        TablePlan odd = databases.plan(1, "odd", List.of("id"), List.of("id", "seen", "note", "yes"));
        try (Carrying carrying = new Carrying(databases, List.of(odd))) {
            carrying.copyAndFollow();

            assertThat(databases.rows(Side.NEW, "SELECT id FROM odd")).containsExactly("(5)");
            List<SetAside> aside = carrying.log.setAside(10);
            assertThat(aside)
                    .extracting(a -> a.key().orElseThrow())
                    .containsExactlyInAnyOrder(RowKey.of("1"), RowKey.of("2"), RowKey.of("3"), RowKey.of("4"));
            assertThat(aside).allSatisfy(a -> assertThat(a.reason().what()).doesNotContain("cret"));
            assertThat(aside)
                    .filteredOn(a -> a.key().equals(java.util.Optional.of(RowKey.of("2"))))
                    .singleElement()
                    .satisfies(a -> assertThat(a.reason().what())
                            .contains("column note")
                            .contains("NUL"));
            assertThat(carrying.verify().verdict()).isEqualTo(Verdict.DIVERGENT);

            databases.old("UPDATE odd SET seen = NULL, note = 'mended', yes = 1");
            carrying.drain();
            assertThat(carrying.log.setAside(10)).isEmpty();
            assertThat(carrying.verify().verdict()).isEqualTo(Verdict.EQUAL);
        }
    }

    @Test
    void zeroDatesBecomeNullWhereThePlansOwnerHasSaidSo() throws Exception {
        databases.close();
        databases = MariaDatabases.create(ZeroDates.BECOME_NULL);
        databases.old(ODD + "; DELETE FROM odd WHERE id IN (2, 4)");
        databases.target(ODD_IN_POSTGRESQL);
        TablePlan odd = databases.plan(1, "odd", List.of("id"), List.of("id", "seen", "note", "yes"));
        try (Carrying carrying = new Carrying(databases, List.of(odd))) {
            carrying.copyAndFollow();

            assertThat(databases.rows(Side.NEW, "SELECT id, seen FROM odd ORDER BY id"))
                    .containsExactly("(1,)", "(3,)", "(5,)");
            assertThat(carrying.verify().verdict()).isEqualTo(Verdict.EQUAL);
        }
    }
}
