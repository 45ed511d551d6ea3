package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.jdbc.verify.ExactForm.Encodings;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlantedDifferencesTest {

    private static TestDatabases databases;

    @BeforeAll
    static void open() throws SQLException {
        databases = TestDatabases.create();
        databases.both(PlantedDifferences.TYPES);
    }

    @AfterAll
    static void close() {
        databases.close();
    }

    @ParameterizedTest
    @MethodSource("dev.theseus.jdbc.verify.PlantedDifferences#all")
    void aDifferenceIsFoundAndItsColumnNamed(PlantedDifferences planted) throws Exception {
        ComparedTable table = table(planted);
        fill(planted.old(), planted.old());
        assertThat(table.compareAtRest().divergences()).isZero();

        fill(planted.old(), planted.target());
        TableComparison comparison = table.compareAtRest();

        assertThat(comparison.examples())
                .containsExactly(new Divergence(RowKey.of("5"), Kind.DIFFERENT, List.of("v")));
        assertThat(comparison.divergences()).isEqualTo(1);
        assertThat(comparison.rowsOld()).isEqualTo(10);
        assertThat(comparison.rowsNew()).isEqualTo(10);
    }

    /** Slower, for servers whose hash functions differ, so they must see the same. */
    @ParameterizedTest
    @MethodSource("dev.theseus.jdbc.verify.PlantedDifferences#all")
    void theSlowerHashesFindItToo(PlantedDifferences planted) throws Exception {
        ComparedTable table = table(planted);
        fill(planted.old(), planted.target());

        assertThat(table.compareAtRest(digests(RowHash.TEXT, new ExactForm(Encodings.SAME))).divergences())
                .isEqualTo(1);
        assertThat(table.compareAtRest(digests(RowHash.MD5, new ExactForm(Encodings.DIFFERENT))).divergences())
                .isEqualTo(1);
    }

    /** Would the tests above notice a comparison that does not look at the column at all? */
    @ParameterizedTest
    @MethodSource("dev.theseus.jdbc.verify.PlantedDifferences#all")
    void aComparisonThatSkipsTheColumnWouldNotFindIt(PlantedDifferences planted) throws Exception {
        ComparedTable table = table(planted);
        fill(planted.old(), planted.target());
        ColumnForm inattentive =
                (side, column) -> column.name().equals("v") ? "NULL::text" : "t." + column.old().quoted();

        assertThat(table.compareAtRest(digests(RowHash.RECORD, inattentive)).divergences())
                .isZero();
    }

    /** Why values go in by their bytes: what equality ignores, the types' own hash functions ignore too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "scale of a numeric",
                "sign of a numeric",
                "infinity against NaN in a numeric",
                "scale of a numeric inside jsonb",
                "a bigint whose halves fold alike",
                "a timestamp whose halves fold alike",
                "minus zero in a double",
                "a trailing space in bpchar",
                "a month against thirty days"
            })
    void theTypesOwnHashesWouldMissIt(String name) throws Exception {
        PlantedDifferences planted = PlantedDifferences.all()
                .filter(p -> p.name().equals(name))
                .findFirst()
                .orElseThrow();
        ComparedTable table = table(planted);
        fill(planted.old(), planted.target());
        ColumnForm naive = (side, column) -> "t." + column.old().quoted();

        assertThat(table.compareAtRest(digests(RowHash.RECORD, naive)).divergences())
                .isZero();
    }

    private static PgVerification.Conduct digests(RowHash hash, ColumnForm form) {
        return new PgVerification.Conduct(
                servers -> new Digests(hash, form), PgVerification.Conduct.DEFAULT.relayPatience());
    }

    private static ComparedTable table(PlantedDifferences planted) throws SQLException {
        assumeThat(planted.type().equals("xml") && !hasXml()).isFalse();
        databases.both("DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, before text, v " + planted.type()
                + ", after text)");
        return ComparedTable.of(databases, "t", List.of("id"), "id", "before", "v", "after");
    }

    private static boolean hasXml() throws SQLException {
        return !databases
                .rows(Side.OLD, "SELECT 1 FROM pg_catalog.pg_config WHERE setting LIKE '%--with-libxml%'")
                .isEmpty();
    }

    /** Ten rows; the fifth may differ on new. */
    private static void fill(String onOld, String onNew) throws SQLException {
        databases.both("TRUNCATE t; INSERT INTO t SELECT i, 'b' || i, NULL, 'a' || i FROM generate_series(1, 10) i; UPDATE t SET v = "
                + onOld);
        databases.target("UPDATE t SET v = " + onNew + " WHERE id = 5");
    }
}
