package dev.theseus.jdbc.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.definition.DefinitionChange.Weight;
import dev.theseus.domain.definition.DefinitionRules;
import dev.theseus.domain.definition.Definitions;
import dev.theseus.domain.definition.Definitions.Sight;
import dev.theseus.domain.definition.Trait.Kind;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.keymap.KeyMap.End;
import dev.theseus.domain.keymap.KeyMap.Given;
import dev.theseus.domain.keymap.KeyMaps;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.preparation.Preparation;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.keymap.PgKeyMaps;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgDefinitionsTest {

    private static final MigrationId SHOP = new MigrationId("shop");

    private static final String TABLES = """
            CREATE TYPE mood AS ENUM ('good', 'bad');
            CREATE DOMAIN short AS text CHECK (length(value) < 100);
            CREATE TABLE users (id bigint PRIMARY KEY, email text NOT NULL DEFAULT '', age int, mood mood, nick short,
              note text NOT NULL DEFAULT '', domain text GENERATED ALWAYS AS (lower(email)) STORED);
            CREATE UNIQUE INDEX users_email ON users (email);
            CREATE TABLE visit (id bigint, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
            CREATE TABLE visit_1 PARTITION OF visit FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
            """;

    private TestDatabases databases;
    private TablePlan users;
    private TablePlan visit;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        users = databases.plan(1, "users", List.of("id"), List.of("id", "email", "age", "mood", "nick"));
        visit = databases.plan(2, "visit", List.of("id", "day"), List.of("id", "day"));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private Definitions watching(PgDatabase old) {
        PgBookkeepings.preparation(old, databases.on(Side.NEW)).prepare(SHOP);
        ChangeCapture capture = PgCapture.capture(old, LockPatience.DEFAULT);
        capture.install(users);
        capture.install(visit);
        Definitions definitions = PgDefinitions.definitions(old, databases.on(Side.NEW));
        definitions.keep(List.of(users, visit));
        return definitions;
    }

    private List<DefinitionChange> look(Definitions definitions) {
        return definitions.look(List.of(users, visit), Side.OLD);
    }

    private static List<String> texts(List<DefinitionChange> changes) {
        return changes.stream().map(DefinitionChange::text).toList();
    }

    /** By a role that may have its database note commands. */
    @Nested
    class OfASuperuser {

        private Definitions definitions;

        @BeforeEach
        void watch() throws SQLException {
            databases.both(TABLES);
            definitions = watching(databases.on(Side.OLD));
        }

        @Test
        void what_nobody_has_changed_is_as_it_was() throws SQLException {
            assertThat(definitions.sight(Side.OLD)).isEqualTo(Sight.COMMANDS);
            databases.old(
                    "INSERT INTO users (id) VALUES (1); ANALYZE users; CREATE TABLE other (id int); DROP TABLE other");

            assertThat(look(definitions)).isEmpty();
            definitions.keep(List.of(users, visit));
            assertThat(look(definitions)).isEmpty();
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource(delimiter = '|', textBlock = """
                ALTER TABLE users ADD COLUMN phone text NOT NULL DEFAULT ''       | STOPS | column phone was added: text
                ALTER TABLE users DROP COLUMN age                                 | STOPS | column age was dropped
                ALTER TABLE users ALTER COLUMN age TYPE bigint                    | STOPS | column age was integer and is bigint now
                ALTER TABLE users ALTER COLUMN email DROP NOT NULL                | STOPS | column email may be NULL now
                ALTER TABLE users ALTER COLUMN age SET NOT NULL                   | NOTED | column age is NOT NULL now
                ALTER TABLE users ALTER COLUMN note DROP DEFAULT                  | STOPS | the default of column note was dropped
                ALTER TABLE users ALTER COLUMN age SET DEFAULT 18                 | NOTED | the default of column age was added: 18
                ALTER TABLE users ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY| STOPS | how column id is generated was added
                ALTER TABLE users DROP CONSTRAINT users_pkey                      | STOPS | (id) is no unique key any more
                DROP INDEX users_email                                            | STOPS | unique index users_email was dropped
                CREATE UNIQUE INDEX by_nick ON users (nick)                       | STOPS | unique index by_nick was added
                ALTER TABLE users DISABLE TRIGGER theseus_capture_update          | STOPS | theseus_capture_update, which notes changes for the migration, was on in every session and is disabled now
                DROP TRIGGER theseus_capture_delete ON users                      | STOPS | theseus_capture_delete, which notes changes for the migration, was dropped
                DROP TABLE users                                                  | STOPS | it is gone
                ALTER TABLE users RENAME TO customers                             | STOPS | it is gone
                ALTER TABLE users DROP COLUMN note                                | NOTED | column note was dropped
                ALTER TYPE mood ADD VALUE 'so so'                                 | STOPS | what column mood may hold was labels 'good', 'bad' and is labels 'good', 'bad', 'so so' now
                ALTER DOMAIN short ADD CHECK (value <> '')                        | STOPS | what column nick may hold was
                CREATE INDEX by_age ON users (age)                                | NOTED | index by_age was added
                COMMENT ON COLUMN users.email IS 'where they read'                | NOTED | the comment on email is another one
                GRANT SELECT ON users TO PUBLIC                                   | NOTED | the grants on it are others
                CREATE STATISTICS twin ON age, email FROM users                   | NOTED | statistics twin was added
                ALTER TABLE users ADD CHECK (age > 0)                             | NOTED | constraint users_age_check was added
                ALTER TABLE users SET (fillfactor = 90)                           | NOTED | a command that changed nothing of what matters here
                CREATE TABLE visit_2 PARTITION OF visit DEFAULT                   | NOTED | partition public.visit_2 was added: DEFAULT
                DROP TABLE visit_1                                                | NOTED | partition public.visit_1 was dropped
                """)
        void each_kind_of_change_is_named_and_weighed(String command, Weight weight, String text) throws SQLException {
            databases.old("SET application_name = 'psql'; " + command);

            List<DefinitionChange> changes = look(definitions);

            assertThat(texts(changes)).anySatisfy(t -> assertThat(t).contains("of the old database: ", text));
            assertThat(changes.stream().map(DefinitionChange::weight).max(Enum::compareTo))
                    .contains(weight);
            assertThat(look(definitions)).as("until it is settled").hasSameSizeAs(changes);
            definitions.settle(changes);
            assertThat(look(definitions)).isEmpty();
        }

        @Test
        void a_trigger_that_gives_rows_other_keys_is_watched_and_mended() throws SQLException {
            KeyMap map = new KeyMap(
                    "users",
                    new End(users.old(), "id", new Given.Counted(1_000)),
                    new End(users.target(), "id", new Given.Counted(5_000)));
            KeyMaps maps = PgKeyMaps.keyMaps(databases.on(Side.OLD), databases.on(Side.NEW), LockPatience.DEFAULT);
            maps.install(map);
            assertThat(look(definitions)).isEmpty();
            databases.old(
                    "ALTER TABLE users DISABLE TRIGGER theseus_key_map_users_insert; INSERT INTO users VALUES (7)");

            assertThat(look(definitions)).singleElement().satisfies(c -> {
                assertThat(c.weight()).isEqualTo(Weight.STOPS);
                assertThat(c.text())
                        .contains("which gives rows their other keys, was on in every session and is disabled");
            });
            maps.mend(map, Side.OLD);
            databases.old("INSERT INTO users (id, email) VALUES (8, 'other')");
            assertThat(databases.rows(Side.OLD, "SELECT * FROM theseus_map.users ORDER BY old_id"))
                    .containsExactly("(7,5000)", "(8,5001)");
        }

        @Test
        void who_did_it_and_with_what_is_told() throws SQLException {
            databases.old("SET application_name = 'release 17'; ALTER TABLE users ADD COLUMN phone text");

            assertThat(texts(look(definitions)))
                    .singleElement()
                    .asString()
                    .contains("(ALTER TABLE by postgres with release 17 at 2");
        }

        @Test
        void capture_that_was_off_between_two_looks_is_not_missed() throws SQLException {
            databases.old("ALTER TABLE users DISABLE TRIGGER theseus_capture_update");
            databases.old("UPDATE users SET email = 'unnoted'");
            databases.old("ALTER TABLE users ENABLE ALWAYS TRIGGER theseus_capture_update");

            List<DefinitionChange> changes = look(definitions);

            assertThat(changes).singleElement().satisfies(c -> {
                assertThat(c.trait().kind()).isEqualTo(Kind.CAPTURE_GAP);
                assertThat(c.weight()).isEqualTo(Weight.STOPS);
                assertThat(c.text()).contains("were off, or gone (ALTER TABLE by postgres");
            });
            definitions.settle(changes);
            assertThat(look(definitions)).isEmpty();
        }

        @Test
        void what_has_changed_again_since_it_was_settled_is_told_again() throws SQLException {
            databases.old("ALTER TABLE users ALTER COLUMN age TYPE bigint");
            List<DefinitionChange> changes = look(definitions);
            databases.old("ALTER TABLE users ALTER COLUMN age TYPE numeric");
            definitions.settle(changes);

            assertThat(texts(look(definitions)))
                    .anySatisfy(t -> assertThat(t).contains("column age was integer and is numeric now"));
        }

        @Test
        void what_was_put_back_is_no_change_any_more() throws SQLException {
            databases.old("ALTER TABLE users ALTER COLUMN age TYPE bigint; ALTER TABLE users DROP COLUMN note");
            List<DefinitionChange> changes = look(definitions);
            databases.old(
                    "ALTER TABLE users ALTER COLUMN age TYPE int; ALTER TABLE users ADD COLUMN note text NOT NULL DEFAULT ''");

            definitions.settle(changes);

            assertThat(look(definitions)).isEmpty();
        }

        @Test
        void the_target_is_watched_by_rules_of_its_own() throws SQLException {
            databases.target("CREATE UNIQUE INDEX again ON users (nick); ALTER TABLE users ADD COLUMN extra text;"
                    + " ALTER TABLE users ADD CHECK (age > 0)");

            List<DefinitionChange> changes = look(definitions);

            assertThat(texts(DefinitionRules.stopping(changes)))
                    .singleElement()
                    .asString()
                    .contains("of the new database: constraint users_age_check was added");
            assertThat(changes).hasSize(2);
        }

        @Test
        void capture_that_is_installed_anew_is_no_change() throws SQLException {
            ChangeCapture capture = PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT);
            databases.old("CREATE TABLE visit_2 PARTITION OF visit DEFAULT");
            definitions.settle(look(definitions));
            capture.install(visit);
            assertThat(capture.state(visit)).isEqualTo(ChangeCapture.State.INSTALLED);
            assertThat(look(definitions)).isEmpty();

            databases.old("DROP TRIGGER theseus_capture_truncate ON visit_2");
            assertThat(texts(look(definitions)))
                    .singleElement()
                    .asString()
                    .contains("theseus_capture_truncate on public.visit_2");
        }

        @Test
        void nothing_is_left_behind() throws SQLException {
            String triggers = "SELECT count(*) FROM pg_event_trigger";
            assertThat(databases.value(Side.OLD, triggers)).isEqualTo("2");
            Preparation preparation = PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW));

            preparation.remove(SHOP);

            assertThat(databases.value(Side.OLD, triggers)).isEqualTo("0");
            assertThat(databases.value(Side.NEW, triggers)).isEqualTo("0");
            assertThat(look(definitions)).isEmpty();
            databases.old("ALTER TABLE users ADD COLUMN later text; DROP TABLE users");
        }

        @Test
        void somebody_who_drops_our_schema_by_hand_is_not_held_up() throws SQLException {
            databases.old("DROP SCHEMA theseus CASCADE");

            databases.old("ALTER TABLE users ADD COLUMN later text");
            assertThat(look(definitions)).isEmpty();
        }

        @Test
        void it_can_be_forgotten_without_the_bookkeeping() throws SQLException {
            definitions.forget();
            databases.old("ALTER TABLE users ADD COLUMN later text");

            assertThat(look(definitions)).isEmpty();
            assertThat(definitions.sight(Side.OLD)).isEqualTo(Sight.LOOKS);
        }

        @Test
        void a_command_never_fails_for_our_sake() throws SQLException {
            databases.old("ALTER TABLE theseus.definition_command RENAME TO elsewhere");

            databases.old("ALTER TABLE users ADD COLUMN later text");

            assertThat(databases.value(Side.OLD, "SELECT count(later) FROM users"))
                    .isEqualTo("0");
        }
    }

    /** By a role that owns the tables and no more. */
    @Nested
    class OfAnOwner {

        private Definitions definitions;
        private PgDatabase old;

        @BeforeEach
        void watch() throws SQLException {
            String role = "owner_of_tables";
            databases.old(
                    "DO $$BEGIN CREATE ROLE " + role + " LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END$$;");
            databases.old("DO $$BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO " + role
                    + "', current_database()); END$$; GRANT CREATE ON SCHEMA public TO " + role);
            databases.old("SET ROLE " + role + "; " + TABLES);
            databases.target(TABLES);
            old = PgDatabase.open(
                    Side.OLD, databases.url(Side.OLD).replace("user=postgres", "user=" + role), null, null, 4);
            definitions = watching(old);
        }

        @AfterEach
        void closeOld() {
            old.close();
        }

        @Test
        void changes_are_found_by_looking() throws SQLException {
            assertThat(definitions.sight(Side.OLD)).isEqualTo(Sight.LOOKS);
            databases.old("ALTER TABLE users ADD COLUMN phone text; CREATE INDEX by_age ON users (age);"
                    + " ALTER TABLE users DISABLE TRIGGER theseus_capture_insert");

            assertThat(texts(look(definitions)))
                    .containsExactly(
                            "table public.users of the old database: column phone was added: text (found by comparing definitions)",
                            "table public.users of the old database: index by_age was added: CREATE INDEX by_age ON public.users USING btree (age) (found by comparing definitions)",
                            "table public.users of the old database: trigger theseus_capture_insert, which notes changes for the migration, was on in every session and is disabled now (found by comparing definitions)");
        }

        @Test
        void what_was_undone_between_two_looks_is_not_seen() throws SQLException {
            databases.old("ALTER TABLE users ADD COLUMN phone text; ALTER TABLE users DROP COLUMN phone");

            assertThat(look(definitions)).isEmpty();
        }
    }
}
