package dev.theseus.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.testing.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables whose schema changes on the way, in SQL and in Java, and others whose rows get other keys, under clients that
 * write all the time, there and back.
 */
class SchemaChangeTest {

    private static final String TABLES = """
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
              - table: public.guests
                java: dev.theseus.app.acceptance.UserInJava
                loses: [migrated_at]
            """;

    /** Mapped in SQL. */
    private static final NamesInTwo USERS = new NamesInTwo("users");

    /** Mapped in Java. */
    private static final NamesInTwo GUESTS = new NamesInTwo("guests");

    @TempDir
    private Path directory;

    private TestDatabases databases;

    @BeforeEach
    void createDatabases() throws Exception {
        databases = TestDatabases.create();
        for (NamesInTwo people : List.of(USERS, GUESTS)) {
            databases.old(people.inOld());
            databases.target(people.inNew());
        }
        databases.old(NewKeys.IN_OLD);
        databases.target(NewKeys.IN_NEW);
    }

    @AfterEach
    void closeDatabases() {
        databases.close();
    }

    @Test
    void rows_of_another_shape_and_under_other_keys_go_there_and_come_back_while_clients_write() throws Exception {
        Journey journey = Journey.with(databases, directory, TABLES + NewKeys.TABLES);
        long seed = Long.getLong("theseus.seed", System.nanoTime());
        try (Program run = journey.run();
                TwoSchemasWriter users = writer(seed, USERS);
                TwoSchemasWriter guests = writer(seed + 2, GUESTS);
                TwoSchemasWriter members = writer(seed + 1, new NewKeys())) {
            List<TwoSchemasWriter> clients = List.of(users, guests, members);
            journey.reach("VERIFIED", run);
            assertThat(journey.theseus().type("status").out()).contains("theseus_map.member");
            journey.rampUp();
            journey.cutOver();
            clients.forEach(client -> client.await(Side.NEW));
            clients.forEach(TwoSchemasWriter::hold);
            assertAlike(journey);
            clients.forEach(TwoSchemasWriter::goOn);

            journey.goBack();
            clients.forEach(client -> client.await(Side.OLD));
            for (TwoSchemasWriter client : clients) {
                client.stop();
            }
            assertAlike(journey);
            for (NamesInTwo people : List.of(USERS, GUESTS)) {
                assertThat(databases.rows(Side.OLD, people.cameBack()))
                        .as("%s that were born in new, seed %d", people, seed)
                        .containsExactly(NamesInTwo.allOfThem());
            }
            assertThat(databases.value(Side.OLD, NewKeys.BORN_IN_NEW))
                    .as("members that were born in new, seed " + seed)
                    .isEqualTo("t");
            assertThat(journey.theseus().type("verify").exitCode())
                    .as("seed " + seed + "\n" + run.output())
                    .isZero();
        }
        journey.theseus().obeyed("clean");
        assertOnlyTheMapIsLeft(journey);
    }

    private TwoSchemasWriter writer(long seed, TwoSchemasWriter.Speech speech) {
        return TwoSchemasWriter.start(databases.url(Side.OLD), databases.url(Side.NEW), seed, speech);
    }

    private static void assertAlike(Journey journey) {
        journey.alike(USERS.seenInOld(), USERS.seenInNew());
        journey.alike(GUESTS.seenInOld(), GUESTS.seenInNew());
        journey.alike(NewKeys.ON_OLD, NewKeys.ON_NEW);
        journey.alike(NewKeys.MAP, NewKeys.MAP);
    }

    private void assertOnlyTheMapIsLeft(Journey journey) throws Exception {
        journey.alike(NewKeys.MAP, NewKeys.MAP);
        for (Side side : Side.values()) {
            assertThat(databases.value(side, "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'theseus%'"))
                    .isEqualTo("0");
        }
        databases.old("INSERT INTO member (name) VALUES ('after all')");
    }
}
