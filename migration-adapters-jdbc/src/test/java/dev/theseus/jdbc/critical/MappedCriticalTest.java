package dev.theseus.jdbc.critical;

import static dev.theseus.jdbc.critical.CriticalScene.rows;
import static dev.theseus.jdbc.critical.CriticalScene.sql;
import static dev.theseus.jdbc.testing.Mappings.image;
import static dev.theseus.jdbc.testing.Mappings.join;
import static dev.theseus.jdbc.testing.Mappings.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.critical.CriticalWriteRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Critical writes of tables that look different on both sides. */
class MappedCriticalTest {

    private static final TablePlan WALLET = plan(
            3,
            "wallet",
            "purse",
            Optional.of(image("id", "no", "no<id", "first=split_part(t.owner, ' ', 1)", "cents=(t.amount * 100)::int")),
            Optional.of(image("no", "id", "id<no", "amount=t.cents / 100.0")));

    private CriticalScene scene;

    @BeforeEach
    void open() throws SQLException {
        scene = CriticalScene.create();
        scene.databases.old("CREATE TABLE wallet (id int PRIMARY KEY, owner text, amount numeric(9,2), note text);"
                + " INSERT INTO wallet VALUES (1, 'Ann Lee', 10, 'kept')");
        scene.databases.target("CREATE TABLE purse (no bigint PRIMARY KEY, first text, cents int CHECK (cents >= 0),"
                + " colour text DEFAULT 'red'); INSERT INTO purse VALUES (1, 'Ann', 1000)");
        scene.add(WALLET);
    }

    @AfterEach
    void close() throws Exception {
        scene.close();
    }

    private List<String> wallets() throws SQLException {
        return scene.databases.rows(Side.OLD, "SELECT * FROM wallet ORDER BY id");
    }

    private List<String> purses() throws SQLException {
        return scene.databases.rows(Side.NEW, "SELECT * FROM purse ORDER BY no");
    }

    @Test
    void aWriteIsInBothWhenItReturns() throws Exception {
        scene.node("one")
                .write(
                        List.of(rows("wallet", 1, 2)),
                        sql(
                                "UPDATE public.wallet SET amount = 7.5 WHERE id = 1",
                                "INSERT INTO public.wallet VALUES (2, 'Bo Dee', 1)"));

        assertThat(purses()).containsExactly("(1,Ann,750,red)", "(2,Bo,100,red)");
        assertThat(scene.held(Side.OLD)).isEqualTo("0");
    }

    @Test
    void whatNewRefusesIsTakenBackWithTheColumnsThatNewDoesNotHave() throws Exception {
        List<String> before = wallets();

        assertThatThrownBy(() -> scene.node("one")
                        .write(
                                List.of(rows("wallet", 1, 2)),
                                sql(
                                        "UPDATE public.wallet SET amount = -1, note = 'changed', owner = 'X Y' WHERE id = 1",
                                        "INSERT INTO public.wallet VALUES (2, 'Bo Dee', 1)")))
                .isInstanceOf(CriticalWriteRefused.class)
                .hasMessageContaining("public.purse");

        assertThat(wallets()).isEqualTo(before);
        assertThat(purses()).containsExactly("(1,Ann,1000,red)");
    }

    @Test
    void afterTheCutoverAWriteOfNewIsInOldToo() throws Exception {
        scene.moveAuthority();

        scene.node("one")
                .write(
                        List.of(rows("wallet", 1)),
                        sql("UPDATE public.purse SET cents = 250, first = 'Anna', colour = 'blue' WHERE no = 1"));

        assertThat(wallets()).containsExactly("(1,\"Ann Lee\",2.50,kept)");
        assertThat(purses()).containsExactly("(1,Anna,250,blue)");
        assertThat(scene.held(Side.NEW)).isEqualTo("0");
    }

    @Test
    void afterTheCutoverWhatOldRefusesIsTakenBackOnNew() throws Exception {
        scene.databases.old("ALTER TABLE wallet ADD CHECK (amount > 5)");
        scene.moveAuthority();

        assertThatThrownBy(() -> scene.node("one")
                        .write(
                                List.of(rows("wallet", 1)),
                                sql("UPDATE public.purse SET cents = 250, colour = 'blue' WHERE no = 1")))
                .isInstanceOf(CriticalWriteRefused.class);

        assertThat(purses()).containsExactly("(1,Ann,1000,red)");
        assertThat(wallets()).containsExactly("(1,\"Ann Lee\",10.00,kept)");
    }

    @Test
    void rowsOfSeveralTablesAreRefusedByNameBeforeAnythingIsDone() throws Exception {
        scene.databases.old("CREATE TABLE u (id int PRIMARY KEY, name text, street text)");
        scene.databases.target("CREATE TABLE u1 (id int PRIMARY KEY, name text);"
                + " CREATE TABLE u2 (u_id int PRIMARY KEY, street text)");
        scene.add(plan(
                4,
                "u",
                "u1",
                Optional.of(image("id", "id", "id", "name")),
                Optional.of(image("id", "id", List.of(join("b", "u2", "u_id")), "id", "name", "street=b.street"))));
        scene.add(plan(5, "u", "u2", Optional.of(image("id", "u_id", "u_id<id", "street")), Optional.empty()));

        assertThatThrownBy(() -> scene.node("one")
                        .write(List.of(rows("u", 1)), sql("INSERT INTO public.u VALUES (1, 'n', 's')")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("public.u")
                .hasMessageContaining("split");

        assertThat(scene.databases.rows(Side.OLD, "SELECT * FROM u")).isEmpty();
    }

    @Test
    void aKeyThatHasOtherValuesOnNewIsRefusedOnlyWhileNewHasAuthority() throws Exception {
        scene.databases.old("CREATE TABLE k (id int PRIMARY KEY, v text)");
        scene.databases.target("CREATE TABLE m (code text PRIMARY KEY, v text)");
        scene.add(plan(
                4,
                "k",
                "m",
                Optional.of(image("id", "code", "code='U' || t.id", "v")),
                Optional.of(image("code", "id", "id=substr(t.code, 2)::int", "v"))));
        scene.node("one").write(List.of(rows("k", 1)), sql("INSERT INTO public.k VALUES (1, 'v')"));
        assertThat(scene.databases.rows(Side.NEW, "SELECT * FROM m")).containsExactly("(U1,v)");
        scene.moveAuthority();

        assertThatThrownBy(() -> scene.node("two").write(List.of(rows("k", 1)), sql("UPDATE public.m SET v = 'x'")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("public.k")
                .hasMessageContaining("key");
    }

    @Test
    void aWayThatTheMappingDoesNotHaveIsRefusedByName() throws Exception {
        scene.databases.old("CREATE TABLE w (id int PRIMARY KEY, v text)");
        scene.databases.target("CREATE TABLE x (id int PRIMARY KEY, v text)");
        scene.add(plan(4, "w", "x", Optional.of(image("id", "id", "id", "v")), Optional.empty()));
        scene.moveAuthority();

        assertThatThrownBy(() ->
                        scene.node("one").write(List.of(rows("w", 1)), sql("INSERT INTO public.x VALUES (1, 'x')")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("public.w");
    }
}
