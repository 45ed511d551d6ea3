package dev.theseus.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide is what developers read, so its forms are approved. */
class GuideCommandTest {

    private static final List<String> FORMS = List.of("guide.md", "guide.html");
    private static final Path APPROVED = Path.of("src/test/resources/guide");

    @TempDir
    private Path directory;

    private TestDatabases databases;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.old("""
                CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, phone text, status text NOT NULL, fax text,
                  data jsonb, "a|b`<i>" int);
                CREATE TABLE country (id int PRIMARY KEY, name text);
                INSERT INTO users VALUES (1, 'Rosa Real', '0171', 'new', 'x', '{"city": "Real"}', 1)""");
        databases.target("""
                CREATE TABLE users (user_id bigint PRIMARY KEY, first_name text NOT NULL, last_name text NOT NULL,
                  status_id smallint NOT NULL, city text, "a|b`<i>" int, migrated_at timestamptz NOT NULL DEFAULT now());
                CREATE TABLE phone (user_id bigint PRIMARY KEY, phone text NOT NULL);
                CREATE TABLE country (id int PRIMARY KEY, name text)""");
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private Call guide(String users) throws IOException {
        Path plan =
                Files.writeString(directory.resolve("plan.yaml"), """
                migration: shop
                old: { url: "%s" }
                new: { url: "%s" }
                tables:
                  - public.country
                """.formatted(url(Side.OLD), url(Side.NEW)) + users);
        return Call.of(
                new RecordedOperations(() -> {
                    throw new AssertionError("no operation is asked for");
                }),
                Map.of(),
                "guide",
                plan.toString(),
                "--out",
                directory.resolve("guide").toString());
    }

    private String url(Side side) {
        return databases
                .url(side)
                .replace("jdbc:postgresql://", "postgresql://postgres@")
                .replaceFirst("\\?.*", "");
    }

    @Test
    void the_guide_says_what_changes_for_developers_and_shows_no_row_that_exists() throws IOException {
        Call call = guide("""
                  - table: public.users
                    columns:
                      user_id: id
                      first_name: { sql: "split_part(t.name, ' ', 1)" }
                      last_name: { sql: "substr(t.name, strpos(t.name, ' ') + 1)" }
                      status_id: { column: status, values: { new: 1, gone: 2 } }
                      city: { json: [data, city] }
                    back: { name: "t.first_name || ' ' || t.last_name" }
                    drop: [fax]
                    loses: [migrated_at, data]
                  - table: public.users
                    target: public.phone
                    columns: { user_id: id }
                    where: t.phone IS NOT NULL
                """);

        assertThat(call.err()).isEmpty();
        assertThat(call.exitCode()).isZero();
        Path written = directory.resolve("guide");
        Path received = Files.createDirectories(Path.of("target/guide"));
        for (String form : FORMS) {
            Files.copy(written.resolve(form), received.resolve(form), StandardCopyOption.REPLACE_EXISTING);
        }
        for (String form : FORMS) {
            assertThat(Files.readString(written.resolve(form)))
                    .doesNotContain("Rosa", "Real", "0171")
                    .isEqualTo(Files.readString(APPROVED.resolve(form)));
        }
    }

    @Test
    void keys_that_become_others_are_described() throws SQLException, IOException {
        databases.old("CREATE TABLE person (id int PRIMARY KEY, boss int REFERENCES person)");
        databases.target("CREATE TABLE person (key uuid PRIMARY KEY, boss uuid REFERENCES person)");

        Call call = guide("  - { table: public.person, key-map: { column: id, to: key } }\n");

        assertThat(call.err()).isEmpty();
        assertThat(Files.readString(directory.resolve("guide/guide.md")))
                .contains(
                        "`public.person.id` | `public.person.key` | `theseus_map.person (old_id, new_id)`",
                        "another key for each id",
                        "`00000000-0000-0000-0000-00000000002a`",
                        "theseus_map.person")
                .doesNotContain("theseus_map.person ->");
    }

    @Test
    void a_plan_that_does_not_fit_the_catalogues_is_not_described() throws IOException {
        Call call = guide("  - { table: public.users, columns: { user_id: id } }\n");

        assertThat(call.exitCode()).isEqualTo(2);
        assertThat(call.err()).contains("public.users", "column first_name is NOT NULL", "before this is mended");
    }
}
