package dev.theseus.jdbc.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.LogEntry.Change;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.inspection.Severity;
import dev.theseus.domain.inspection.TableShape;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.catalog.PgCatalogs;
import dev.theseus.jdbc.postgres.PgColumn;
import dev.theseus.jdbc.verify.PgVerifications;
import dev.theseus.jdbc.verify.Repairs;
import dev.theseus.jdbc.verify.StandingRelay;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A table with a column of every type that the server has, and one for arrays of each. Types are counted by the
 * catalogue, so one that a later version brings can't be forgotten.
 */
class EveryTypeTest {

    private static final List<TypeSamples> SAMPLES = TypeSamples.all();
    private static final int ROWS = 16;

    private static CopyScene scene;
    private static TablePlan everything;
    private static TablePlan portable;
    /** Its rows, unlike those of the others, are brought over in one round trip where there are few. */
    private static TablePlan printed;

    @BeforeAll
    static void fill() throws SQLException {
        scene = CopyScene.create();
        // numbers of user-defined types must not happen to agree between the two servers
        scene.databases.old("CREATE TYPE taken AS ENUM ('x'); CREATE TYPE taken_too AS (a int)");
        scene.databases.both(TypeSamples.OWN_TYPES);
        everything = table(1, "everything", SAMPLES);
        portable = table(2, "portable", samplesThatTravelInBinaryForm());
        printed = table(
                3,
                "printed",
                SAMPLES.stream().filter(s -> !s.type().equals("\"char\"")).toList());
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    private static TablePlan table(int number, String name, List<TypeSamples> samples) throws SQLException {
        scene.databases.both("CREATE TABLE " + name + " (id int PRIMARY KEY, " + TypeSamples.columns(samples) + ")");
        scene.databases.old("INSERT INTO " + name + " SELECT i, " + TypeSamples.row(samples)
                + " FROM generate_series(1, " + ROWS + ") i");
        List<String> columns = Stream.concat(Stream.of("id"), TypeSamples.names(samples).stream())
                .toList();
        return scene.captured(scene.databases.plan(number, name, List.of("id"), columns));
    }

    private static List<TypeSamples> samplesThatTravelInBinaryForm() {
        Set<String> names = shape(everything).source().columns().stream()
                .filter(PgColumn::isBinaryPortable)
                .map(PgColumn::name)
                .collect(Collectors.toSet());
        return IntStream.range(0, SAMPLES.size())
                .filter(i -> names.containsAll(List.of("v" + i, "a" + i)))
                .mapToObj(SAMPLES::get)
                .toList();
    }

    private static CopyShape shape(TablePlan table) {
        return CopyShape.read(new PgChunkStreams(scene.databases.on(Side.OLD)), scene.databases.on(Side.NEW), table);
    }

    @Test
    void every_value_of_every_type_arrives_by_text_and_by_binary_copy_and_by_apply_and_compares_equal()
            throws Exception {
        assertThat(shape(everything).format()).isEqualTo(CopyShape.Format.TEXT);
        assertThat(shape(portable).format()).isEqualTo(CopyShape.Format.BINARY);
        for (TablePlan table : List.of(everything, portable, printed)) {
            scene.copyAll(table, ChunkOrder.AUTOMATIC, 1 << 30);
            assertSame(table, "copied");

            scene.databases.old("UPDATE " + table.old().name() + " SET id = id + 100");
            assertThat(applyLog(table)).isEqualTo(2 * ROWS);
            assertSame(table, "deleted and inserted");

            emptyAllColumns(table);
            scene.databases.old("UPDATE " + table.old().name() + " SET id = id");
            assertThat(applyLog(table)).isEqualTo(ROWS);
            assertSame(table, "updated");

            assertThat(compare(table).examples()).isEmpty();
            assertThat(columnsThatAComparisonSeesTheDifferenceOf(table))
                    .isEqualTo(table.columns().size() - 1);
        }
    }

    private static void assertSame(TablePlan table, String how) throws SQLException {
        List<String> rows = scene.rows(Side.OLD, table);
        assertThat(rows).hasSize(ROWS);
        assertThat(scene.rows(Side.NEW, table)).as(how).isEqualTo(rows);
    }

    private static void emptyAllColumns(TablePlan table) throws SQLException {
        scene.databases.target("UPDATE " + table.target().name() + " SET "
                + table.columns().stream().skip(1).map(c -> c + " = NULL").collect(Collectors.joining(", ")));
    }

    private static int applyLog(TablePlan table) {
        ChangeLog log = PgCapture.log(scene.databases.on(Side.OLD));
        List<LogEntry> entries = log.pending(Set.of(table.number()), List.of(), 1_000);
        Set<RowKey> keys = new HashSet<>();
        entries.forEach(e -> keys.add(((Change.KeyChanged) e.change()).key()));
        Applier applier =
                PgAppliers.applier(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), ApplyLimits.DEFAULT);
        assertThat(applier.apply(table, keys, Patience.WAIT)).isEqualTo(new ApplyOutcome.Applied(keys, Set.of()));
        log.retire(entries, (no, micros) -> {});
        return keys.size();
    }

    private static TableComparison compare(TablePlan table) throws InterruptedException {
        StandingRelay standing = new StandingRelay();
        Repairs repairs = new Repairs(PgCapture.log(scene.databases.on(Side.OLD)), standing, standing);
        return PgVerifications.verification(
                        scene.databases.on(Side.OLD),
                        scene.databases.on(Side.NEW),
                        repairs,
                        new VerificationSettings(1, 2, 1_000),
                        Rest.NONE)
                .verify(List.of(table), one -> {})
                .tables()
                .getFirst();
    }

    /** A row that has another one's values, and one that has none. */
    private static int columnsThatAComparisonSeesTheDifferenceOf(TablePlan table) throws Exception {
        List<String> columns = table.columns().subList(1, table.columns().size());
        scene.databases.target("UPDATE %1$s SET (%2$s) = (SELECT %2$s FROM %1$s WHERE id = 102) WHERE id = 101"
                .formatted(table.target().name(), String.join(", ", columns)));

        TableComparison comparison = compare(table);

        assertThat(comparison.divergences()).isEqualTo(1);
        return comparison.examples().getFirst().columns().size();
    }

    @Test
    void a_type_of_the_server_is_carried_or_refused_by_name_before_the_run() throws Exception {
        List<String> carried = SAMPLES.stream()
                .map(s -> "('" + s.type().replace("'", "''") + "'::regtype)")
                .toList();
        List<String> others = scene.databases.rows(Side.OLD, """
                SELECT t.oid::regtype FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
                WHERE t.oid < 16384 AND t.typtype IN ('b', 'c', 'd', 'e', 'm', 'r') AND n.nspname <> 'pg_toast'
                  AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
                EXCEPT VALUES\s""" + String.join(", ", carried));
        scene.databases.both("CREATE TABLE others (id int PRIMARY KEY)");
        List<String> columns = new ArrayList<>();
        for (String other : others) {
            // the text of a row of one column
            String type = other.substring(1, other.length() - 1)
                    .replaceAll("^\"|\"$", "")
                    .replace("\"\"", "\"");
            if (isTakenByTheServer(type, "c" + columns.size())) {
                columns.add("c" + columns.size() + " holds values of type ");
            }
        }

        List<Finding> findings = inspect("others");

        assertThat(others).contains("(pg_node_tree)", "(pg_class)", "(information_schema.tables)");
        for (String column : columns) {
            assertThat(findings)
                    .as(column)
                    .anyMatch(f -> f.severity() == Severity.STOPS
                            && f.check() == Check.COLUMN_TYPE
                            && f.what().equals("public.others")
                            && f.message().startsWith("column " + column));
        }
    }

    /** Some, as rows of pg_statistic, it does not allow in tables. */
    private static boolean isTakenByTheServer(String type, String column) {
        try {
            scene.databases.both("ALTER TABLE others ADD " + column + " " + type);
            return true;
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(type).isEqualTo("42P16");
            return false;
        }
    }

    @Test
    void nothing_stops_a_table_of_all_types_and_values_that_travel_as_names_are_warned_of() {
        List<Finding> findings = inspect("everything");

        assertThat(findings).noneMatch(f -> f.severity() == Severity.STOPS);
        List<String> named = findings.stream()
                .filter(f -> f.check() == Check.COLUMN_TYPE)
                .map(Finding::message)
                .toList();
        assertThat(named).hasSize(2 * 12).allMatch(m -> m.contains("travel as their names"));
    }

    @Test
    void what_cannot_be_carried_is_found_deep_inside_of_a_column() throws SQLException {
        scene.databases.both("""
                CREATE TYPE inner_part AS (a int, b gtsvector[]);
                CREATE DOMAIN outer_part AS inner_part;
                CREATE TABLE nested (id int PRIMARY KEY, v outer_part[])""");

        assertThat(inspect("nested"))
                .filteredOn(f -> f.severity() == Severity.STOPS)
                .singleElement()
                .satisfies(f -> assertThat(f.message()).startsWith("column v holds values of type gtsvector"));
    }

    private static List<Finding> inspect(String name) {
        TableDefinition old = definition(Side.OLD, name);
        TableDefinition target = definition(Side.NEW, name);
        List<Finding> findings = new ArrayList<>(new TableShape(old, target).findings());
        findings.addAll(PgCatalogs.inspection(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW))
                .inspect(List.of(new InspectedTable(old, target, ExistingRows.MERGE)), Plan.Settings.DEFAULT));
        return findings;
    }

    private static TableDefinition definition(Side side, String name) {
        return PgCatalogs.catalog(scene.databases.on(side))
                .table(new TableName("public", name))
                .orElseThrow();
    }

    /** So there is nothing to carry that Java or COPY would cut off. */
    @Test
    void no_text_holds_a_zero_byte() {
        assertThatThrownBy(() -> scene.databases.old("SELECT 'a' || chr(0)")).hasMessageContaining("null character");
        assertThatThrownBy(() -> scene.databases.old("SELECT '\"\\u0000\"'::jsonb"))
                .hasMessageContaining("\\u0000");
    }
}
