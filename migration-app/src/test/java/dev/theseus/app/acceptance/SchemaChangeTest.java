package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tables whose schema changes on the way, and others whose rows get other keys, under clients that write all the time,
 * there and back.
 */
class SchemaChangeTest {

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

    private static final String USERS_IN_JAVA = """
            tables:
              - table: public.users
                java: dev.theseus.app.acceptance.UserInJava
                loses: [migrated_at]
            """;

    private static final String ON_OLD = """
            SELECT concat_ws('|', id, email, name, (data ->> 'created_at')::timestamptz AT TIME ZONE 'UTC',
              data ->> 'plan', data ->> 'visits', (SELECT count(*) FROM jsonb_object_keys(data))) FROM users""";

    private static final String ON_NEW = """
            SELECT concat_ws('|', id, email, first_name || ' ' || last_name, created_at AT TIME ZONE 'UTC',
              metadata ->> 'plan', metadata ->> 'visits', 1 + (SELECT count(*) FROM jsonb_object_keys(metadata))) FROM users""";

    @TempDir
    private Path directory;

    private TestDatabases databases;
    private Journey journey;

    @BeforeEach
    void createDatabases() throws Exception {
        databases = TestDatabases.create();
        databases.old("""
                CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, name text NOT NULL, data jsonb NOT NULL);
                INSERT INTO users SELECT i, 'u' || i || '@example.org', 'First' || i || ' Last of ' || i,
                  jsonb_build_object('plan', 'free', 'created_at',
                    to_char(timestamp '2020-01-01' + i * interval '1 hour', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                FROM generate_series(1, 8000) i""");
        databases.old(NewKeys.IN_OLD);
        databases.target(NewKeys.IN_NEW);
        databases.target("""
                CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, first_name text NOT NULL,
                  last_name text NOT NULL, created_at timestamptz NOT NULL, metadata jsonb NOT NULL,
                  migrated_at timestamptz NOT NULL DEFAULT now())""");
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("languages")
    void rows_of_another_shape_and_under_other_keys_go_there_and_come_back_while_clients_write(
            String language, String tables) throws Exception {
        journey = Journey.with(databases, directory, tables + NewKeys.TABLES);
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        String old = databases.url(Side.OLD);
        String target = databases.url(Side.NEW);
        try (Program run = journey.run();
                TwoSchemasWriter users = TwoSchemasWriter.start(old, target, seed);
                TwoSchemasWriter members = TwoSchemasWriter.start(old, target, seed + 1, new NewKeys())) {
            journey.reach("VERIFIED", run);
            assertThat(journey.theseus().type("status").out()).contains("theseus_map.member");
            journey.rampUp();
            journey.cutOver();
            users.await(Side.NEW);
            members.await(Side.NEW);
            users.hold();
            members.hold();
            assertAlike();
            users.goOn();
            members.goOn();

            journey.goBack();
            users.await(Side.OLD);
            members.await(Side.OLD);
            users.stop();
            members.stop();
            assertAlike();
            assertThat(databases.value(Side.OLD, "SELECT count(*) FROM users WHERE email LIKE '%@new.example'"))
                    .as("rows that were born in new, seed " + seed)
                    .isNotEqualTo("0");
            assertThat(databases.value(Side.OLD, "SELECT count(*) FROM users WHERE id > 3000"))
                    .isEqualTo("5000");
            assertThat(databases.value(Side.OLD, NewKeys.BORN_IN_NEW))
                    .as("members that were born in new, seed " + seed)
                    .isEqualTo("t");
            assertThat(journey.theseus().type("verify").exitCode())
                    .as("seed " + seed + "\n" + run.output())
                    .isZero();
        }
        journey.theseus().obeyed("clean");
        assertOnlyTheMapIsLeft();
    }

    static Stream<Arguments> languages() {
        return Stream.of(Arguments.of("in SQL", USERS), Arguments.of("in Java", USERS_IN_JAVA));
    }

    private void assertAlike() {
        journey.alike(ON_OLD, ON_NEW);
        journey.alike(NewKeys.ON_OLD, NewKeys.ON_NEW);
        journey.alike(NewKeys.MAP, NewKeys.MAP);
    }

    private void assertOnlyTheMapIsLeft() throws Exception {
        journey.alike(NewKeys.MAP, NewKeys.MAP);
        for (Side side : Side.values()) {
            assertThat(databases.value(side, "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'theseus%'"))
                    .isEqualTo("0");
        }
        databases.old("INSERT INTO member (name) VALUES ('after all')");
    }
}
