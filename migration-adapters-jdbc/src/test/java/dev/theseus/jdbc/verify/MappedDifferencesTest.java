package dev.theseus.jdbc.verify;

import static dev.theseus.jdbc.testing.Mappings.image;
import static dev.theseus.jdbc.testing.Mappings.join;
import static dev.theseus.jdbc.testing.Mappings.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.Divergence.Kind;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.testing.TestDatabases;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Differences that are planted between a table and the image of the other one. */
class MappedDifferencesTest {

    private TestDatabases databases;
    private MappedTables tables;

    @BeforeEach
    void open() throws Exception {
        databases = TestDatabases.create();
        tables = MappedTables.of(databases);
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private static Divergence different(String key, String... columns) {
        return new Divergence(RowKey.of(key), Kind.DIFFERENT, List.of(columns));
    }

    private static Divergence missing(String key) {
        return new Divergence(RowKey.of(key), Kind.MISSING_ON_NEW, List.of());
    }

    private static Divergence extra(String key) {
        return new Divergence(RowKey.of(key), Kind.EXTRA_ON_NEW, List.of());
    }

    private void equal(TablePlan plan, Direction direction) throws Exception {
        TableComparison comparison = tables.compare(plan, direction);
        assertThat(comparison.examples()).isEmpty();
        assertThat(comparison.divergences() + comparison.unsettled() + comparison.lagging())
                .isZero();
        assertThat(comparison.rowsOld()).isPositive();
        assertThat(tables.independently(plan, direction).first()).isEmpty();
    }

    /** Both comparisons, which share no code, must say the same. */
    private void finds(TablePlan plan, Direction direction, Divergence... planted) throws Exception {
        assertThat(tables.differences(plan, direction)).containsExactlyInAnyOrder(planted);
        assertThat(tables.independently(plan, direction).first())
                .extracting(MappedDifferencesTest::withoutKey)
                .containsExactlyInAnyOrderElementsOf(Stream.of(planted)
                        .map(MappedDifferencesTest::withoutKey)
                        .toList());
    }

    /** It names rows by the key of the side that follows. */
    private static String withoutKey(Divergence divergence) {
        return divergence.kind() + " " + divergence.columns();
    }

    /** Renamed, split, of another type, computed, with defaults. */
    @Nested
    class OneToOne {

        private final Image forward = image(
                "id",
                "user_id",
                "user_id<id",
                "email",
                "first_name=split_part(t.name, ' ', 1)",
                "last_name=split_part(t.name, ' ', 2)",
                "cents=(t.balance * 100)::bigint",
                "price=t.balance / 3",
                "adult=t.age >= 18",
                "age<age",
                "note=nullif(t.note, '')",
                "status=CASE t.status WHEN 'on' THEN 1 WHEN 'off' THEN 0 END",
                "seen=t.seen AT TIME ZONE 'UTC'",
                "city=t.data->>'city'",
                "rate=t.balance / 7",
                "code=t.note");
        private final Image reverse = image(
                "user_id",
                "id",
                "id<user_id",
                "email",
                "name=t.first_name || ' ' || t.last_name",
                "balance=t.cents / 100.0",
                "age<age",
                "status=CASE t.status WHEN 1 THEN 'on' WHEN 0 THEN 'off' END",
                "seen=t.seen AT TIME ZONE 'UTC'");
        private final TablePlan plan = plan(1, "users", "people", Optional.of(forward), Optional.of(reverse));

        @BeforeEach
        void fill() throws Exception {
            databases.old("CREATE TYPE status AS ENUM ('on', 'off');"
                    + " CREATE TABLE users (id int PRIMARY KEY, email varchar(60) NOT NULL, name text, balance numeric(12,2),"
                    + " age smallint, note text, status status, seen timestamp, data jsonb);"
                    + " INSERT INTO users SELECT i, 'u' || i || '@x', 'First' || i || ' Last' || i, i + 0.25, i % 90, CASE i % 3"
                    + " WHEN 0 THEN '' WHEN 1 THEN 'n' || i END, CASE WHEN i % 2 = 0 THEN 'on'::status ELSE 'off' END,"
                    + " '2024-02-29 12:00'::timestamp + i * interval '1 h', jsonb_build_object('city', 'c' || i)"
                    + " FROM generate_series(1, 1000) i");
            databases.target(
                    "CREATE TABLE people (user_id bigint PRIMARY KEY, email text NOT NULL, first_name text, last_name"
                            + " varchar(40), cents bigint, price numeric(12,2), adult boolean, age text, note text, status int,"
                            + " seen timestamptz, city text, rate numeric, code char(8), created_at timestamptz DEFAULT now());"
                            + " INSERT INTO people SELECT i, 'u' || i || '@x', 'First' || i, 'Last' || i, (i + 0.25) * 100,"
                            + " (i + 0.25) / 3, i % 90 >= 18, i % 90, CASE WHEN i % 3 = 1 THEN 'n' || i END, 1 - i % 2,"
                            + " ('2024-02-29 12:00'::timestamp + i * interval '1 h') AT TIME ZONE 'UTC', 'c' || i,"
                            + " (i + 0.25)::numeric(12,2) / 7, CASE i % 3 WHEN 0 THEN '' WHEN 1 THEN 'n' || i END"
                            + " FROM generate_series(1, 1000) i");
        }

        @Test
        void whatTheMappingSaysIsEqualInBothDirections() throws Exception {
            equal(plan, Direction.FORWARD);
            equal(plan, Direction.REVERSE);
        }

        @Test
        void everyColumnThatSaysSomethingElseIsFoundAndNamed() throws Exception {
            databases.target("UPDATE people SET first_name = 'first1' WHERE user_id = 1;"
                    + " UPDATE people SET last_name = last_name || ' ' WHERE user_id = 2;"
                    + " UPDATE people SET cents = cents + 1 WHERE user_id = 3;"
                    + " UPDATE people SET price = price + 0.01 WHERE user_id = 4;"
                    + " UPDATE people SET adult = NOT adult WHERE user_id = 5;"
                    + " UPDATE people SET age = '0' || age WHERE user_id = 6;"
                    + " UPDATE people SET note = '' WHERE user_id = 9;"
                    + " UPDATE people SET status = NULL WHERE user_id = 10;"
                    + " UPDATE people SET seen = seen + interval '1 us' WHERE user_id = 11;"
                    + " UPDATE people SET city = 'C12' WHERE user_id = 12;"
                    + " UPDATE people SET rate = rate::numeric(30,17) + 0.00000000000000000 WHERE user_id = 13;"
                    + " UPDATE people SET code = 'x' WHERE user_id = 16;"
                    + " UPDATE people SET created_at = NULL WHERE user_id = 17;"
                    + " DELETE FROM people WHERE user_id = 18; INSERT INTO people (user_id, email) VALUES (2000, 'e')");

            finds(
                    plan,
                    Direction.FORWARD,
                    different("1", "first_name"),
                    different("2", "last_name"),
                    different("3", "cents"),
                    different("4", "price"),
                    different("5", "adult"),
                    different("6", "age"),
                    different("9", "note"),
                    different("10", "status"),
                    different("11", "seen"),
                    different("12", "city"),
                    different("13", "rate"),
                    different("16", "code"),
                    missing("18"),
                    extra("2000"));
        }

        /** What has no way back is left out; the keys are new's, since new has authority. */
        @Test
        void onTheWayBackOldIsWhatDiffers() throws Exception {
            databases.old("UPDATE users SET name = 'First1 last1' WHERE id = 1;"
                    + " UPDATE users SET balance = balance + 0.01 WHERE id = 2;"
                    + " UPDATE users SET note = 'lost', data = NULL WHERE id = 3;"
                    + " UPDATE users SET status = 'on' WHERE id = 5; UPDATE users SET age = NULL WHERE id = 6;"
                    + " DELETE FROM users WHERE id = 7; INSERT INTO users (id, email) VALUES (3000, 'e')");

            finds(
                    plan,
                    Direction.REVERSE,
                    different("1", "name"),
                    different("2", "balance"),
                    different("5", "status"),
                    different("6", "age"),
                    extra("7"),
                    missing("3000"));
        }

        /** A value whose only fault is that new was filled by another mapping. */
        @Test
        void aColumnThatWasFilledByAnotherMappingIsFoundInOnePassWithTableColumnKeyAndDigests() throws Exception {
            databases.target("UPDATE people SET last_name = upper(last_name)");

            TableComparison comparison = tables.compare(plan, Direction.FORWARD);

            assertThat(comparison.divergences()).isEqualTo(1000);
            assertThat(comparison.table()).isEqualTo(plan.old());
            assertThat(comparison.target()).isEqualTo(plan.target());
            assertThat(comparison.examples())
                    .hasSize(TableComparison.MAXIMUM_EXAMPLES)
                    .allSatisfy(example -> {
                        assertThat(example.columns()).containsExactly("last_name");
                        Divergence.Digests digests = example.digests().getFirst();
                        assertThat(digests.old()).matches("[0-9a-f]{16}").isNotEqualTo(digests.target());
                        assertThat(digests.target()).matches("[0-9a-f]{16}");
                        assertThat(example.toString()).doesNotContainIgnoringCase("last" + example.key());
                    });
        }

        @Test
        void aSlowerHashFindsTheSame() throws Exception {
            databases.target("UPDATE people SET note = '' WHERE user_id = 9");
            for (RowHash hash : RowHash.values()) {
                tables.forget();
                StandingRelay standing = new StandingRelay();
                List<Divergence> found = new PgVerification(
                                new TablePair.Ground(databases.on(Side.OLD), databases.on(Side.NEW), Direction.FORWARD),
                                new Repairs(PgCapture.log(databases.on(Side.OLD)), standing, standing),
                                ComparedTable.SETTINGS,
                                ComparedTable.conduct(
                                        servers -> new Digests(hash, new ExactForm(ExactForm.Encodings.DIFFERENT))))
                        .verify(List.of(plan), one -> {})
                        .tables()
                        .getFirst()
                        .examples();

                assertThat(found).extracting(Divergence::withoutDigests).containsExactly(different("9", "note"));
            }
        }
    }

    /** One table that becomes two. */
    @Nested
    class Split {

        private final TablePlan first = plan(
                1,
                "u",
                "u1",
                Optional.of(image("id", "id", "id", "name")),
                Optional.of(image("id", "id", List.of(join("b", "u2", "u_id")), "id", "name", "street=b.street")));
        private final TablePlan second =
                plan(2, "u", "u2", Optional.of(image("id", "u_id", "u_id<id", "street")), Optional.empty());

        @BeforeEach
        void fill() throws Exception {
            databases.old("CREATE TABLE u (id int PRIMARY KEY, name text, street text);"
                    + " INSERT INTO u SELECT i, 'n' || i, 's' || i FROM generate_series(1, 500) i");
            databases.target("CREATE TABLE u1 (id int PRIMARY KEY, name text);"
                    + " CREATE TABLE u2 (u_id int PRIMARY KEY, street text);"
                    + " INSERT INTO u1 SELECT i, 'n' || i FROM generate_series(1, 500) i;"
                    + " INSERT INTO u2 SELECT i, 's' || i FROM generate_series(1, 500) i");
        }

        @Test
        void eachPartIsComparedByItselfAndTheWholeOnTheWayBack() throws Exception {
            equal(first, Direction.FORWARD);
            equal(second, Direction.FORWARD);
            equal(first, Direction.REVERSE);

            databases.target("UPDATE u1 SET name = 'x' WHERE id = 5; UPDATE u2 SET street = NULL WHERE u_id = 6;"
                    + " DELETE FROM u2 WHERE u_id = 7; INSERT INTO u2 VALUES (900, 's')");

            finds(first, Direction.FORWARD, different("5", "name"));
            finds(second, Direction.FORWARD, different("6", "street"), missing("7"), extra("900"));
            finds(first, Direction.REVERSE, different("5", "name"), different("6", "street"), different("7", "street"));
        }

        @Test
        void aDirectionInWhichAnotherPlanCarriesTheRowsIsLeftOut() throws Exception {
            StandingRelay standing = new StandingRelay();
            Repairs repairs = new Repairs(PgCapture.log(databases.on(Side.NEW)), standing, standing);

            assertThat(PgVerifications.verification(
                                    databases.on(Side.OLD),
                                    databases.on(Side.NEW),
                                    Direction.REVERSE,
                                    repairs,
                                    ComparedTable.SETTINGS,
                                    Rest.NONE)
                            .verify(List.of(first, second), one -> {})
                            .tables())
                    .extracting(TableComparison::target)
                    .containsExactly(first.target());
            assertThatThrownBy(() -> tables.independently(second, Direction.REVERSE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("public.u");
        }
    }

    /** Two tables that become one. */
    @Nested
    class Merge {

        private final TablePlan first = plan(
                1,
                "a",
                "c",
                Optional.of(image("id", "id", List.of(join("b", "b", "a_id")), "id", "v", "w=b.w")),
                Optional.of(image("id", "id", "id", "v")));
        private final TablePlan second =
                plan(2, "b", "c", Optional.empty(), Optional.of(image("id", "a_id", "a_id<id", "w")));

        @BeforeEach
        void fill() throws Exception {
            databases.old("CREATE TABLE a (id int PRIMARY KEY, v text); CREATE TABLE b (a_id int PRIMARY KEY, w text);"
                    + " INSERT INTO a SELECT i, 'v' || i FROM generate_series(1, 500) i;"
                    + " INSERT INTO b SELECT i, 'w' || i FROM generate_series(1, 499) i");
            databases.target(
                    "CREATE TABLE c (id int PRIMARY KEY, v text, w text);"
                            + " INSERT INTO c SELECT i, 'v' || i, CASE WHEN i < 500 THEN 'w' || i END FROM generate_series(1, 500) i");
        }

        @Test
        void bothSourcesAreCompared() throws Exception {
            equal(first, Direction.FORWARD);
            equal(first, Direction.REVERSE);
            databases.target("UPDATE c SET w = '' WHERE id = 500; UPDATE c SET v = 'x' WHERE id = 1;"
                    + " UPDATE c SET w = 'y' WHERE id = 2; DELETE FROM c WHERE id = 3");

            finds(
                    first,
                    Direction.FORWARD,
                    different("500", "w"),
                    different("1", "v"),
                    different("2", "w"),
                    missing("3"));
            finds(first, Direction.REVERSE, different("1", "v"), missing("3"));
            // on the way back each row of c is one of b
            finds(second, Direction.REVERSE, different("2", "w"), missing("3"), extra("500"));
        }
    }

    /** Keys that have other values on the other side. */
    @Nested
    class RenamedKeys {

        private final Image forward = image("id", "code", "code='U' || t.id", "v");
        private final Image back = image("code", "id", "id=substr(t.code, 2)::int", "v");

        @BeforeEach
        void fill() throws Exception {
            databases.old("CREATE TABLE k (id int PRIMARY KEY, v text);"
                    + " INSERT INTO k SELECT i, 'v' || i FROM generate_series(1, 500) i");
            databases.target("CREATE TABLE m (code varchar(20) PRIMARY KEY, v text);"
                    + " INSERT INTO m SELECT 'U' || i, 'v' || i FROM generate_series(1, 500) i;");
        }

        @Test
        void rowsAreNamedByTheKeyOfTheSideWithAuthorityAsFarAsItLeadsBack() throws Exception {
            TablePlan plan = plan(1, "k", "m", Optional.of(forward), Optional.of(back));
            equal(plan, Direction.FORWARD);
            equal(plan, Direction.REVERSE);
            databases.target("UPDATE m SET v = NULL WHERE code = 'U7'; DELETE FROM m WHERE code = 'U8';"
                    + " INSERT INTO m VALUES ('U700', 'v'), ('nonsense', 'v'), ('U0009', 'v')");

            finds(
                    plan,
                    Direction.FORWARD,
                    different("7", "v"),
                    missing("8"),
                    extra("700"),
                    extra("nonsense"),
                    extra("U0009"));
        }

        @Test
        void anExtraRowIsADivergenceEvenIfNothingLeadsBack() throws Exception {
            TablePlan plan = plan(1, "k", "m", Optional.of(forward), Optional.empty());
            databases.target(
                    "INSERT INTO m VALUES ('U700', 'v'), ('nonsense', 'v'); UPDATE m SET v = '' WHERE code = 'U7'");

            finds(plan, Direction.FORWARD, different("7", "v"), extra("U700"), extra("nonsense"));
        }

        @Test
        void anExtraRowIsLeftAloneWhileItsDeletionMayBeUnderWay() throws Exception {
            TablePlan plan = plan(1, "k", "m", Optional.of(forward), Optional.empty());
            databases.target("INSERT INTO m VALUES ('U700', 'v')");
            tables.forget();
            databases.old("INSERT INTO theseus.change_log (table_no, key) VALUES (1, ARRAY['700'])");

            TableComparison comparison = tables.compare(plan, Direction.FORWARD);

            assertThat(comparison.divergences()).isZero();
            assertThat(comparison.unsettled()).isEqualTo(1);
        }

        @Test
        void aRowIsLookedAtAndDrawnFromEitherSideByTheKeyOfOld() throws Exception {
            TablePlan plan = plan(1, "k", "m", Optional.of(forward), Optional.of(back));
            databases.target("DELETE FROM m WHERE code <> 'U7'");
            databases.old("UPDATE k SET v = 'other' WHERE id = 9");
            RowCheck check = PgVerifications.rowCheck(
                    databases.on(Side.OLD),
                    databases.on(Side.NEW),
                    Direction.FORWARD,
                    PgCapture.log(databases.on(Side.OLD)));

            assertThat(check.randomKey(plan, Side.NEW).filter(k -> !k.equals(RowKey.of("7"))))
                    .isEmpty();
            assertThat(check.look(plan, List.of(RowKey.of("7"), RowKey.of("9"), RowKey.of("12345"))))
                    .containsEntry(RowKey.of("7"), RowCheck.Found.EQUAL)
                    .containsEntry(RowKey.of("9"), RowCheck.Found.DIFFERENT)
                    .containsEntry(RowKey.of("12345"), RowCheck.Found.EQUAL);
        }
    }

    @Test
    void aRowWhoseKeyOnNewIsUnknownIsMissing() throws Exception {
        databases.old("CREATE TABLE n (id int PRIMARY KEY, v text); INSERT INTO n VALUES (1, 'v'), (2, 'v');"
                + " CREATE TABLE key_map (id int PRIMARY KEY, no int); INSERT INTO key_map VALUES (1, 100)");
        databases.target("CREATE TABLE n (no int PRIMARY KEY, v text); INSERT INTO n VALUES (100, 'v')");
        TablePlan plan = plan(
                1,
                "n",
                "n",
                Optional.of(image("id", "no", "no=(SELECT m.no FROM public.key_map m WHERE m.id = t.id)", "v")),
                Optional.empty());

        finds(plan, Direction.FORWARD, missing("2"));
    }

    @Test
    void aDeclaredLossIsLeftOut() throws Exception {
        databases.old(
                "CREATE TABLE l (id int PRIMARY KEY, v text, w text); INSERT INTO l VALUES (1, 'v', 'w'), (2, 'v', 'w')");
        databases.target(
                "CREATE TABLE l (id int PRIMARY KEY, v text, w text); INSERT INTO l VALUES (1, 'x', 'w'), (2, 'v', 'x')");
        Image all = image("id", "id", "id", "v", "w");
        TablePlan plan = plan(
                1,
                "l",
                "l",
                Optional.of(new Image(
                        all.sourceKey(), all.targetKey(), all.columns(), List.of(), Optional.empty(), List.of("v"))),
                Optional.empty());

        finds(plan, Direction.FORWARD, different("2", "w"));
    }

    @Test
    void rowsThatCanNotBeMappedAreNamedAndAllOthersAreCompared() throws Exception {
        databases.old(
                "CREATE TABLE s (a int, b text, v text, w text, PRIMARY KEY (a, b)); INSERT INTO s"
                        + " SELECT i, 'it''s ' || i, CASE WHEN i IN (7, 4321) THEN 'two' ELSE i::text END, i FROM generate_series(1, 5000) i");
        databases.target("CREATE TABLE s (a int, b text, v int, w text, PRIMARY KEY (a, b)); INSERT INTO s"
                + " SELECT i, 'it''s ' || i, i, i FROM generate_series(1, 4999) i WHERE i <> 4321;"
                + " UPDATE s SET v = 0 WHERE a = 17");
        Image image = image("a,b", "a,b", "a", "b", "v=t.v::int", "w");
        TablePlan plan = plan(1, "s", "s", Optional.of(image), Optional.empty());

        TableComparison comparison = tables.compare(plan, Direction.FORWARD);

        assertThat(comparison.examples())
                .extracting(Divergence::withoutDigests)
                .containsExactlyInAnyOrder(
                        new Divergence(RowKey.of("7", "it's 7"), Kind.NOT_MAPPED, List.of("v")),
                        new Divergence(RowKey.of("4321", "it's 4321"), Kind.NOT_MAPPED, List.of("v")),
                        new Divergence(RowKey.of("17", "it's 17"), Kind.DIFFERENT, List.of("v")),
                        new Divergence(RowKey.of("5000", "it's 5000"), Kind.MISSING_ON_NEW, List.of()));
        assertThat(comparison.divergences()).isEqualTo(4);
        assertThat(comparison.rowsOld()).isEqualTo(4998);
    }

    @Test
    void aRowOfWhichTheConditionOrTheKeyCanNotBeComputedIsNamedToo() throws Exception {
        databases.old("CREATE TABLE s (id text PRIMARY KEY, kind text); INSERT INTO s VALUES ('1', '1'), ('2', 'x'),"
                + " ('three', '1'), ('4', '0')");
        databases.target("CREATE TABLE s (id int PRIMARY KEY); INSERT INTO s VALUES (1), (2)");
        Image all = image("id", "id", "id=t.id::int");
        TablePlan plan = plan(
                1,
                "s",
                "s",
                Optional.of(new Image(
                        all.sourceKey(), all.targetKey(), all.columns(), List.of(), Optional.of("t.kind::int = 1"))),
                Optional.of(image("id", "id", "id=t.id::text")));

        assertThat(tables.compare(plan, Direction.FORWARD).examples())
                .containsExactlyInAnyOrder(
                        new Divergence(RowKey.of("2"), Kind.NOT_MAPPED, List.of()),
                        new Divergence(RowKey.of("three"), Kind.NOT_MAPPED, List.of()));
    }

    @Test
    void whereMoreThanSomeRowsCanNotBeMappedItIsTheMapping() throws Exception {
        databases.old(
                "CREATE TABLE s (id int PRIMARY KEY, v text); INSERT INTO s SELECT i, 'two' FROM generate_series(1, 1500) i");
        databases.target("CREATE TABLE s (id int PRIMARY KEY, v int)");
        TablePlan plan = plan(1, "s", "s", Optional.of(image("id", "id", "id", "v=t.v::int")), Optional.empty());

        assertThatThrownBy(() -> tables.compare(plan, Direction.FORWARD))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("public.s in the old database")
                .hasMessageContaining("theseus.set_aside")
                .hasMessageNotContaining("two");
    }

    @Test
    void aFilterKeepsRowsOutAndPartitionsAndGeneratedColumnsAreRead() throws Exception {
        databases.old(
                "CREATE TABLE p (id int, kind text, v int, twice int GENERATED ALWAYS AS (v * 2) STORED,"
                        + " PRIMARY KEY (id)) PARTITION BY RANGE (id);"
                        + " CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (300);"
                        + " CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (300) TO (10000);"
                        + " INSERT INTO p SELECT i, CASE WHEN i % 5 = 0 THEN 'temp' ELSE 'kept' END, i FROM generate_series(1, 600) i");
        databases.target("CREATE TABLE q (no int PRIMARY KEY, v int, twice int GENERATED ALWAYS AS (v * 2) STORED);"
                + " INSERT INTO q SELECT i, i FROM generate_series(1, 600) i WHERE i % 5 <> 0");
        Image same = image("id", "no", "no<id", "v");
        TablePlan plan = plan(
                1,
                "p",
                "q",
                Optional.of(new Image(
                        same.sourceKey(), same.targetKey(), same.columns(), List.of(), Optional.of("t.kind = 'kept'"))),
                Optional.empty());
        equal(plan, Direction.FORWARD);

        databases.old("UPDATE p SET kind = 'temp' WHERE id = 301; UPDATE p SET kind = 'kept' WHERE id = 5");
        databases.target(
                "ALTER TABLE q DROP COLUMN twice;"
                        + " ALTER TABLE q ADD COLUMN twice int GENERATED ALWAYS AS (v * 2) STORED; UPDATE q SET v = 0 WHERE no = 302");

        assertThat(tables.differences(plan, Direction.FORWARD))
                .containsExactlyInAnyOrder(extra("301"), missing("5"), different("302", "v", "twice"));
    }
}
