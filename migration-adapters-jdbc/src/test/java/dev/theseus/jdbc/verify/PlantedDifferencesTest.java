package dev.theseus.jdbc.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.jdbc.verify.ExactForm.Encodings;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One table with a column for each kind of difference, and a row for each, which differs in that column alone. */
class PlantedDifferencesTest {

    private static final List<PlantedDifference> PLANTED = PlantedDifference.all();

    private static TestDatabases databases;
    private static ComparedTable table;

    @BeforeAll
    static void plant() throws SQLException {
        databases = TestDatabases.create();
        String columns =
                numbers().mapToObj(i -> "v" + i + " " + PLANTED.get(i).type()).collect(Collectors.joining(", "));
        String values = PLANTED.stream().map(PlantedDifference::old).collect(Collectors.joining(", "));
        databases.both(PlantedDifference.TYPES);
        databases.both("CREATE TABLE t (id int PRIMARY KEY, " + columns + ")");
        numbers().forEach(i -> both("INSERT INTO t VALUES (" + i + ", " + values + ")"));
        table = ComparedTable.of(databases, "t", List.of("id"), names().toArray(String[]::new));
        assertThat(compare(PgVerification.Conduct.resting(Rest.NONE)).divergences())
                .isZero();
        for (int i = 0; i < PLANTED.size(); i++) {
            databases.target("UPDATE t SET v%d = %s WHERE id = %d"
                    .formatted(i, PLANTED.get(i).target(), i));
        }
    }

    @AfterAll
    static void close() {
        databases.close();
    }

    @Test
    void everyDifferenceIsFoundAndItsColumnNamed() throws Exception {
        TableComparison comparison = compare(PgVerification.Conduct.resting(Rest.NONE));

        assertThat(comparison.examples())
                .extracting(Divergence::withoutDigests)
                .containsExactlyInAnyOrderElementsOf(all());
        assertThat(comparison.divergences()).isEqualTo(PLANTED.size());
        assertThat(comparison.rowsOld()).isEqualTo(PLANTED.size());
        assertThat(comparison.rowsNew()).isEqualTo(PLANTED.size());
        assertThat(comparison.digest()).isEqualTo("hash_record_extended");
    }

    /** For servers whose hash functions differ. */
    @Test
    void theSlowerHashesFindThemToo() throws Exception {
        assertThat(compare(digests(RowHash.TEXT, new ExactForm(Encodings.SAME))).examples())
                .extracting(Divergence::withoutDigests)
                .containsExactlyInAnyOrderElementsOf(all());
        assertThat(compare(digests(RowHash.MD5, new ExactForm(Encodings.SAME))).examples())
                .extracting(Divergence::withoutDigests)
                .containsExactlyInAnyOrderElementsOf(all());
    }

    @Test
    void databasesThatKeepTextInDifferentBytesAreComparedJustAsExactly() throws Exception {
        assertThat(compare(digests(RowHash.RECORD, new ExactForm(Encodings.DIFFERENT)))
                        .examples())
                .extracting(Divergence::withoutDigests)
                .containsExactlyInAnyOrderElementsOf(all());
    }

    /** Would the tests above notice a comparison that does not look at some column? */
    @Test
    void aComparisonThatSkipsAColumnDoesNotFindWhatIsPlantedThere() throws Exception {
        ColumnForm exact = new ExactForm(Encodings.SAME);
        for (String skipped : List.of("v0", "v7", "v" + (PLANTED.size() - 1))) {
            ColumnForm inattentive =
                    (side, column) -> column.name().equals(skipped) ? "NULL::text" : exact.expression(side, column);

            List<Divergence> found =
                    compare(digests(RowHash.RECORD, inattentive)).examples();

            assertThat(found)
                    .hasSize(PLANTED.size() - 1)
                    .noneMatch(d -> d.columns().contains(skipped));
        }
    }

    /** Why values go in by their bytes: what equality ignores, the types' own hash functions ignore too, and more. */
    @Test
    void theTypesOwnHashesWouldMissSomeOfThem() throws Exception {
        ColumnForm naive = (side, column) ->
                hasNoHash(column) ? "NULL::text" : "t." + column.old().quoted();

        List<String> missed = new ArrayList<>(names().subList(1, names().size()));
        compare(digests(RowHash.RECORD, naive)).examples().forEach(d -> missed.removeAll(d.columns()));

        assertThat(missed.stream()
                        .map(name ->
                                PLANTED.get(Integer.parseInt(name.substring(1))).name()))
                .contains(
                        "scale of a numeric",
                        "sign of a numeric",
                        "infinity against NaN in a numeric",
                        "scale of a numeric inside jsonb",
                        "a bigint whose halves fold alike",
                        "a timestamp whose halves fold alike",
                        "minus zero in a double",
                        "a trailing space in bpchar",
                        "a month against thirty days");
    }

    private static boolean hasNoHash(ComparedColumn column) {
        return List.of("json", "point", "tsvector", "money", "xml", "varbit")
                .contains(column.old().base());
    }

    private static TableComparison compare(PgVerification.Conduct conduct) {
        try {
            return table.compareAtRest(conduct);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static PgVerification.Conduct digests(RowHash hash, ColumnForm form) {
        return ComparedTable.conduct(servers -> new Digests(hash, form));
    }

    private static List<Divergence> all() {
        return numbers()
                .mapToObj(i -> new Divergence(RowKey.of("" + i), Kind.DIFFERENT, List.of("v" + i)))
                .toList();
    }

    private static List<String> names() {
        List<String> names = new ArrayList<>(List.of("id"));
        numbers().forEach(i -> names.add("v" + i));
        return names;
    }

    private static IntStream numbers() {
        return IntStream.range(0, PLANTED.size());
    }

    private static void both(String sql) {
        try {
            databases.both(sql);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
