package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.theseus.app.mapping.ColumnRule;
import dev.theseus.app.mapping.TableMapping;
import dev.theseus.app.plan.PlanFileRefused.Problem;
import dev.theseus.app.plan.TableSelection.Entry;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.GateSettings;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlanFileTest {

    /** Five lines, so that whatever a case appends begins on line 6. */
    private static final String HEAD = """
            migration: shop
            old: { url: "postgresql://app@one/shop", password-env: OLD_PW }
            new: { url: "jdbc:postgresql://two:5433/shop?sslmode=require", user: app }
            tables:
              - public.users
            """;

    private static final Map<String, String> ENVIRONMENT = Map.of("OLD_PW", "s3cret");

    @TempDir
    private Path directory;

    @Test
    void whatAFileLeavesOutIsTheDomainsDefault() throws IOException {
        PlanFile plan = read(HEAD);
        assertThat(plan.settings()).isEqualTo(Plan.Settings.DEFAULT);
        assertThat(plan.migration().value()).isEqualTo("shop");
        assertThat(plan.old())
                .isEqualTo(new DatabaseAddress("jdbc:postgresql://one/shop", "app", Optional.of("OLD_PW")));
        assertThat(plan.target())
                .isEqualTo(new DatabaseAddress(
                        "jdbc:postgresql://two:5433/shop?sslmode=require", "app", Optional.empty()));
        assertThat(plan.tables().entries()).containsExactly(Entry.of(new TableName("public", "users")));
    }

    @Test
    void comparisonsWhileFollowingCanBeTurnedOff() throws IOException {
        PlanFile plan = read(HEAD + "schemas: [public]\nverification: { every: off }\n");
        assertThat(plan.settings().verification().every()).isZero();
    }

    @Test
    void everySettingIsRead() throws IOException {
        PlanFile plan = read(HEAD + """
              - table: '"Shop"."Order ""Line"'
                target: { schema: shop, name: "order line" }
                key: [id, "No."]
                existing-rows: merge
                capture: row
                large-objects: [picture, "Scan"]
            exclude: [public.audit_log]
            schemas: [public]
            control: { directory: kept }
            backfill:
              { parallelism: 3, chunk: { bytes: 1GiB, rows: 5 }, order: heap, indexes: after-copy,
                rate: { rows: 7, bytes: 8kB }, window: { from: 22:00, to: "06:00", zone: Europe/Zurich } }
            throttle: { maximum-lag: 2m, active-sessions: 9, commit-latency: 0, duty-cycle: 1, stale-after: 1h }
            relay: { workers: 4, batch-keys: 10, maximum-attempts: 2, poll: 250ms }
            verification: { parallelism: 2, rows-per-bucket: 11, recheck-attempts: 12, every: 3h }
            gates: { maximum-lag: 1s, maximum-divergences: 13, evidence-maximum-age: 14s, shadow-reads: 15, shadow-mismatch-rate: 0.16 }
            """);
        assertThat(plan.tables().entries())
                .contains(new Entry(
                        new TableName("Shop", "Order \"Line"),
                        Optional.of(new TableName("shop", "order line")),
                        Optional.of(List.of("id", "No.")),
                        ExistingRows.MERGE,
                        CaptureMode.ROW,
                        TableMapping.NONE,
                        List.of("picture", "Scan")));
        assertThat(plan.tables().schemas()).containsExactly("public");
        assertThat(plan.tables().exclude()).containsExactly(new TableName("public", "audit_log"));
        assertThat(plan.settings().backfill().parallelism()).isEqualTo(3);
        assertThat(plan.settings().backfill().chunk().bytes()).isEqualTo(1L << 30);
        assertThat(plan.settings().backfill().order()).isEqualTo(ChunkOrder.HEAP);
        assertThat(plan.settings().backfill().indexes()).isEqualTo(IndexBuild.AFTER_COPY);
        assertThat(plan.settings().backfill().rate().bytesPerSecond()).isEqualTo(8_000);
        assertThat(plan.settings().backfill().window()).isPresent();
        assertThat(plan.settings().throttle().maximumLag()).isEqualTo(Duration.ofMinutes(2));
        assertThat(plan.settings().throttle().maximumCommitLatency()).isEqualTo(Duration.ZERO);
        assertThat(plan.settings().throttle().staleAfter()).isEqualTo(Duration.ofHours(1));
        assertThat(plan.settings().relay().poll()).isEqualTo(Duration.ofMillis(250));
        assertThat(plan.settings().relay().workers()).isEqualTo(4);
        assertThat(plan.settings().verification().recheckAttempts()).isEqualTo(12);
        assertThat(plan.settings().verification().every()).isEqualTo(Duration.ofHours(3));
        assertThat(plan.settings().gates().maximumDivergences()).isEqualTo(13);
        assertThat(plan.settings().gates().shadow()).isEqualTo(new GateSettings.Shadow(15, 0.16));
        assertThat(plan.settings().gates().evidenceMaximumAge()).isEqualTo(Duration.ofSeconds(14));
        assertThat(plan.controlStore(directory.resolve("plan.yaml")))
                .isEqualTo(new ControlStore.Embedded(directory.resolve("kept")));
    }

    @Test
    void aMappingIsReadAsItIsMeant() throws IOException {
        PlanFile plan = read(HEAD + """
              - table: public.person
                target: crm.people
                version: 2
                key: { old: [id], new: [person_id] }
                columns:
                  person_id: id
                  first_name: { sql: "split_part(t.name, ' ', 1)", back: { name: "t.first_name || ' ' || t.last_name" } }
                  state: { column: status, values: { new: 1, "": 2 } }
                  city: { json: [data, city] }
                  rest: { json: data }
                  born: { zone: Europe/Berlin }
                  age: { cast: years }
                  note: { default: "" }
                  kind: { value: natural }
                back: { data: t.rest }
                drop: [fax]
                loses: [note]
                where: t.name IS NOT NULL
                where-back: t.kind = 'natural'
                reads: [crm.kinds]
                as: p
              - { table: public.person, target: crm.phone }
            """);
        Map<String, ColumnRule> columns = new java.util.LinkedHashMap<>();
        columns.put("person_id", new ColumnRule.Rename("id"));
        columns.put("first_name", new ColumnRule.Sql("split_part(t.name, ' ', 1)"));
        columns.put("state", new ColumnRule.Lookup("status", Map.of("new", "1", "", "2")));
        columns.put("city", new ColumnRule.JsonField("data", "city"));
        columns.put("rest", new ColumnRule.JsonRest("data"));
        columns.put("born", new ColumnRule.Zone("born", java.time.ZoneId.of("Europe/Berlin")));
        columns.put("age", new ColumnRule.Cast("years"));
        columns.put("note", new ColumnRule.Default("note", ""));
        columns.put("kind", new ColumnRule.Constant("natural"));
        Entry entry = plan.tables().entries().get(1);
        assertThat(entry.key()).contains(List.of("id"));
        assertThat(entry.mapping())
                .isEqualTo(new TableMapping(
                        2,
                        List.of("person_id"),
                        columns,
                        Map.of("name", "t.first_name || ' ' || t.last_name", "data", "t.rest"),
                        List.of("fax"),
                        List.of("note"),
                        Optional.of("t.name IS NOT NULL"),
                        Optional.of("t.kind = 'natural'"),
                        List.of(new TableName("crm", "kinds")),
                        Optional.of("p")));
        assertThat(plan.tables().entries().get(2).goesInto()).isEqualTo(new TableName("crm", "phone"));
    }

    @Test
    void theControlStoreIsKeptBesideThePlanUnlessItIsSaid() throws IOException {
        assertThat(read(HEAD).controlStore(directory.resolve("plan.yaml")))
                .isEqualTo(new ControlStore.Embedded(directory.resolve(".theseus/shop")));
        assertThat(read(HEAD + "control: { url: postgresql://c@host/control }").controlStore(directory.resolve("p")))
                .isEqualTo(new ControlStore.Server(
                        new DatabaseAddress("jdbc:postgresql://host/control", "c", Optional.empty())));
    }

    static List<Arguments> mistakes() {
        return List.of(
                // what is appended to the head, line, column, parts of the message
                Arguments.of("bakfill: {}", 6, 1, "bakfill: unknown key; did you mean `backfill`?"),
                Arguments.of("colour: red", 6, 1, "colour: unknown key; known here: migration, old"),
                Arguments.of("backfill: { paralellism: 2 }", 6, 13, "did you mean `parallelism`?"),
                Arguments.of(
                        "backfill: { parallelism: 65 }",
                        6,
                        26,
                        "backfill.parallelism: backfill parallelism is 1 to 64"),
                Arguments.of("backfill: { parallelism: two }", 6, 26, "`two` is no whole number"),
                Arguments.of("backfill: { parallelism: 99999999999 }", 6, 26, "too large"),
                Arguments.of("backfill: { parallelism: }", 6, 25, "has no value"),
                Arguments.of("backfill: { parallelism: [2] }", 6, 26, "expected a single value"),
                Arguments.of("backfill: 2", 6, 11, "backfill: expected keys with values"),
                Arguments.of("backfill:\n  chunk: { bytes: 1KiB }", 7, 19, "backfill.chunk.bytes: A chunk has 64 KiB"),
                Arguments.of("backfill:\n  chunk: { bytes: 32 megs }", 7, 19, "is no size; write it as 64KiB"),
                Arguments.of("backfill: { order: heep }", 6, 20, "none of automatic, heap, key; did you mean `heap`?"),
                Arguments.of("backfill: { indexes: AFTER_COPY }", 6, 22, "did you mean `after-copy`?"),
                Arguments.of("backfill: { rate: { rows: -1 } }", 6, 27, "0 (none) or greater"),
                Arguments.of(
                        "backfill: { window: { from: \"25:00\", to: \"06:00\", zone: UTC } }",
                        6,
                        29,
                        "no time of the day"),
                Arguments.of(
                        "backfill: { window: { from: \"22:00\", to: \"06:00\", zone: Mars } }", 6, 57, "no time zone"),
                Arguments.of("backfill: { window: { from: \"22:00\" } }", 6, 21, "backfill.window.to: missing"),
                Arguments.of("throttle: { maximum-lag: 10 }", 6, 26, "is no duration; write it as 250ms"),
                Arguments.of("throttle: { duty-cycle: 1.5 }", 6, 25, "above 0 and at most 1"),
                Arguments.of("throttle: { active-sessions: -1 }", 6, 30, "0 (no limit) or more"),
                Arguments.of("relay: { workers: 33 }", 6, 19, "relay workers are 1 to 32"),
                Arguments.of("relay: { poll: 0s }", 6, 16, "longer than zero"),
                Arguments.of("relay: { workers: 1, workers: 2 }", 6, 22, "relay.workers: given twice"),
                Arguments.of("verification: { rows-per-bucket: 0 }", 6, 34, "1 or more"),
                Arguments.of("gates: { maximum-divergences: -1 }", 6, 31, "0 or more"),
                Arguments.of("  - users", 6, 5, "tables[2]: `users` is no name of a table; write it with its schema"),
                Arguments.of("  - public.users", 6, 5, "table public.users is named twice"),
                Arguments.of("  - { key: [id] }", 6, 5, "tables[2].table: missing"),
                Arguments.of("  - { table: public.a, key: id }", 6, 29, "tables[2].key: expected a list"),
                Arguments.of("  - { table: public.a, key: [] }", 6, 29, "names no column"),
                Arguments.of("  - { table: public.a, key: [a, a] }", 6, 29, "names a column twice"),
                Arguments.of("  - { table: public.a, key: { old: [a] } }", 6, 29, "tables[2].key.new: missing"),
                Arguments.of("  - { table: public.a, colums: {} }", 6, 24, "did you mean `columns`?"),
                Arguments.of("  - { table: public.a, columns: [b] }", 6, 33, "columns: expected keys with values"),
                Arguments.of("  - { table: public.a, columns: { b: } }", 6, 37, "columns.b: has no value"),
                Arguments.of("  - { table: public.a, columns: { b: {} } }", 6, 38, "columns.b.sql: missing; say where"),
                Arguments.of("  - { table: public.a, columns: { b: { sqll: x } } }", 6, 40, "did you mean `sql`?"),
                Arguments.of(
                        "  - { table: public.a, columns: { b: { sql: x, value: y } } }",
                        6,
                        55,
                        "columns.b.value: given besides `sql`"),
                Arguments.of(
                        "  - { table: public.a, columns: { b: { sql: x, column: y } } }",
                        6,
                        56,
                        "says nothing besides"),
                Arguments.of(
                        "  - { table: public.a, columns: { b: { sql: x, back: { b: y } } }, back: { b: z } }",
                        6,
                        79,
                        "back.b: is said under `columns` too"),
                Arguments.of("  - { table: public.a, columns: { b: { values: {} } } }", 6, 48, "lists no value"),
                Arguments.of(
                        "  - { table: public.a, columns: { b: { json: [c] } } }", 6, 46, "a column and one of its"),
                Arguments.of("  - { table: public.a, columns: { b: { zone: Mars } } }", 6, 46, "no time zone"),
                Arguments.of("  - { table: public.a, version: 0 }", 6, 33, "versions of a mapping count from 1"),
                Arguments.of("  - { table: public.a, as: t }", 6, 28, "another than `t`"),
                Arguments.of("  - { table: public.a, key-map: { to: b } }", 6, 33, "key-map.column: missing"),
                Arguments.of(
                        "  - { table: public.a, key-map: { column: b, name: B } }", 6, 52, "no name for a key map"),
                Arguments.of("  - { table: public.a, key-map: { column: b, first-in-new: 0 } }", 6, 60, "not from 0"),
                Arguments.of("  - { table: public.a, key-map: { column: b, too: c } }", 6, 46, "did you mean `to`?"),
                Arguments.of(
                        "  - { table: public.a, key-map: b, columns: { b: c } }",
                        6,
                        50,
                        "columns.b: is said under `key-map` too"),
                Arguments.of("  - { table: public.a, columns: { b: { key-of: c } } }", 6, 48, "is no name of a table"),
                Arguments.of("  - { table: public.a, java: com.example. }", 6, 30, "no name of a class"),
                Arguments.of("  - { table: public.a, java: a.B, where: x }", 6, 42, "given besides `java`"),
                Arguments.of("  - { table: public.a, existing-rows: drop }", 6, 39, "none of refuse, merge"),
                Arguments.of("  - { table: { schema: public } }", 6, 14, "tables[2].table.name: missing"),
                Arguments.of("exclude: [public.users]", 6, 11, "named twice under `tables` and `exclude`"),
                Arguments.of("exclude: public.audit", 6, 10, "exclude: expected a list"),
                Arguments.of("control: { directory: a, url: postgresql://c@h/d }", 6, 31, "given besides a directory"),
                Arguments.of("object-store: {}", 6, 15, "object-store.directory: missing"),
                Arguments.of("control: {}", 6, 10, "control.directory: missing"),
                Arguments.of("migration: again", 6, 1, "migration: given twice"),
                Arguments.of(
                        "relay: { workers: 2",
                        7,
                        1,
                        "is no YAML: expected ',' or '}', but got <stream end> (in what begins at line 6, column 8)"),
                Arguments.of("\tx: 1", 6, 1, "is no YAML"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void eachMistakeIsReportedAtItsPlaceWithItsRemedy(String appended, int line, int column, String message) {
        assertThat(problems(HEAD + appended + "\n")).anySatisfy(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(List.of(problem.line(), problem.column())).isEqualTo(List.of(line, column));
        });
    }

    static List<Arguments> wholeFiles() {
        return List.of(
                Arguments.of("", 0, 0, "is empty; `theseus plan init` proposes a plan"),
                Arguments.of("just text", 1, 1, "expected keys with values"),
                Arguments.of(HEAD.replace("shop\n", "Shop!\n"), 1, 12, "named by 1 to 40 lower-case letters"),
                Arguments.of(HEAD.replace("migration: shop", "# none"), 2, 1, "migration: missing"),
                Arguments.of(HEAD.replace("old:", "elder:"), 1, 1, "old: missing; give the database"),
                Arguments.of(HEAD.replace("OLD_PW", "ABSENT_PW"), 2, 56, "environment variable ABSENT_PW is not set"),
                Arguments.of(HEAD.replace("app@one", "app:pw@one"), 2, 13, "old.url: holds a password"),
                Arguments.of(HEAD.replace("app@one", "one"), 2, 6, "old.user: missing"),
                Arguments.of(
                        HEAD.replace("two:5433/shop?sslmode=require", "other@two/shop"),
                        3,
                        55,
                        "is another than the URL's"),
                Arguments.of(
                        HEAD.replace("postgresql://app@one/shop", "mysql://one/shop"),
                        2,
                        13,
                        "is no URL of a PostgreSQL"),
                Arguments.of(HEAD.replace("app@one/shop", "app@one"), 2, 13, "names no database"),
                Arguments.of(HEAD.replaceAll("(?s)tables:.*", ""), 1, 1, "tables: missing; name tables"),
                Arguments.of(HEAD.replaceAll("(?s)tables:.*", "tables: []"), 4, 9, "names no table"));
    }

    @ParameterizedTest
    @MethodSource("wholeFiles")
    void mistakesInTheHeadAreReportedAtTheirPlace(String text, int line, int column, String message) {
        assertThat(problems(text)).anySatisfy(problem -> {
            assertThat(problem.message()).contains(message);
            assertThat(List.of(problem.line(), problem.column())).isEqualTo(List.of(line, column));
        });
    }

    @Test
    void allMistakesAreReportedTogetherInTheOrderOfTheFile() {
        PlanFileRefused refused = refused(HEAD + """
                relay: { workers: 0, pol: 1s }
                gates: { maximum-lag: soon }
                """);
        assertThat(refused.problems()).extracting(Problem::line).containsExactly(6, 6, 7);
        assertThat(refused.getMessage().lines().toList().get(2))
                .isEqualTo(directory.resolve("plan.yaml")
                        + ":7:23: gates.maximum-lag: is no duration; write it as 250ms, 10s, 5m or 1h");
    }

    @Test
    void aPasswordInAUrlIsNeverRepeated() {
        assertThat(refused(HEAD.replace("app@one", "app:hidden@one")).getMessage())
                .doesNotContain("hidden");
        assertThat(refused(HEAD.replace("app@one/shop", "app:hidden@one:x/shop"))
                        .getMessage())
                .doesNotContain("hidden");
    }

    @Test
    void aFileThatIsNotThereOrNotTextSaysSo() throws IOException {
        Path absent = directory.resolve("absent.yaml");
        assertThat(catchThrowableOfType(PlanFileRefused.class, () -> PlanFile.read(absent, ENVIRONMENT)))
                .hasMessage(absent + ": does not exist; `theseus plan init` proposes a plan");
        Path binary =
                Files.write(directory.resolve("binary.yaml"), "migration: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(catchThrowableOfType(PlanFileRefused.class, () -> PlanFile.read(binary, ENVIRONMENT)))
                .hasMessageContaining("is not in UTF-8");
    }

    private PlanFile read(String text) throws IOException {
        return PlanFile.read(Files.writeString(directory.resolve("plan.yaml"), text), ENVIRONMENT);
    }

    private List<Problem> problems(String text) {
        return refused(text).problems();
    }

    private PlanFileRefused refused(String text) {
        PlanFileRefused refused = catchThrowableOfType(PlanFileRefused.class, () -> read(text));
        assertThat(refused).as("refusal of%n%s", text).isNotNull();
        return refused;
    }
}
