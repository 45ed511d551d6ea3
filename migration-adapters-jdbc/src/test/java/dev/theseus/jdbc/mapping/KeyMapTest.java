package dev.theseus.jdbc.mapping;

import static dev.theseus.jdbc.mapping.MappedScene.image;
import static dev.theseus.jdbc.mapping.MappedScene.same;
import static dev.theseus.jdbc.mapping.MappedScene.sql;
import static dev.theseus.jdbc.mapping.MappedScene.table;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.keymap.KeyMap.End;
import dev.theseus.domain.keymap.KeyMap.Given;
import dev.theseus.domain.keymap.KeyMaps;
import dev.theseus.domain.keymap.KeyMaps.Filled;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.keymap.PgKeyMaps;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.relay.RelaysBothWays;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows get other surrogate keys, and rows that refer to them follow, there and back. */
class KeyMapTest {

    /** Both sides name rows by what they are, not by their keys. */
    private static final String ON_OLD =
            "SELECT u.name, o.item FROM users u LEFT JOIN orders o ON o.user_id = u.id ORDER BY 1, 2";

    private static final String ON_NEW =
            "SELECT p.name, o.item FROM person p LEFT JOIN orders o ON o.person_id = p.person_id ORDER BY 1, 2";

    private MappedScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = MappedScene.create();
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    private void old(String sql) throws SQLException {
        scene.databases.old(sql);
    }

    private void target(String sql) throws SQLException {
        scene.databases.target(sql);
    }

    private void assertSame() throws SQLException {
        assertThat(scene.target(ON_NEW)).isNotEmpty().isEqualTo(scene.old(ON_OLD));
        String map = "SELECT * FROM theseus_map.users ORDER BY 1";
        assertThat(scene.target(map)).isEqualTo(scene.old(map));
    }

    private void tables(String keyOfNew) throws SQLException {
        old("CREATE TABLE users (id serial PRIMARY KEY, name text NOT NULL);"
                + "CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE, item text);"
                + "INSERT INTO users (name) SELECT 'u' || i FROM generate_series(1, 1000) i;"
                + "INSERT INTO orders SELECT i, nullif(i % 900 + 1, 7), 'i' || i FROM generate_series(1, 2000) i");
        target("CREATE TABLE person (person_id " + keyOfNew + " PRIMARY KEY, name text NOT NULL);"
                + "CREATE TABLE orders (id int PRIMARY KEY, person_id " + keyOfNew
                + " REFERENCES person ON DELETE CASCADE DEFERRABLE, item text)");
    }

    private void plans(KeyMap map) {
        scene.tables.add(TablePlan.of(map, 1));
        Image usersBack = image(List.of("person_id"), List.of("id"), sql("id", map.oldOf("t.person_id")), same("name"));
        scene.plan(
                "users",
                "person",
                image(List.of("id"), List.of("person_id"), sql("person_id", map.newOf("t.id")), same("name")),
                usersBack);
        scene.plan(
                "orders",
                "orders",
                image(List.of("id"), List.of("id"), same("id"), sql("person_id", map.newOf("t.user_id")), same("item")),
                image(
                        List.of("id"),
                        List.of("id"),
                        same("id"),
                        sql("user_id", map.oldOf("t.person_id")),
                        same("item")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bigint", "uuid"})
    void rowsAndThoseThatReferToThemTravelThereAndBack(String keyOfNew) throws Exception {
        tables(keyOfNew);
        Given given = keyOfNew.equals("uuid") ? new Given.Random() : new Given.Counted(1_000_000_000_000L);
        KeyMap map = new KeyMap(
                "users",
                new End(table("users"), "id", new Given.Counted(1_000_000_000)),
                new End(table("person"), "person_id", given));
        KeyMaps maps =
                PgKeyMaps.keyMaps(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW), LockPatience.DEFAULT);
        maps.install(map);
        old("INSERT INTO users (name) VALUES ('came while it was filled')");
        assertThat(maps.fill(map, 600)).isEqualTo(Filled.SOME);
        maps.install(map);
        assertThat(maps.fill(map, 600)).isEqualTo(Filled.ALL);
        assertThat(maps.fill(map, 600)).isEqualTo(Filled.ALL);
        assertThat(scene.databases.value(Side.OLD, "SELECT count(*) FROM theseus_map.users"))
                .isEqualTo("1001");
        plans(map);
        scene.copy();
        assertSame();

        RelaysBothWays relays = scene.relays();
        old("INSERT INTO users (id, name) VALUES (2000, 'new one'); INSERT INTO orders VALUES (3000, 2000, 'first')");
        old("DELETE FROM users WHERE id % 10 = 0 AND id < 2000; UPDATE users SET name = name || '!' WHERE id % 7 = 0");
        old("UPDATE users SET id = 2001 WHERE id = 999");
        scene.assertDrained(relays, Direction.FORWARD);
        assertSame();
        // the key of a row that is gone is still known, and is the same if the row comes again
        old("INSERT INTO users (id, name) VALUES (10, 'again')");
        scene.assertDrained(relays, Direction.FORWARD);
        assertSame();

        scene.turn();
        String fresh = keyOfNew.equals("uuid") ? "'00000000-0000-4000-8000-000000000001'" : "77";
        target("INSERT INTO person VALUES (" + fresh + ", 'born on new'); INSERT INTO orders VALUES (4000, " + fresh
                + ", 'x')");
        target("DELETE FROM person WHERE name IN ('u11', 'again'); UPDATE person SET name = name || '?' WHERE name"
                + " LIKE 'u1%'");
        scene.assertDrained(relays, Direction.REVERSE);
        assertSame();
        assertThat(scene.databases.value(Side.OLD, "SELECT id FROM users WHERE name = 'born on new'"))
                .isEqualTo("1000000000");
        for (Side side : Side.values()) {
            assertThat(PgCapture.log(scene.databases.on(side)).setAside(10)).isEmpty();
            maps.remove(map, side);
            assertThat(scene.databases.value(
                            side, "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'theseus_key_map%'"))
                    .isEqualTo("0");
            assertThat(scene.databases.value(side, "SELECT count(*) > 1000 FROM theseus_map.users"))
                    .isEqualTo("t");
        }
    }
}
