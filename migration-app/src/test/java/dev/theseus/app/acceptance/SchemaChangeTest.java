package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table whose schema changes on the way, under a client that writes all the time, there and back. */
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
                FROM generate_series(1, 20000) i""");
        databases.target("""
                CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL, first_name text NOT NULL,
                  last_name text NOT NULL, created_at timestamptz NOT NULL, metadata jsonb NOT NULL,
                  migrated_at timestamptz NOT NULL DEFAULT now())""");
        journey = Journey.with(databases, directory, USERS);
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @Test
    void users_of_another_shape_go_there_and_come_back_while_a_client_writes() throws Exception {
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        try (Program run = journey.run();
                TwoSchemasWriter writer =
                        TwoSchemasWriter.start(databases.url(Side.OLD), databases.url(Side.NEW), seed)) {
            journey.reach("VERIFIED", run);
            journey.rampUp();
            journey.cutOver();
            awaitWrites(writer, true);
            writer.hold();
            journey.alike(ON_OLD, ON_NEW);
            writer.goOn();

            journey.goBack();
            awaitWrites(writer, false);
            writer.stop();
            journey.alike(ON_OLD, ON_NEW);
            assertThat(databases.value(Side.OLD, "SELECT count(*) FROM users WHERE email LIKE '%@new.example'"))
                    .as("rows that were born in new, seed " + seed)
                    .isNotEqualTo("0");
            assertThat(databases.value(Side.OLD, "SELECT count(*) FROM users WHERE id > 3000"))
                    .isEqualTo("17000");
            assertThat(journey.theseus().type("verify").exitCode())
                    .as("seed " + seed + "\n" + run.output())
                    .isZero();
        }
    }

    private static void awaitWrites(TwoSchemasWriter writer, boolean onNew) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> writer.isOnNew() == onNew);
        long before = writer.written();
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> writer.written() > before + 300);
    }
}
