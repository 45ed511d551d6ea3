package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static dev.theseus.jdbc.gateway.GatewayScene.shadowing;
import static dev.theseus.jdbc.testing.Mappings.image;
import static dev.theseus.jdbc.testing.Mappings.join;
import static dev.theseus.jdbc.testing.Mappings.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.comparison.RowByRowComparison;
import dev.theseus.jdbc.gateway.GatewayMeters.Shadow;
import dev.theseus.jdbc.gateway.Written.OnTarget;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.SqlWork;
import dev.theseus.jdbc.relay.PgRelays;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A service that speaks of old's tables and rows while new has others: renamed, split and merged ones. */
class MappedTablesTest {

    private static final RequestContext ANN = RequestContext.of("ann");

    private static final TablePlan PEOPLE = plan(
            2,
            "users",
            "people",
            Optional.of(image(
                    "id",
                    "code",
                    "code='U' || t.id",
                    "first_name=split_part(t.name, ' ', 1)",
                    "last_name=split_part(t.name, ' ', 2)")),
            Optional.of(image("code", "id", "id=substr(t.code, 2)::int", "name=t.first_name || ' ' || t.last_name")));
    private static final TablePlan FIRST_PART = plan(
            3,
            "u",
            "u1",
            Optional.of(image("id", "id", "id", "name")),
            Optional.of(image("id", "id", List.of(join("b", "u2", "u_id")), "id", "name", "street=b.street")));
    private static final TablePlan SECOND_PART =
            plan(4, "u", "u2", Optional.of(image("id", "u_id", "u_id<id", "street")), Optional.empty());
    private static final TablePlan MERGED = plan(
            5,
            "a",
            "c",
            Optional.of(image("id", "id", List.of(join("b", "b", "a_id")), "id", "v", "w=b.w")),
            Optional.of(image("id", "id", "id", "v")));
    private static final TablePlan MERGED_IN =
            plan(6, "b", "c", Optional.empty(), Optional.of(image("id", "a_id", "a_id<id", "w")));

    private record User(int id, String name) {}

    private record Person(String code, String firstName, String lastName) {}

    private final ConcurrentLinkedQueue<Shadow> shadows = new ConcurrentLinkedQueue<>();
    private GatewayScene scene;
    private Gateway gateway;

    @BeforeEach
    void open() throws SQLException {
        scene = GatewayScene.create();
        scene.databases.old("CREATE TABLE users (id int PRIMARY KEY, name text);"
                + " CREATE TABLE u (id int PRIMARY KEY, name text, street text);"
                + " CREATE TABLE a (id int PRIMARY KEY, v text); CREATE TABLE b (a_id int PRIMARY KEY, w text);"
                + " INSERT INTO users VALUES (1, 'Ann Lee'); INSERT INTO u VALUES (1, 'n', 's');"
                + " INSERT INTO a VALUES (1, 'v'); INSERT INTO b VALUES (1, 'w')");
        scene.databases.target("CREATE TABLE people (code text PRIMARY KEY, first_name text, last_name text);"
                + " CREATE TABLE u1 (id int PRIMARY KEY, name text);"
                + " CREATE TABLE u2 (u_id int PRIMARY KEY, street text CHECK (street <> 'bad'));"
                + " CREATE TABLE c (id int PRIMARY KEY, v text, w text);"
                + " INSERT INTO people VALUES ('U1', 'Ann', 'Lee'); INSERT INTO u1 VALUES (1, 'n');"
                + " INSERT INTO u2 VALUES (1, 's'); INSERT INTO c VALUES (1, 'v', 'w')");
        for (TablePlan plan : List.of(PEOPLE, FIRST_PART, SECOND_PART, MERGED, MERGED_IN)) {
            scene.add(plan);
        }
        gateway = scene.node(
                Gateways.gateway(GatewayScene.patient("one"), scene.pool(Side.OLD, 10), scene.pool(Side.NEW, 10))
                        .comparison(ReadComparison.BY_VALUE.through(User.class, MappedTablesTest::asPerson))
                        .meters(new GatewayMeters() {
                            @Override
                            public void shadow(Shadow outcome) {
                                shadows.add(outcome);
                            }
                        }));
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private static Person asPerson(User user) {
        String[] names = user.name().split(" ", 2);
        return new Person("U" + user.id(), names[0], names[1]);
    }

    private void publish(Phase phase, RolloutPolicy policy) {
        scene.publish(phase, policy);
        scene.seenBy(gateway);
    }

    private static Touched row(TablePlan plan, int id) {
        return Touched.row(plan.old(), RowKey.of(Integer.toString(id)));
    }

    private static SqlWork<Integer> sql(String statement) {
        return connection -> {
            try (Statement update = connection.createStatement()) {
                return update.executeUpdate(statement);
            }
        };
    }

    private static SqlWork<Object> user(int id) {
        return connection -> {
            try (PreparedStatement query =
                            connection.prepareStatement("SELECT name FROM public.users WHERE id = " + id);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return new User(id, row.getString(1));
            }
        };
    }

    private static SqlWork<Object> person(int id) {
        return connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                            "SELECT first_name, last_name FROM public.people WHERE code = 'U" + id + "'");
                    ResultSet row = query.executeQuery()) {
                row.next();
                return new Person("U" + id, row.getString(1), row.getString(2));
            }
        };
    }

    private String onNew(String query) throws SQLException {
        return String.valueOf(scene.databases.value(Side.NEW, query));
    }

    private String onOld(String query) throws SQLException {
        return String.valueOf(scene.databases.value(Side.OLD, query));
    }

    @Test
    void aWriteIsInNewUnderItsOtherKeyWhenItReturnsAndItsTokenIsReadThere() throws SQLException {
        publish(Phase.RAMPING, everybody());

        Written<Integer> written = gateway.write(row(PEOPLE, 7), sql("INSERT INTO public.users VALUES (7, 'Bo Dee')"));

        assertThat(written.target()).isEqualTo(OnTarget.APPLIED);
        assertThat(onNew("SELECT first_name || '/' || last_name FROM people WHERE code = 'U7'"))
                .isEqualTo("Bo/Dee");
        assertThat(written.token().fresh()).hasSize(1);
        assertThat(gateway.<Object>read(ANN.after(written.token()), row(PEOPLE, 7), user(7), person(7)))
                .isEqualTo(new Person("U7", "Bo", "Dee"));
        assertThat(gateway.write(row(PEOPLE, 7), sql("DELETE FROM public.users WHERE id = 7"))
                        .target())
                .isEqualTo(OnTarget.APPLIED);
        assertThat(onNew("SELECT count(*) FROM people WHERE code = 'U7'")).isEqualTo("0");
    }

    @Test
    void aRowThatIsSplitIsFreshOnlyWhenAllItsPartsAreInNew() throws SQLException {
        publish(Phase.RAMPING, everybody());

        Written<Integer> whole =
                gateway.write(row(FIRST_PART, 1), sql("UPDATE public.u SET name = 'x', street = 'y' WHERE id = 1"));
        assertThat(whole.target()).isEqualTo(OnTarget.APPLIED);
        assertThat(whole.token().fresh()).hasSize(1);
        assertThat(onNew("SELECT name || street FROM u1 JOIN u2 ON u_id = id")).isEqualTo("xy");

        Written<Integer> half =
                gateway.write(row(FIRST_PART, 1), sql("UPDATE public.u SET name = 'z', street = 'bad' WHERE id = 1"));
        assertThat(half.target()).isEqualTo(OnTarget.LEFT_TO_RELAY);
        assertThat(half.token().fresh()).isEmpty();
        assertThat(read(half.token())).isEqualTo("old");
    }

    private String read(ConsistencyToken token) throws SQLException {
        return gateway.read(ANN.after(token), row(FIRST_PART, 1), session -> "old", session -> "new");
    }

    @Test
    void rowsSetAsideOfOnePartKeepReadsOfTheWholeOnOld() throws SQLException {
        publish(Phase.RAMPING, everybody());
        assertThat(read(ConsistencyToken.NONE)).isEqualTo("new");

        scene.databases.old("INSERT INTO theseus.set_aside (id, table_no, key, sql_state, what, attempts)"
                + " VALUES (1, 4, ARRAY['1'], '23514', 'check', 1)");

        Awaitility.await().until(() -> read(ConsistencyToken.NONE).equals("old"));
    }

    @Test
    void aRowThatIsMergedIsAppliedAsARowOfTheTableThatItBelongsTo() throws SQLException {
        publish(Phase.DUAL_WRITING, RolloutPolicy.NOBODY);

        assertThat(gateway.write(row(MERGED_IN, 1), sql("UPDATE public.b SET w = 'w2' WHERE a_id = 1"))
                        .target())
                .isEqualTo(OnTarget.APPLIED);
        assertThat(gateway.write(row(MERGED, 1), sql("UPDATE public.a SET v = 'v2' WHERE id = 1"))
                        .target())
                .isEqualTo(OnTarget.APPLIED);

        assertThat(onNew("SELECT v || w FROM c")).isEqualTo("v2w2");
    }

    @Test
    void answersOfDifferentClassesAreAlikeIfOldsLooksLikeNews() throws SQLException {
        publish(Phase.SHADOWING, shadowing(1));
        gateway.<Object>read(ANN, row(PEOPLE, 1), user(1), person(1));
        Awaitility.await().untilAsserted(() -> assertThat(shadows).containsExactly(Shadow.ALIKE));

        scene.databases.target("UPDATE people SET last_name = 'Li' WHERE code = 'U1'");
        gateway.<Object>read(ANN, row(PEOPLE, 1), user(1), person(1));

        Awaitility.await().untilAsserted(() -> assertThat(shadows).containsExactly(Shadow.ALIKE, Shadow.MISMATCH));
        scene.relay();
        Awaitility.await()
                .until(() ->
                        onNew("SELECT last_name FROM people WHERE code = 'U1'").equals("Lee"));
    }

    @Test
    void aShadowOfASplitRowFindsTheDifferenceInEitherPart() throws SQLException {
        publish(Phase.SHADOWING, shadowing(1));
        scene.databases.target("UPDATE u2 SET street = 'spoilt' WHERE u_id = 1");

        gateway.<String>read(ANN, row(FIRST_PART, 1), session -> "s", session -> "spoilt");

        Awaitility.await().untilAsserted(() -> assertThat(shadows).containsExactly(Shadow.MISMATCH));
        assertThat(scene.log().pendingOf(SECOND_PART, List.of(RowKey.of("1")))).isNotEmpty();
        assertThat(scene.log().pendingOf(FIRST_PART, List.of(RowKey.of("1")))).isEmpty();
    }

    @Test
    void afterTheCutoverTheServiceWritesNewsTablesAndOldFollows() throws Exception {
        publish(Phase.RAMPING, everybody());
        List<TablePlan> back = List.of(PEOPLE, FIRST_PART, MERGED, MERGED_IN);
        for (TablePlan plan : back) {
            PgCapture.capture(scene.databases.on(Side.NEW), LockPatience.DEFAULT)
                    .install(plan);
        }
        scene.moveAuthority();
        Awaitility.await().until(() -> gateway.snapshot().rollout().epoch().number() == 2);

        Written<Integer> written = gateway.write(
                row(PEOPLE, 1),
                sql("UPDATE public.users SET name = 'not me' WHERE id = 1"),
                sql("UPDATE public.people SET first_name = 'Anna' WHERE code = 'U1'"));
        gateway.write(
                row(FIRST_PART, 1),
                sql("UPDATE public.u SET street = 'not me'"),
                sql("UPDATE public.u2 SET street = 'new' WHERE u_id = 1"));
        gateway.write(
                row(MERGED_IN, 1),
                sql("UPDATE public.b SET w = 'not me'"),
                sql("UPDATE public.c SET w = 'new', v = 'too'"));

        assertThat(written.target()).isEqualTo(OnTarget.APPLIED);
        assertThat(gateway.<Object>read(ANN.after(written.token()), row(PEOPLE, 1), user(1), person(1)))
                .isEqualTo(new Person("U1", "Anna", "Lee"));
        try (Relay relay = PgRelays.relay(
                scene.databases.on(Side.NEW),
                scene.databases.on(Side.OLD),
                back,
                GatewayScene.QUICK,
                PgCapture.log(scene.databases.on(Side.NEW)),
                PgAppliers.applier(scene.databases.on(Side.NEW), scene.databases.on(Side.OLD), ApplyLimits.DEFAULT),
                Rest.NONE)) {
            relay.start();
            assertThat(relay.awaitDrained(back, Duration.ofSeconds(20))).isEqualTo(Relay.Drain.DRAINED);
        }
        assertThat(onOld("SELECT name FROM users WHERE id = 1")).isEqualTo("Anna Lee");
        assertThat(onOld("SELECT street FROM u")).isEqualTo("new");
        assertThat(onOld("SELECT v || w FROM a JOIN b ON a_id = id")).isEqualTo("toonew");
        RowByRowComparison comparison =
                new RowByRowComparison(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW));
        for (TablePlan plan : back) {
            assertThat(comparison.compare(plan, Direction.REVERSE).first()).isEmpty();
        }
    }
}
