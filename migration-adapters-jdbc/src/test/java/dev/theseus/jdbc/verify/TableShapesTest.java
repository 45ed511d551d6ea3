package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableShapesTest {

    private TestDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void rowsThatAreMissingExtraOrSwappedAreToldApart() throws Exception {
        databases.both(
                "CREATE TABLE t (id bigint PRIMARY KEY, v text); INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 1000) i");
        databases.target("DELETE FROM t WHERE id = 77; INSERT INTO t VALUES (1001, 'more')");
        databases.target("UPDATE t SET v = CASE id WHEN 5 THEN 'v6' ELSE 'v5' END WHERE id IN (5, 6)");

        TableComparison comparison = compare("t", List.of("id"), "id", "v");

        assertThat(comparison.examples())
                .extracting(Divergence::withoutDigests)
                .containsExactlyInAnyOrder(
                        new Divergence(RowKey.of("77"), Kind.MISSING_ON_NEW, List.of()),
                        new Divergence(RowKey.of("1001"), Kind.EXTRA_ON_NEW, List.of()),
                        new Divergence(RowKey.of("5"), Kind.DIFFERENT, List.of("v")),
                        new Divergence(RowKey.of("6"), Kind.DIFFERENT, List.of("v")));
        assertThat(comparison.rowsOld()).isEqualTo(1000);
        assertThat(comparison.rowsNew()).isEqualTo(1000);
    }

    @Test
    void aComparisonRestsAfterEachRangeThatItRead() throws Exception {
        databases.both("CREATE TABLE t (id int PRIMARY KEY, v text)");
        databases.both("INSERT INTO t SELECT i, repeat('v', 100) FROM generate_series(1, 1000) i");
        ComparedTable table = ComparedTable.of(databases, "t", List.of("id"), "id", "v");
        Queue<Duration> worked = new ConcurrentLinkedQueue<>();
        Rest rest = after -> {
            worked.add(after);
            return Duration.ofMillis(1);
        };

        TableComparison comparison = table.compareAtRest(ComparedTable.resting(rest));

        // a thousand rows of some 130 bytes fill 17 pages on either side, each a range of its own
        assertThat(comparison.rowsOld()).isEqualTo(1000);
        assertThat(worked).hasSizeGreaterThanOrEqualTo(30).allMatch(Duration::isPositive);
    }

    @Test
    void allDivergencesAreCountedAndAHundredShown() throws Exception {
        databases.both("CREATE TABLE t (id int PRIMARY KEY, v text)");
        databases.old("INSERT INTO t SELECT i, 'v' FROM generate_series(1, 1300) i");

        TableComparison comparison = compare("t", List.of("id"), "id", "v");

        assertThat(comparison.divergences()).isEqualTo(1300);
        assertThat(comparison.examples()).hasSize(TableComparison.MAXIMUM_EXAMPLES);
    }

    @Test
    void columnsMayHaveAnyName() throws Exception {
        List<String> names =
                "abcdefghijlmnopqrsuvwxyz".chars().mapToObj(Character::toString).toList();
        List<String> all = Stream.of(List.of("k", "t"), names, List.of("key", "value", "k0", "no"))
                .flatMap(List::stream)
                .toList();
        String columns = all.stream().map(n -> '"' + n + "\" int").collect(Collectors.joining(", "));
        databases.both("CREATE TABLE names (" + columns + ", PRIMARY KEY (k, t));"
                + " INSERT INTO names (k, t, a) SELECT i, -i, i FROM generate_series(1, 100) i");
        databases.target("UPDATE names SET value = 1 WHERE k = 5; DELETE FROM names WHERE k = 6");

        TableComparison comparison = compare("names", List.of("k", "t"), all.toArray(String[]::new));

        assertThat(comparison.examples())
                .extracting(Divergence::withoutDigests)
                .containsExactlyInAnyOrder(
                        new Divergence(new RowKey(List.of("5", "-5")), Kind.DIFFERENT, List.of("value")),
                        new Divergence(new RowKey(List.of("6", "-6")), Kind.MISSING_ON_NEW, List.of()));
    }

    @Test
    void aPairOfEmptyTablesIsEqual() throws Exception {
        databases.both("CREATE TABLE t (id int PRIMARY KEY)");

        TableComparison comparison = compare("t", List.of("id"), "id");

        assertThat(comparison.divergences()).isZero();
        assertThat(comparison.rowsOld()).isZero();
    }

    @Test
    void aTableOfKeysAloneIsCompared() throws Exception {
        databases.both(
                "CREATE TABLE t (a text, b uuid, PRIMARY KEY (a, b)); INSERT INTO t SELECT 'a', md5(i::text)::uuid FROM generate_series(1, 50) i");
        databases.target("DELETE FROM t WHERE b = md5('7')::uuid");

        TableComparison comparison = compare("t", List.of("a", "b"), "a", "b");

        assertThat(comparison.examples())
                .extracting(Divergence::withoutDigests)
                .containsExactly(new Divergence(
                        RowKey.of("a", "8f14e45f-ceea-167a-5a36-dedd4bea2543"), Kind.MISSING_ON_NEW, List.of()));
    }

    @Test
    void aPartitionedTableIsComparedWithAnOrdinaryOne() throws Exception {
        databases.old("""
                CREATE TABLE t (id int PRIMARY KEY, v text) PARTITION BY RANGE (id);
                CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (100);
                CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (100) TO (300) PARTITION BY HASH (id);
                CREATE TABLE t2a PARTITION OF t2 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
                CREATE TABLE t2b PARTITION OF t2 FOR VALUES WITH (MODULUS 2, REMAINDER 1)""");
        databases.target("CREATE TABLE t (id int PRIMARY KEY, v text)");
        databases.both("INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 299) i");
        assertThat(compare("t", List.of("id"), "id", "v").divergences()).isZero();
        databases.old("UPDATE t SET v = 'other' WHERE id = 150");

        TableComparison comparison = compare("t", List.of("id"), "id", "v");

        assertThat(comparison.examples())
                .extracting(Divergence::withoutDigests)
                .containsExactly(new Divergence(RowKey.of("150"), Kind.DIFFERENT, List.of("v")));
        assertThat(comparison.rowsOld()).isEqualTo(299);
    }

    @Test
    void namesThatNeedQuotesAndKeysThatNeedEscapesAreRead() throws Exception {
        databases.both("""
                CREATE SCHEMA "My Shop";
                CREATE TABLE "My Shop"."T""able" ("Key" text PRIMARY KEY, "select" text);
                INSERT INTO "My Shop"."T""able" VALUES ('', 'empty'), ('a"b', 'x'), (E'tab\\tline\\nback\\\\slash', 'x'),
                  ('{},NULL', 'x'), ('NULL', 'x'), ('%s ''', 'x'), (U&'\\00fc\\+01f600', 'x')""");
        databases.target("UPDATE \"My Shop\".\"T\"\"able\" SET \"select\" = 'y' WHERE \"Key\" <> ''");
        TableName name = new TableName("My Shop", "T\"able");
        TablePlan plan = new TablePlan(
                1,
                name,
                name,
                List.of("Key"),
                List.of("Key", "select"),
                TablePlan.ExistingRows.REFUSE,
                TablePlan.CaptureMode.AUTOMATIC);

        TableComparison comparison = ComparedTable.of(databases, plan).compareAtRest();

        assertThat(comparison.examples())
                .extracting(d -> d.key().parts().getFirst())
                .containsExactlyInAnyOrder("a\"b", "tab\tline\nback\\slash", "{},NULL", "NULL", "%s '", "ü😀");
        assertThat(comparison.examples()).allMatch(d -> d.kind() == Kind.DIFFERENT);
    }

    @Test
    void widerTypesOnNewHoldTheSameValues() throws Exception {
        databases.old("""
                CREATE TYPE mood AS ENUM ('sad', 'glad');
                CREATE TABLE t (id int PRIMARY KEY, a smallint, b varchar(9), c char(4), d json, e real, f mood, g timestamp, h int);
                INSERT INTO t SELECT i, i, 'b' || i, 'c', '{"a":  1}', i / 3.0, 'glad', '2024-01-01', i FROM generate_series(1, 20) i""");
        databases.target("""
                CREATE TABLE t (id bigint PRIMARY KEY, a int, b text, c text, d jsonb, e float8, f text, g timestamptz, h numeric(9,2));
                INSERT INTO t SELECT i, i, 'b' || i, 'c   ', '{"a": 1}', (i / 3.0)::real::text::float8, 'glad', '2024-01-01Z', i
                FROM generate_series(1, 20) i""");
        assertThat(compare("t", List.of("id"), "id", "a", "b", "c", "d", "e", "f", "g", "h")
                        .examples())
                .isEmpty();
        databases.target("UPDATE t SET f = 'Glad', h = h + 0.01 WHERE id = 3");

        assertThat(compare("t", List.of("id"), "id", "a", "b", "c", "d", "e", "f", "g", "h")
                        .examples())
                .extracting(Divergence::withoutDigests)
                .containsExactly(new Divergence(RowKey.of("3"), Kind.DIFFERENT, List.of("f", "h")));
    }

    @Test
    void keysThatAreEqualButNotTheSameAreOneRowThatDiffers() throws Exception {
        databases.both("CREATE TABLE t (id numeric PRIMARY KEY, v text)");
        databases.old("INSERT INTO t VALUES (1.0, 'a'), (2, 'b')");
        databases.target("INSERT INTO t VALUES (1.00, 'a'), (2, 'b')");

        TableComparison comparison = compare("t", List.of("id"), "id", "v");

        assertThat(comparison.examples())
                .isNotEmpty()
                .allMatch(d -> d.kind() == Kind.DIFFERENT && d.columns().equals(List.of("id")));
    }

    @Test
    void storedGeneratedColumnsAreComparedWhereBothSidesDefineThemAlike() throws Exception {
        databases.both(
                "CREATE TABLE t (id int PRIMARY KEY, v int, twice int GENERATED ALWAYS AS (v * 2) STORED, other int)");
        databases.both("INSERT INTO t SELECT i, i FROM generate_series(1, 9) i");
        databases.old("ALTER TABLE t DROP other; ALTER TABLE t ADD other int GENERATED ALWAYS AS (v * 3) STORED");
        databases.target("ALTER TABLE t DROP other; ALTER TABLE t ADD other int GENERATED ALWAYS AS (v * 4) STORED");
        assertThat(compare("t", List.of("id"), "id", "v").examples()).isEmpty();
        databases.target("UPDATE t SET v = 100 WHERE id = 4");

        assertThat(compare("t", List.of("id"), "id", "v").examples())
                .extracting(Divergence::withoutDigests)
                .containsExactly(new Divergence(RowKey.of("4"), Kind.DIFFERENT, List.of("v", "twice")));
    }

    @Test
    void rowsThatTheRoleMayNotSeeAreAnErrorAndNotEqual() throws Exception {
        databases.both(
                "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1); ALTER TABLE t ENABLE ROW LEVEL SECURITY");
        databases.target(
                "DELETE FROM t; DROP ROLE IF EXISTS blind; CREATE ROLE blind LOGIN; GRANT SELECT ON t TO blind");
        ComparedTable table = ComparedTable.of(databases, "t", List.of("id"), "id");
        String url = databases.url(Side.NEW).replace("user=postgres", "user=blind");
        try (PgDatabase blind = PgDatabase.open(Side.NEW, url, null, null, 4)) {
            assertThatThrownBy(() -> table.compareWith(blind))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("42501");
        }
    }

    private TableComparison compare(String table, List<String> key, String... columns) throws Exception {
        return ComparedTable.of(databases, table, key, columns).compareAtRest();
    }
}
