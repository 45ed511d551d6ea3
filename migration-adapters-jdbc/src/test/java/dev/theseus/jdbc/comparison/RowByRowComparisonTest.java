package dev.theseus.jdbc.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RowByRowComparisonTest {

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
    void equalTablesAreEqualAndTheirRowsCounted() throws Exception {
        databases.both(
                "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, 5000) i");

        RowByRowResult result = compare(List.of("id"), "id", "v");

        assertThat(result.differences()).isZero();
        assertThat(result.rowsOld()).isEqualTo(5000);
        assertThat(result.rowsNew()).isEqualTo(5000);
    }

    @Test
    void everyKindOfDifferenceIsCountedAndNamed() throws Exception {
        databases.both(
                "CREATE TABLE t (id int PRIMARY KEY, v numeric, w text); INSERT INTO t SELECT i, 1.0, '' FROM generate_series(1, 30) i");
        databases.target("DELETE FROM t WHERE id IN (1, 30); INSERT INTO t VALUES (31, 1.0, ''), (0, 1.0, '')");
        databases.target("UPDATE t SET v = 1.00 WHERE id = 2; UPDATE t SET w = NULL WHERE id = 22");

        RowByRowResult result = compare(List.of("id"), "id", "v", "w");

        assertThat(result.first())
                .containsExactlyInAnyOrder(
                        new Divergence(RowKey.of("1"), Kind.MISSING_ON_NEW, List.of()),
                        new Divergence(RowKey.of("30"), Kind.MISSING_ON_NEW, List.of()),
                        new Divergence(RowKey.of("0"), Kind.EXTRA_ON_NEW, List.of()),
                        new Divergence(RowKey.of("31"), Kind.EXTRA_ON_NEW, List.of()),
                        new Divergence(RowKey.of("2"), Kind.DIFFERENT, List.of("v")),
                        new Divergence(RowKey.of("22"), Kind.DIFFERENT, List.of("w")));
        assertThat(List.of(result.missing(), result.extra(), result.different()))
                .containsExactly(2L, 2L, 2L);
    }

    @Test
    void bothSidesAreReadInOneOrderWhateverTheCollationOfTheKey() throws Exception {
        databases.old("CREATE TABLE t (a text COLLATE \"C\", b text COLLATE \"C\", PRIMARY KEY (a, b))");
        databases.target(
                "CREATE TABLE t (a text COLLATE \"und-x-icu\", b text COLLATE \"und-x-icu\", PRIMARY KEY (a, b))");
        databases.both(
                "INSERT INTO t SELECT a, b FROM unnest(ARRAY['a', 'B', 'ab', 'A b', 'ä', E'\\t', '', '\\', U&'\\+01f600']) a,"
                        + " unnest(ARRAY['Z', 'z', 'zz', '-', E'\\n', '']) b");
        assertThat(compare(List.of("a", "b"), "a", "b").differences()).isZero();
        databases.target("DELETE FROM t WHERE a = E'\\t' AND b = E'\\n'");

        assertThat(compare(List.of("a", "b"), "a", "b").first())
                .containsExactly(new Divergence(RowKey.of("\t", "\n"), Kind.MISSING_ON_NEW, List.of()));
    }

    @Test
    void emptySidesAreReadToTheirEnd() throws Exception {
        databases.both("CREATE TABLE t (id int PRIMARY KEY)");
        assertThat(compare(List.of("id"), "id").differences()).isZero();
        databases.target("INSERT INTO t VALUES (1), (2)");

        assertThat(compare(List.of("id"), "id").extra()).isEqualTo(2);
    }

    private RowByRowResult compare(List<String> key, String... columns) {
        return new RowByRowComparison(databases.on(Side.OLD), databases.on(Side.NEW))
                .compare(databases.plan(1, "t", key, List.of(columns)));
    }
}
