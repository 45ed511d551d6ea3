package dev.theseus.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.app.plan.PlanCheck.Verdict;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.inspection.Severity;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mappings are tried on live servers before a run. */
class MappingCheckTest {

    private static final String USERS = """
            tables:
              - table: public.users
                columns:
                  first_name: { sql: "split_part(t.name, ' ', 1)" }
                  last_name: { sql: "substr(t.name, strpos(t.name, ' ') + 1)" }
                  created_at: { sql: "CAST(t.data ->> 'created_at' AS timestamptz)" }
                  metadata: { sql: "t.data - 'created_at'" }
                back:
                  name: t.first_name || ' ' || t.last_name
                  data: >-
                    t.metadata || jsonb_build_object('created_at',
                    to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                loses: [migrated_at]
            """;

    @TempDir
    private Path directory;

    private TestDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.old("""
                CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL UNIQUE, name text NOT NULL, data jsonb NOT NULL);
                INSERT INTO users SELECT i, 'u' || i || '@example.org', 'Ada L' || i, jsonb_build_object(
                  'created_at', to_char(timestamp '2020-01-01' + i * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'n', i)
                FROM generate_series(1, 500) i""");
        databases.target("""
                CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, first_name text NOT NULL,
                  last_name text NOT NULL, created_at timestamptz NOT NULL, metadata jsonb NOT NULL,
                  migrated_at timestamptz NOT NULL DEFAULT now())""");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void a_mapping_that_keeps_every_row_passes_and_the_check_says_how_many_it_tried() throws IOException {
        PlanCheck.Report report = check(USERS);

        assertThat(found(report, Severity.STOPS)).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.OK);
        assertThat(found(report, Severity.NOTES))
                .anySatisfy(m -> assertThat(m).contains("500 rows were taken there and back", "4 columns"));
    }

    @Test
    void rows_that_do_not_come_back_as_they_were_are_named_by_column_and_key_but_not_by_what_is_in_them()
            throws SQLException, IOException {
        databases.old("INSERT INTO users VALUES (501, 'x', 'Cher', '{\"created_at\": \"2020-01-01T00:00:00Z\"}'),"
                + " (502, 'y', 'Eve E', '{\"created_at\": \"2020-01-01T00:00:00.5Z\"}')");

        assertThat(found(check(USERS), Severity.STOPS))
                .anySatisfy(m -> assertThat(m)
                        .contains("column name of old is another", "1 of 502 rows", "(501)", "`loses: [name]`")
                        .doesNotContain("Cher"))
                .anySatisfy(m -> assertThat(m).contains("column data of old is another", "1 of 502 rows", "(502)"))
                .hasSize(2);
        PlanCheck.Report declared = check(USERS.replace("loses: [", "loses: [name, data, "));
        assertThat(found(declared, Severity.STOPS)).isEmpty();
        assertThat(found(declared, Severity.NOTES))
                .anySatisfy(m -> assertThat(m).contains("502 rows", "2 columns", "declared as lost: name, data"));
    }

    @Test
    void a_row_that_can_not_be_mapped_is_named_by_its_key_alone() throws SQLException, IOException {
        databases.old("UPDATE users SET data = '{\"created_at\": \"last winter\"}' WHERE id = 317");

        assertThat(found(check(USERS), Severity.STOPS))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .contains("fails for the row (317)", "SQLSTATE 22007")
                        .doesNotContain("winter"));
    }

    @Test
    void an_expression_that_can_not_be_computed_is_named_with_its_line_and_what_the_server_says() throws IOException {
        assertThat(found(check(USERS.replace("t.name, ' ', 1", "t.nam, ' ', 1")), Severity.STOPS))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .contains(
                                "expression public.users -> public.users column first_name of new (plan.yaml:7): ",
                                "column t.nam does not exist"));
        assertThat(found(check(USERS.replace("name: t.first_name ||", "name: t.forename ||")), Severity.STOPS))
                .anySatisfy(m -> assertThat(m)
                        .contains("column name of old (plan.yaml:12): the new server", "t.forename does not exist"));
        assertThat(found(check(USERS.replace("t.data - 'created_at'", "t.data ->> 'n'")), Severity.STOPS))
                .anySatisfy(m -> assertThat(m)
                        .contains("column metadata of new (plan.yaml:10): the expression is text, the column jsonb"));
    }

    @Test
    void a_value_that_the_type_of_new_would_change_is_found() throws SQLException, IOException {
        databases.old("CREATE TABLE item (id int PRIMARY KEY, price text, code text);"
                + "INSERT INTO item VALUES (1, '1.50', 'a'), (2, '2.505', 'b'), (3, '3.00', NULL)");
        databases.target("CREATE TABLE item (id int PRIMARY KEY, price numeric(10,2), code text NOT NULL)");
        String item = """
                tables:
                  - table: public.item
                    columns:
                      price: { sql: "t.price::numeric", back: { price: t.price::text } }
                      code: { sql: upper(t.code), back: { code: lower(t.code) } }
                """;

        assertThat(found(check(item), Severity.STOPS))
                .anySatisfy(m -> assertThat(m).contains("column price of new would not hold", "1 of 3", "(2)"))
                .anySatisfy(m -> assertThat(m).contains("column price of old is another", "(2)"))
                .anySatisfy(m -> assertThat(m).contains("column code of new is NOT NULL", "(3)"))
                .hasSize(3);
    }

    @Test
    void lookups_fields_zones_and_defaults_come_back_in_sql_too() throws SQLException, IOException {
        databases.old("""
                CREATE TYPE mood AS ENUM ('sad', 'glad');
                CREATE TABLE item (id int PRIMARY KEY, mood mood, price text, at timestamp NOT NULL, note text, data jsonb);
                INSERT INTO item VALUES (1, 'sad', '1.50', '2024-01-01 12:00', NULL, '{"city": "Bonn", "zip": 53111, "x": null}'),
                  (2, NULL, NULL, '-infinity', 'n', NULL), (3, 'glad', '-7', '2024-07-01 12:00', '', '{}')""");
        databases.target("""
                CREATE TABLE mood (id int PRIMARY KEY, name text NOT NULL);
                CREATE TABLE item (item_id int PRIMARY KEY, mood_id smallint, price numeric, at timestamptz NOT NULL,
                  note text NOT NULL, city text, zip int, rest jsonb)""");
        String item = """
                tables:
                  - table: public.item
                    columns:
                      item_id: id
                      mood_id: { column: mood, values: { sad: 1, glad: 2 } }
                      price: { cast: price }
                      at: { zone: Europe/Berlin }
                      note: { default: "-" }
                      city: { json: [data, city] }
                      zip: { json: [data, zip] }
                      rest: { json: data }
                """;

        PlanCheck.Report report = check(item);
        assertThat(found(report, Severity.STOPS)).isEmpty();
        assertThat(found(report, Severity.NOTES))
                .anySatisfy(m -> assertThat(m).contains("3 rows were taken there and back", "6 columns"));
        assertThat(found(check(item.replace(", glad: 2", "")), Severity.STOPS))
                .singleElement()
                .satisfies(m -> assertThat(m).contains("fails for the row (3)", "22P02"));
    }

    @Test
    void tables_that_are_split_and_merged_are_taken_there_and_back_together() throws SQLException, IOException {
        databases.old("""
                CREATE TABLE person (id int PRIMARY KEY, name text NOT NULL, phone text);
                CREATE TABLE address (person int PRIMARY KEY REFERENCES person, city text);
                INSERT INTO person VALUES (1, 'a', '1'), (2, 'b', NULL), (3, 'c', '3');
                INSERT INTO address VALUES (1, 'Bonn'), (3, NULL)""");
        databases.target("""
                CREATE TABLE people (id int PRIMARY KEY, name text NOT NULL, city text);
                CREATE TABLE phone (person_id int PRIMARY KEY, number text NOT NULL)""");
        String tables = """
                tables:
                  - { table: public.person, target: public.people }
                  - table: public.person
                    target: public.phone
                    columns: { person_id: id, number: phone }
                    where: t.phone IS NOT NULL
                  - table: public.address
                    target: public.people
                    where-back: t.city IS NOT NULL
                """;

        assertThat(found(check(tables), Severity.STOPS))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .contains("public.address -> public.people", "would not come back", "1 of", "(3)"));
        databases.old("DELETE FROM address WHERE city IS NULL");
        PlanCheck.Report report = check(tables);
        assertThat(found(report, Severity.STOPS)).isEmpty();
        assertThat(found(report, Severity.NOTES))
                .anySatisfy(m -> assertThat(m).contains("public.person -> public.people 3 rows", "3 columns"))
                .anySatisfy(m -> assertThat(m).contains("public.address -> public.people 1 rows", "2 columns"));
    }

    @Test
    void what_an_expression_reads_elsewhere_is_named_until_it_is_declared() throws SQLException, IOException {
        databases.old("CREATE TABLE item (id int PRIMARY KEY, cents int NOT NULL, code text NOT NULL);"
                + "CREATE TABLE rate (id int PRIMARY KEY, factor int NOT NULL);"
                + "CREATE VIEW rates AS SELECT * FROM rate;"
                + "CREATE FUNCTION rated(int) RETURNS int LANGUAGE sql STABLE AS 'SELECT $1';"
                + "CREATE FUNCTION plain(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';"
                + "CREATE FUNCTION of_row(item) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT ($1).cents';");
        databases.target(
                "CREATE TABLE item (id int PRIMARY KEY, cents int, a int, b int, c int, d int, e int, code text)");
        String mapping = """
                tables:
                  - table: public.item
                    columns:
                      a: { sql: "t.cents * (SELECT max(r.factor) FROM public.rates r)" }
                      b: { sql: "(SELECT count(*)::int FROM public.item i WHERE i.cents < t.cents)" }
                      c: { sql: "public.rated(t.cents) + public.plain(1)" }
                      d: { sql: "public.of_row(t)" }
                      e: { sql: "(SELECT max(x)::int FROM unnest(string_to_array(t.code, ' select ')) x WHERE x = '1')" }
                    where: "EXISTS (TABLE public.rate) OR true"
                    loses: [a, b, c, d, e]
                """;

        PlanCheck.Report report = check(mapping);

        assertThat(found(report, Severity.STOPS))
                .anySatisfy(m -> assertThat(m)
                        .contains(
                                "column a of new (plan.yaml:7): it reads public.rates by a subquery",
                                "an entry of its own",
                                "`reads: [public.rates]`"))
                .anySatisfy(m -> assertThat(m).contains("column b of new (plan.yaml:8): it reads public.item by"))
                .anySatisfy(m -> assertThat(m).contains("`where` (plan.yaml:12): it reads public.rate by"))
                .hasSize(3);
        assertThat(found(report, Severity.WARNS))
                .anySatisfy(m ->
                        assertThat(m).contains("column c of new", "it calls public.rated(integer), which may read"))
                .noneSatisfy(m -> assertThat(m).contains("column d of new"));
        PlanCheck.Report declared = check(mapping + "    reads: [public.rates, public.item, public.rate]\n");
        assertThat(found(declared, Severity.STOPS)).isEmpty();
    }

    @Test
    void rows_that_would_have_one_key_in_new_are_named_by_theirs() throws SQLException, IOException {
        databases.old("CREATE TABLE tag (word text PRIMARY KEY, gone boolean NOT NULL DEFAULT false);"
                + "INSERT INTO tag VALUES ('a'), ('B'), ('b'), ('c')");
        databases.target("CREATE TABLE tag (word text PRIMARY KEY, gone boolean NOT NULL DEFAULT false)");
        String mapping = """
                tables:
                  - table: public.tag
                    columns: { word: { sql: lower(t.word), back: { word: t.word } } }
                    key: { old: [word], new: [word] }
                    loses: [word]
                """;

        assertThat(found(check(mapping), Severity.STOPS))
                .anySatisfy(m -> assertThat(m)
                        .contains("key public.tag -> public.tag the key of new (word) is the same", "(B) and (b)"));
        databases.old("UPDATE tag SET gone = true WHERE word = 'b'");
        assertThat(found(check(mapping + "    where: NOT t.gone\n"), Severity.STOPS))
                .noneSatisfy(m -> assertThat(m).contains("is the same for rows"));
    }

    @Test
    void keys_that_are_going_to_be_others_are_stood_in_for() throws SQLException, IOException {
        databases.old("CREATE TABLE account (id bigint PRIMARY KEY, owner bigint REFERENCES account, note text);"
                + "CREATE TABLE entry (id uuid PRIMARY KEY, account bigint NOT NULL);"
                + "INSERT INTO account VALUES (-7, NULL, 'a'), (9223372036854775807, -7, 'b'), (2000000000000, -7, 'c');"
                + "INSERT INTO entry VALUES (gen_random_uuid(), -7), (gen_random_uuid(), 404)");
        databases.target("CREATE TABLE account (key uuid PRIMARY KEY, owner uuid REFERENCES account, note text);"
                + "CREATE TABLE entry (id bigint PRIMARY KEY, account uuid NOT NULL)");

        String mapping = """
                tables:
                  - { table: public.account, key-map: { column: id, to: key } }
                  - table: public.entry
                    key-map: id
                    columns: { account: { column: account, key-of: public.account } }
                """;
        assertThat(found(check(mapping), Severity.STOPS))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .contains("refers to rows of public.account that are not there, as 404", "`loses: [account]`"));
        databases.old("DELETE FROM entry WHERE account = 404");
        PlanCheck.Report report = check(mapping);

        assertThat(found(report, Severity.STOPS)).isEmpty();
        assertThat(found(report, Severity.NOTES))
                .anySatisfy(m -> assertThat(m)
                        .contains("public.account -> public.account 3 rows were taken there and back", "3 columns"))
                .anySatisfy(
                        m -> assertThat(m)
                                .contains(
                                        "public.entry -> public.entry its keys in new are given only when the migration begins"));
        assertThat(report.plan().orElseThrow().keyMaps()).hasSize(2);
        assertThat(found(report, Severity.WARNS)).isEmpty();
        assertThat(found(check(mapping.replace("to: key", "to: key, first-in-old: 1999999999000")), Severity.WARNS))
                .singleElement()
                .satisfies(m ->
                        assertThat(m).contains("column id of old has numbers from 1999999999000 on, as 2000000000000"));
    }

    @Test
    void a_row_that_would_complete_no_other_is_not_dropped_without_a_word() throws SQLException, IOException {
        databases.old(
                "CREATE TABLE person (id int PRIMARY KEY, name text); CREATE TABLE note (person int PRIMARY KEY, note text);"
                        + "INSERT INTO person VALUES (1, 'a'); INSERT INTO note VALUES (1, 'n'), (7, 'alone')");
        databases.target("CREATE TABLE person (id int PRIMARY KEY, name text, note text)");
        String tables = """
                tables:
                  - public.person
                  - { table: public.note, target: public.person, where-back: t.note IS NOT NULL }
                """;

        assertThat(found(check(tables), Severity.STOPS))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .contains("loss public.note has rows without a partner in public.person", "as (7)")
                        .doesNotContain("alone"));
        databases.old("DELETE FROM note WHERE person = 7");
        assertThat(found(check(tables), Severity.STOPS)).isEmpty();
        assertThat(found(check(tables), Severity.WARNS))
                .anySatisfy(m -> assertThat(m).contains("public.note has no foreign key in old"));
    }

    // --- mappings in Java

    private static final String IN_JAVA = """
            tables:
              - table: public.users
                java: dev.theseus.app.acceptance.UserInJava
                loses: [migrated_at]
            """;

    @Test
    void a_mapping_in_java_takes_rows_there_and_back_through_the_types_of_both_servers() throws Exception {
        PlanCheck.Report report = check(IN_JAVA);

        assertThat(found(report, Severity.STOPS)).isEmpty();
        assertThat(report.verdict()).isEqualTo(Verdict.OK);
        assertThat(found(report, Severity.NOTES))
                .anySatisfy(m -> assertThat(m).contains("500 rows were taken there and back in Java", "4 columns"));
        assertThat(databases.value(Side.NEW, "SELECT count(*) FROM pg_class WHERE relname = 'theseus_trip'"))
                .isEqualTo("0");
    }

    @Test
    void rows_that_a_mapping_in_java_does_not_bring_back_are_named_by_column_and_key() throws Exception {
        databases.old("INSERT INTO users VALUES (501, 'x', 'Cher', '{\"created_at\": \"2020-01-01T00:00:00Z\"}')");
        databases.target("ALTER TABLE users ALTER last_name TYPE varchar(4)");

        assertThat(found(check(IN_JAVA), Severity.STOPS))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .contains("column name of old is another", "1 of 501 rows", "501", "`loses: [name]`")
                        .doesNotContain("Cher"));
        databases.target("ALTER TABLE users ALTER last_name TYPE varchar(3)");
        assertThat(found(check(IN_JAVA), Severity.STOPS))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .contains("key 100 can't be mapped: column last_name of new has no place", "22001")
                        .doesNotContain("L100"));
        databases.old("UPDATE users SET data = '{\"secret\": 1}' WHERE id = 17");
        assertThat(found(check(IN_JAVA), Severity.STOPS))
                .singleElement()
                .satisfies(m -> assertThat(m)
                        .contains("The row with the key [17] can't be mapped: the mapping failed with IllegalArgument")
                        .doesNotContain("secret"));
    }

    @Test
    void a_mapping_in_java_that_does_not_fit_the_tables_is_refused_with_what_to_do() throws Exception {
        assertThat(found(check(IN_JAVA.replace("UserInJava", "Gone")), Severity.STOPS))
                .singleElement()
                .satisfies(m ->
                        assertThat(m).contains("There is no class dev.theseus.app.acceptance.Gone on the class path"));
        databases.old("ALTER TABLE users ADD fax text; ALTER TABLE users RENAME email TO mail");
        databases.target("ALTER TABLE users ADD terms text NOT NULL; ALTER TABLE users ALTER id TYPE text");
        assertThat(found(check(IN_JAVA), Severity.STOPS))
                .anySatisfy(m -> assertThat(m)
                        .contains(
                                "component email of dev.theseus.app.acceptance.UserInJava$Old stands for column email,"
                                        + " which public.users has not in old; it has id, mail"))
                .anySatisfy(m -> assertThat(m)
                        .contains(
                                "component id of dev.theseus.app.acceptance.UserInJava$New is of type long", "is text"))
                .anySatisfy(m -> assertThat(m).contains("has the key id of type integer in old and id of type text"))
                .hasSize(3);
        databases.old("ALTER TABLE users RENAME mail TO email");
        databases.target("ALTER TABLE users ALTER id TYPE bigint USING id::bigint");
        assertThat(found(check(IN_JAVA), Severity.STOPS))
                .anySatisfy(m ->
                        assertThat(m).contains("column fax of public.users in old is not carried", "`drop: [fax]`"))
                .anySatisfy(m ->
                        assertThat(m).contains("column terms of public.users is NOT NULL without a default in new"))
                .hasSize(2);
    }

    private PlanCheck.Report check(String tables) throws IOException {
        Path file =
                Files.writeString(directory.resolve("plan.yaml"), """
                migration: shop
                old: { url: "%s" }
                new: { url: "%s" }
                """.formatted(url(Side.OLD), url(Side.NEW)) + tables);
        return new PlanCheck(PlanFile.read(file, Map.of()), new Passwords(Map.of()))
                .of(file)
                .check();
    }

    private String url(Side side) {
        return databases
                .url(side)
                .replace("jdbc:postgresql://", "postgresql://postgres@")
                .replaceFirst("\\?.*", "");
    }

    private static List<String> found(PlanCheck.Report report, Severity severity) {
        return report.findings().stream()
                .filter(f -> f.severity() == severity)
                .map(f -> f.check() + " " + f.what() + " " + f.message())
                .toList();
    }
}
