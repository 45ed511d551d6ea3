package dev.theseus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.plan.PlanFile;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Check;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code plan init} and {@code plan check} against live servers, with a shop on old and what the test wants on new. */
class PlanCommandsTest {

    private static final String SHOP = """
            CREATE TABLE artist (artist_id int PRIMARY KEY, name varchar(120));
            CREATE TABLE album (album_id int PRIMARY KEY, title varchar(160) NOT NULL,
              artist_id int NOT NULL REFERENCES artist);
            CREATE TABLE playlist_track (playlist_id int, track_id int, PRIMARY KEY (playlist_id, track_id));
            """;

    @TempDir
    private Path directory;

    private TestDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.old(SHOP + "INSERT INTO artist SELECT i, 'a' FROM generate_series(1, 200) i; ANALYZE artist");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void aProposedPlanPassesTheCheck() throws SQLException, IOException {
        databases.target(SHOP);
        Call init = init();
        assertThat(init.exitCode()).isZero();
        assertThat(init.out())
                .contains("# about 200 rows", "- table: public.album", "key: [playlist_id, track_id]")
                .doesNotContain("STOPS");
        assertThat(init.err()).isEqualTo("3 tables proposed." + System.lineSeparator());
        Call check = check(init.out());
        assertThat(check.err()).isEmpty();
        assertThat(check.out())
                .contains("table  public.album           about")
                .endsWith("Nothing would stop the run of " + database() + ": 3 tables." + System.lineSeparator());
        assertThat(check.exitCode()).isZero();
    }

    @Test
    void aProposedPlanIsNumberedByNameAndCarriesAllColumns() throws SQLException, IOException {
        databases.target(SHOP);
        PlanFile file = PlanFile.read(written(init().out()), Map.of());
        assertThat(new dev.theseus.app.plan.PlanCheck(file, new dev.theseus.app.plan.Passwords(Map.of()))
                        .check()
                        .plan())
                .hasValueSatisfying(plan -> assertThat(plan.tables())
                        .extracting(t -> t.number() + " " + t.old() + " " + t.key() + " " + t.columns())
                        .containsExactly(
                                "1 public.album [album_id] [album_id, title, artist_id]",
                                "2 public.artist [artist_id] [artist_id, name]",
                                "3 public.playlist_track [playlist_id, track_id] [playlist_id, track_id]"));
    }

    @Test
    void aPasswordIsNotWrittenButItsVariableIs() throws IOException {
        String old = url(Side.OLD).replace("postgres@", "postgres:s3cret@");
        Call init = Call.of(unused(), Map.of(), "plan", "init", "--old", old, "--new", url(Side.NEW));
        assertThat(init.out()).contains("password-env: THESEUS_OLD_PASSWORD").doesNotContain("s3cret");
        assertThat(init.err()).contains("THESEUS_OLD_PASSWORD").doesNotContain("s3cret");
        Call without = check(init.out());
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("environment variable THESEUS_OLD_PASSWORD is not set");
        Call with = Call.of(
                unused(),
                Map.of("THESEUS_OLD_PASSWORD", "s3cret"),
                "plan",
                "check",
                written(init.out()).toString());
        assertThat(with.out()).contains("public.album").doesNotContain("s3cret");
    }

    @Test
    void whatIsOddStandsBesideTheTable() throws SQLException {
        databases.old("CREATE TABLE \"No Key\" (a int); CREATE TABLE up (id int); CREATE TABLE down () INHERITS (up)");
        Call init = init();
        assertThat(init.out())
                .containsSubsequence("# STOPS: has no key that identifies its rows", "- table: 'public.\"No Key\"'")
                .containsSubsequence("# STOPS: does not exist in new yet", "- table: public.album", "key: [album_id]")
                .containsSubsequence("exclude:", "INHERITS", "- public.down", "- public.up");
        assertThat(init.err()).contains("4 tables proposed, 2 excluded; 5 things would stop the run");
    }

    @Test
    void whereTablesDifferAMappingIsGuessedAndLeftToThePerson() throws SQLException {
        databases.old("CREATE TABLE visit (id int PRIMARY KEY, at timestamp, note text, fax text, amount text)");
        databases.target("CREATE TABLE visit (id int PRIMARY KEY, at timestamptz, notes text NOT NULL, amount int, "
                + "seen_at timestamptz DEFAULT now(), rank int NOT NULL)");
        assertThat(init().out())
                .containsSubsequence(
                        "# a guess at the mapping; complete it and put it below the table:",
                        "#   columns:",
                        "#     at: { zone: UTC }   # the zone that old's times were meant in",
                        "#     amount: { cast: amount }   # text to integer",
                        "#     notes: note",
                        "#     rank: { sql: … }   # integer, made of t",
                        "#   drop: [fax]",
                        "#   loses: [seen_at]",
                        "- table: public.visit");
    }

    @Test
    void onlyTheSchemasAskedForAreProposed() throws SQLException {
        databases.old("CREATE SCHEMA more; CREATE TABLE more.item (id int PRIMARY KEY)");
        assertThat(init("--schema", "more").out()).contains("more.item").doesNotContain("public.album");
        assertThat(init().out()).contains("more.item", "public.album");
        Call absent = init("--schema", "mroe");
        assertThat(absent.exitCode()).isEqualTo(2);
        assertThat(absent.err().lines()).singleElement().asString().contains("mroe", "more, public");
    }

    @Test
    void aDatabaseIsNotMigratedIntoItself() {
        Call init = Call.of(unused(), Map.of(), "plan", "init", "--old", url(Side.OLD), "--new", url(Side.OLD));
        assertThat(init.exitCode()).isEqualTo(2);
        assertThat(init.err().lines()).singleElement().asString().contains("the same database of the same server");
    }

    @Test
    void theDefinitionsCannotBeWrittenWithoutPgDump() {
        Call init = init("--with-schema", directory.resolve("ddl").toString());
        assertThat(init.exitCode()).isEqualTo(3);
        assertThat(init.err().lines()).singleElement().asString().contains("pg_dump is not on the PATH");
        assertThat(init.out()).isEmpty();
    }

    @Test
    void aServerThatIsNotThereIsAFailureOfTheServer() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        String away = "postgresql://app@localhost:" + free + "/shop";
        Call init = Call.of(unused(), Map.of(), "plan", "init", "--old", url(Side.OLD), "--new", away);
        assertThat(init.exitCode()).isEqualTo(3);
        assertThat(init.err().lines()).singleElement().asString().contains("new:", "refused");
        Call check = check(plan("schemas: [public]").replace(url(Side.NEW), away));
        assertThat(check.exitCode()).isEqualTo(3);
        assertThat(check.out()).contains("stops", "new", "The plan could not be checked.");
        assertThat(check("--json", plan("schemas: [public]").replace(url(Side.NEW), away))
                        .out())
                .contains("\"unreachable\"", "\"connection\"");
    }

    @Test
    void everythingThatWouldStopTheRunIsPrinted() throws SQLException, IOException {
        databases.old("CREATE TABLE far (id bigint PRIMARY KEY, gone text); CREATE TABLE kept (id int)");
        databases.target("""
                CREATE TABLE artist (artist_id int PRIMARY KEY, name varchar(100));
                CREATE TABLE album (album_id int PRIMARY KEY, title varchar(160) NOT NULL, artist_id int NOT NULL, isbn text NOT NULL);
                CREATE TABLE far (id int PRIMARY KEY); INSERT INTO far VALUES (1)""");
        Call call = check("--json", plan("schemas: [public]\nexclude: [public.kpet]"));
        assertThat(call.exitCode()).isEqualTo(2);
        JsonNode result = JsonMapper.shared().readTree(call.out());
        assertThat(result.get("verdict").asString()).isEqualTo("stops");
        List<String> found = new ArrayList<>();
        result.get("findings").forEach(f -> {
            if (!f.get("severity").asString().equals("notes")) {
                found.add(f.get("severity").asString() + " " + f.get("check").asString() + " "
                        + f.get("what").asString());
            }
        });
        assertThat(found)
                .containsExactlyInAnyOrder(
                        "stops column-type public.artist",
                        "stops required-column public.album",
                        "stops column-type public.far",
                        "stops column public.far",
                        "stops existing-rows public.far",
                        "stops target-table public.kept",
                        "stops key public.kept",
                        "stops target-table public.playlist_track",
                        "warns excluded-table public.kpet");
    }

    @Test
    void whatThePlanNamesMustExist() throws SQLException, IOException {
        databases.target(SHOP);
        assertFound(check(plan("tables: [public.albun]")), "stops", "public.albun", "did you mean public.album?");
        assertFound(check(plan("schemas: [shop]")), "stops", "shop", "without tables in old");
        assertFound(
                check(plan("tables: [{ table: public.album, target: public.artist }, public.artist]")),
                "stops",
                "public.artist",
                "and so does public.album");
        assertFound(
                check(plan("tables: [{ table: public.album, key: [title] }]")),
                "stops",
                "public.album",
                "no unique index");
        assertFound(check(plan("tables: [public.album]")), "warns", "public.album", "refers in new to public.artist");
        assertFound(
                check(plan("schemas: [public]\nexclude: [public.album, public.artist, public.playlist_track]")),
                "stops",
                "plan",
                "selects no table");
    }

    @Test
    void aTableMayGoIntoAnotherOfAnotherName() throws SQLException, IOException {
        databases.target("CREATE SCHEMA music; CREATE TABLE music.record "
                + "(album_id bigint PRIMARY KEY, title text NOT NULL, artist_id int NOT NULL)");
        Call call = check(plan("tables: [{ table: public.album, target: music.record }]"));
        assertThat(call.exitCode()).isZero();
        assertThat(call.out()).contains("public.album -> music.record", "key (album_id)");
    }

    @Test
    void checkNamesEveryCheckInTheSameFormForScripts() {
        assertThat(Stream.of(Check.values()).map(Check::toString)).allMatch(name -> name.matches("[a-z-]+"));
    }

    private static void assertFound(Call call, String... parts) {
        assertThat(call.out().lines()).anySatisfy(line -> assertThat(line).contains(parts));
        assertThat(call.exitCode()).isEqualTo(call.out().contains("stops") ? 2 : 0);
    }

    private Call init(String... more) {
        return Call.of(
                unused(),
                Map.of("PATH", ""),
                Stream.concat(
                                Stream.of("plan", "init", "--old", url(Side.OLD), "--new", url(Side.NEW)),
                                Stream.of(more))
                        .toArray(String[]::new));
    }

    private Call check(String plan) throws IOException {
        return Call.of(unused(), Map.of(), "plan", "check", written(plan).toString());
    }

    private Call check(String option, String plan) throws IOException {
        return Call.of(
                unused(), Map.of(), "plan", "check", option, written(plan).toString());
    }

    private String plan(String tables) {
        return "migration: shop\nold: { url: \"" + url(Side.OLD) + "\" }\nnew: { url: \"" + url(Side.NEW) + "\" }\n"
                + tables + "\n";
    }

    private Path written(String plan) throws IOException {
        return Files.writeString(directory.resolve("plan.yaml"), plan);
    }

    private String url(Side side) {
        return databases
                .url(side)
                .replace("jdbc:postgresql://", "postgresql://postgres@")
                .replaceFirst("\\?.*", "");
    }

    private String database() throws SQLException {
        return String.valueOf(databases.value(Side.OLD, "SELECT current_database()"));
    }

    private static Operations unused() {
        return new RecordedOperations(() -> {
            throw new AssertionError("no operation is asked for");
        });
    }
}
