package dev.theseus.jdbc.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.backfill.IndexBuilding;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.copy.PgCopy;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexBuildingTest {

    private static final String SCHEMA = """
            CREATE TABLE users (
              id int PRIMARY KEY, email text, boss int, during int4range, note text,
              CONSTRAINT one_email UNIQUE (email) INCLUDE (note),
              CONSTRAINT late UNIQUE (note, email) DEFERRABLE INITIALLY DEFERRED,
              CONSTRAINT apart EXCLUDE USING gist (during WITH &&),
              CONSTRAINT chain FOREIGN KEY (boss) REFERENCES users);
            CREATE INDEX ON users (lower(email)) WHERE boss IS NOT NULL;
            CREATE UNIQUE INDEX "Odd "" name" ON users (id, boss DESC NULLS LAST);
            CREATE INDEX users_note ON users USING hash (note);
            COMMENT ON INDEX users_note IS 'it''s \\ used by search';
            COMMENT ON CONSTRAINT one_email ON users IS 'asked for by support';
            CREATE TABLE orders (
              id int PRIMARY KEY, user_id int CONSTRAINT by_user REFERENCES users ON DELETE CASCADE,
              email text CONSTRAINT by_email REFERENCES users (email) DEFERRABLE);
            ALTER TABLE orders ADD CONSTRAINT unchecked FOREIGN KEY (id) REFERENCES users NOT VALID;
            CREATE INDEX by_user ON orders (user_id);
            CREATE TABLE "Un planned" (order_id int CONSTRAINT to_orders REFERENCES orders);
            CREATE TABLE events (id int, at date, user_id int REFERENCES users, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
            CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
            CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
            CREATE INDEX "events ONLY" ON events (user_id);
            CREATE INDEX only_here ON events_2 (at)""";

    private static final String CATALOGUE = """
            SELECT 'index', c.relname, CASE WHEN c.relispartition THEN '' ELSE pg_get_indexdef(c.oid) END,
                   coalesce(obj_description(c.oid), ''), x.indisvalid
            FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
            WHERE c.relnamespace = 'public'::regnamespace
            UNION ALL
            SELECT contype::text, conname, pg_get_constraintdef(oid), coalesce(obj_description(oid), ''), convalidated
            FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conparentid = 0 ORDER BY 1, 2""";

    private static final LockPatience SHORT = new LockPatience(Duration.ofMillis(20), Duration.ofMillis(100));

    private static final Looks FEW = new Looks(2, Duration.ofMillis(10));

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private TestDatabases databases;
    private List<TablePlan> tables;
    private List<String> before;

    @BeforeEach
    void begin() throws SQLException {
        databases = TestDatabases.create();
        databases.target(PgCopy.ddl(Side.NEW));
        databases.target(PgIndexes.ddl(Side.NEW));
        databases.target(SCHEMA);
        tables = List.of(
                databases.plan(1, "users", List.of("id"), List.of("id", "email", "boss", "during", "note")),
                databases.plan(2, "orders", List.of("id"), List.of("id", "user_id", "email")),
                databases.plan(3, "events", List.of("id", "at"), List.of("id", "at", "user_id")));
        before = databases.rows(Side.NEW, CATALOGUE);
    }

    @AfterEach
    void end() {
        threads.shutdownNow();
        databases.close();
    }

    @Test
    void all_but_the_keys_is_taken_away_and_comes_back_as_it_was() throws Exception {
        building().takeAway(tables);

        assertThat(databases.rows(Side.NEW, """
                SELECT relname FROM pg_class WHERE relkind IN ('i', 'I') AND relnamespace = 'public'::regnamespace
                  AND NOT relispartition ORDER BY 1"""))
                .containsExactly("(events_pkey)", "(only_here)", "(orders_pkey)", "(users_pkey)");
        assertThat(databases.value(Side.NEW, """
                SELECT count(*) FROM pg_constraint
                WHERE contype IN ('f', 'u', 'x') AND connamespace = 'public'::regnamespace""")).isEqualTo("0");

        buildAll();
        assertThat(databases.rows(Side.NEW, CATALOGUE)).isEqualTo(before);
        assertThat(databases.value(Side.NEW, "SELECT count(*) FROM theseus.deferred_object"))
                .isEqualTo("0");
    }

    @Test
    void every_step_may_be_repeated() throws Exception {
        building().takeAway(tables);
        building().takeAway(tables);
        buildAll();
        buildAll();

        assertThat(databases.rows(Side.NEW, CATALOGUE)).isEqualTo(before);
    }

    @Test
    void where_the_plan_keeps_indexes_nothing_is_taken_away() throws Exception {
        new PgIndexBuilding(databases.on(Side.NEW), IndexBuild.KEEP, SHORT, FEW).takeAway(tables);

        assertThat(databases.rows(Side.NEW, CATALOGUE)).isEqualTo(before);
    }

    @Test
    void nothing_is_taken_away_from_a_table_whose_copy_has_begun() throws Exception {
        databases.target("INSERT INTO theseus.table_copy (table_no) VALUES (1), (2), (3)");

        building().takeAway(tables);

        assertThat(databases.rows(Side.NEW, CATALOGUE)).isEqualTo(before);
    }

    @Test
    void an_index_that_identifies_rows_or_is_the_replica_identity_stays() throws Exception {
        databases.target("""
                CREATE TABLE keyed (a int NOT NULL, b int NOT NULL, c int NOT NULL);
                CREATE UNIQUE INDEX the_key ON keyed (b, a); CREATE UNIQUE INDEX identity ON keyed (c);
                CREATE UNIQUE INDEX another ON keyed (a, c); ALTER TABLE keyed REPLICA IDENTITY USING INDEX identity""");
        building().takeAway(List.of(databases.plan(4, "keyed", List.of("a", "b"), List.of("a", "b", "c"))));

        assertThat(databases.rows(
                        Side.NEW, "SELECT indexrelid::regclass FROM pg_index WHERE indrelid = 'keyed'::regclass"))
                .containsExactlyInAnyOrder("(the_key)", "(identity)");
    }

    @Test
    void a_table_that_is_locked_stops_it_naming_the_holder_and_what_was_taken_away_before_is_not_lost()
            throws Exception {
        try (Connection holder = databases.session(Side.NEW);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE \"Un planned\" IN ACCESS SHARE MODE");

            assertThatThrownBy(() -> building().takeAway(tables))
                    .isInstanceOf(DatabaseRefused.class)
                    .hasMessageContaining("process ");
        }
        assertThat(databases.rows(Side.NEW, CATALOGUE)).isNotEqualTo(before);

        buildAll();
        assertThat(databases.rows(Side.NEW, CATALOGUE)).isEqualTo(before);
    }

    @Test
    void a_server_that_goes_away_in_the_middle_of_a_build_leaves_the_rest_to_the_next_try() throws Exception {
        building().takeAway(tables);
        try (Connection holder = databases.session(Side.NEW);
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE users IN ROW EXCLUSIVE MODE");
            CompletableFuture<Void> build =
                    CompletableFuture.runAsync(() -> building().buildIndexes(tables.getFirst()), threads);
            await().until(() -> databases
                    .value(Side.NEW, "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'users'::regclass")
                    .equals("1"));
            databases.value(Side.NEW, """
                    SELECT pg_terminate_backend(pid) FROM pg_locks WHERE NOT granted AND relation = 'users'::regclass""");

            assertThatThrownBy(build::join).hasCauseInstanceOf(DatabaseUnavailable.class);
        }

        buildAll();
        assertThat(databases.rows(Side.NEW, CATALOGUE)).isEqualTo(before);
    }

    @Test
    void rows_that_break_a_unique_index_are_reported_by_its_name_and_the_rest_is_built_later() throws Exception {
        building().takeAway(tables);
        databases.target("INSERT INTO users (id, email) VALUES (1, 'secret@x'), (2, 'secret@x')");

        assertThatThrownBy(() -> building().buildIndexes(tables.getFirst()))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("one_email")
                .hasMessageNotContaining("secret");

        databases.target("DELETE FROM users");
        buildAll();
        assertThat(databases.rows(Side.NEW, CATALOGUE)).isEqualTo(before);
    }

    @Test
    void a_foreign_key_that_does_not_hold_is_reported_by_its_name() throws Exception {
        IndexBuilding impatient = building();
        impatient.takeAway(tables);
        databases.target("INSERT INTO orders (id, user_id) VALUES (1, 77)");
        tables.forEach(impatient::buildIndexes);

        assertThatThrownBy(() -> impatient.buildForeignKeys(tables))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("by_user");
    }

    @Test
    void a_foreign_key_that_was_never_taken_away_is_looked_at_too() throws Exception {
        databases.target("""
                SET session_replication_role = replica; INSERT INTO orders (id, user_id) VALUES (1, 77);
                RESET session_replication_role""");

        assertThatThrownBy(() -> building().buildForeignKeys(tables))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("by_user");
    }

    private IndexBuilding building() {
        return new PgIndexBuilding(databases.on(Side.NEW), IndexBuild.AFTER_COPY, SHORT, FEW);
    }

    private void buildAll() {
        tables.forEach(building()::buildIndexes);
        building().buildForeignKeys(tables);
    }
}
