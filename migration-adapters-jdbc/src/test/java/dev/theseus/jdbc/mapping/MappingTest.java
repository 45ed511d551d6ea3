package dev.theseus.jdbc.mapping;

import static dev.theseus.jdbc.mapping.MappedScene.filtered;
import static dev.theseus.jdbc.mapping.MappedScene.image;
import static dev.theseus.jdbc.mapping.MappedScene.joined;
import static dev.theseus.jdbc.mapping.MappedScene.same;
import static dev.theseus.jdbc.mapping.MappedScene.sql;
import static dev.theseus.jdbc.mapping.MappedScene.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Join;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.relay.RelaysBothWays;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Rows that look different on new arrive as their mapping says, by the copy and by the log, and find their way back.
 */
class MappingTest {

    private MappedScene scene;

    @BeforeEach
    void begin() throws SQLException {
        scene = MappedScene.create();
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    private void both(String sql) throws SQLException {
        scene.databases.both(sql);
    }

    private void old(String sql) throws SQLException {
        scene.databases.old(sql);
    }

    private void target(String sql) throws SQLException {
        scene.databases.target(sql);
    }

    /** What new holds, and what an independent query makes of old. */
    private void assertSame(String onNew, String onOld) throws SQLException {
        assertThat(scene.target(onNew)).isNotEmpty().isEqualTo(scene.old(onOld));
    }

    // --- columns

    private void users() throws SQLException {
        old("""
                CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE, name text, data jsonb, legacy text);
                INSERT INTO users SELECT i, 'u' || i || '@x', 'First' || i || ' Last ' || i,
                  jsonb_build_object('created', '2024-01-02T03:04:05', 'n', i), 'only on old ' || i FROM generate_series(1, 3000) i""");
        target("""
                CREATE TABLE users (id bigint PRIMARY KEY, "E-mail" text UNIQUE, first_name text, last_name text,
                  created_at timestamptz NOT NULL, metadata jsonb, source text NOT NULL)""");
        scene.plan(
                "users",
                "users",
                image(
                        List.of("id"),
                        List.of("id"),
                        same("id"),
                        same("E-mail", "email"),
                        sql("first_name", "split_part(t.name, ' ', 1)"),
                        sql("last_name", "substr(t.name, strpos(t.name, ' ') + 1)"),
                        sql("created_at", "(t.data ->> 'created')::timestamp AT TIME ZONE 'UTC'"),
                        sql("metadata", "t.data - 'created'"),
                        sql("source", "'old'")),
                image(
                        List.of("id"),
                        List.of("id"),
                        same("id"),
                        same("email", "E-mail"),
                        sql("name", "t.first_name || ' ' || t.last_name"),
                        sql(
                                "data",
                                "t.metadata || jsonb_build_object('created', to_char(t.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS'))")));
    }

    private void assertUsersSame() throws SQLException {
        assertSame(
                "SELECT id, \"E-mail\", first_name || ' ' || last_name AS name, metadata ->> 'n' AS n, created_at AT TIME ZONE 'UTC' AS c FROM users ORDER BY id",
                "SELECT id, email, name, data ->> 'n' AS n, (data ->> 'created')::timestamp AS c FROM users ORDER BY id");
    }

    @Test
    void columnsAreRenamedDroppedAddedSplitMergedAndOfOtherTypesThereAndBack() throws Exception {
        users();
        scene.copy();
        assertUsersSame();
        RelaysBothWays relays = scene.relays();
        old("UPDATE users SET name = 'New Name Here' WHERE id % 7 = 0; DELETE FROM users WHERE id % 11 = 0");
        old(
                "UPDATE users SET id = 9001 WHERE id = 2; INSERT INTO users VALUES (9000, 'x', 'A B', '{\"created\": \"2020-02-29T00:00:00\"}', 'l')");
        scene.assertDrained(relays, Direction.FORWARD);
        assertUsersSame();

        scene.turn();
        target("UPDATE users SET first_name = 'Back', metadata = metadata || '{\"n\": -1}' WHERE id % 5 = 0");
        target("DELETE FROM users WHERE id % 13 = 0; UPDATE users SET id = 9100 WHERE id = 3");
        target("INSERT INTO users VALUES (9200, 'n', 'C', 'D', '2021-01-01 00:00Z', '{}', 'new')");
        scene.assertDrained(relays, Direction.REVERSE);
        assertUsersSame();
        assertThat(scene.old("SELECT count(*) FROM users WHERE legacy LIKE 'only on old %' AND id <= 3000"))
                .isEqualTo(scene.old("SELECT count(*) FROM users WHERE id <= 3000"));
    }

    @Test
    void aSwapOfUniqueValuesOnTheWayBackKeepsWhatIsOnOldAlone() throws Exception {
        users();
        scene.copy();
        RelaysBothWays relays = scene.relays();
        scene.turn();
        target("UPDATE users SET \"E-mail\" = 'tmp' WHERE id = 1; UPDATE users SET \"E-mail\" = 'u1@x' WHERE id = 2;"
                + "UPDATE users SET \"E-mail\" = 'u2@x' WHERE id = 1");
        scene.assertDrained(relays, Direction.REVERSE);

        assertUsersSame();
        assertThat(scene.old("SELECT id, email, legacy FROM users WHERE id < 3 ORDER BY id"))
                .containsExactly("(1,u2@x,\"only on old 1\")", "(2,u1@x,\"only on old 2\")");
    }

    // --- keys

    @Test
    void aKeyThatIsComputedIsDeletedChangedAndSwappedWithItsRows() throws Exception {
        old("CREATE TABLE item (id int PRIMARY KEY, name text UNIQUE);"
                + "INSERT INTO item SELECT i, 'n' || i FROM generate_series(1, 1000) i");
        target("CREATE TABLE goods (code text PRIMARY KEY, title text UNIQUE)");
        scene.plan(
                "item",
                "goods",
                image(List.of("id"), List.of("code"), sql("code", "'I-' || t.id"), same("title", "name")),
                image(List.of("code"), List.of("id"), sql("id", "substr(t.code, 3)::int"), same("name", "title")));
        String onNew = "SELECT substr(code, 3)::int AS id, title FROM goods ORDER BY 1";
        String onOld = "SELECT id, name FROM item ORDER BY 1";
        scene.copy();
        assertSame(onNew, onOld);
        RelaysBothWays relays = scene.relays();
        old(
                "DELETE FROM item WHERE id % 3 = 0; UPDATE item SET id = 5000 WHERE id = 1; INSERT INTO item VALUES (3, 'again')");
        old("UPDATE item SET name = 'tmp' WHERE id = 4; UPDATE item SET name = 'n4' WHERE id = 5;"
                + "UPDATE item SET name = 'n5' WHERE id = 4");
        scene.assertDrained(relays, Direction.FORWARD);
        assertSame(onNew, onOld);

        scene.turn();
        target("DELETE FROM goods WHERE code = 'I-7'; UPDATE goods SET code = 'I-6000' WHERE code = 'I-8'");
        target("UPDATE goods SET title = 'tmp' WHERE code = 'I-10'; UPDATE goods SET title = 'n10' WHERE code = 'I-11';"
                + "UPDATE goods SET title = 'n11' WHERE code = 'I-10'");
        scene.assertDrained(relays, Direction.REVERSE);
        assertSame(onNew, onOld);
        target("TRUNCATE goods; INSERT INTO goods VALUES ('I-1', 'one')");
        scene.assertDrained(relays, Direction.REVERSE);
        assertSame(onNew, onOld);
        assertThat(PgCapture.log(scene.databases.on(Side.NEW)).setAside(10)).isEmpty();
    }

    @Test
    void compositeKeysAreRenamedAndReordered() throws Exception {
        old(
                "CREATE TABLE \"Line Item\" (\"Order No\" int, \"Pos\" text, \"Qty\" int, PRIMARY KEY (\"Order No\", \"Pos\"));"
                        + "INSERT INTO \"Line Item\" SELECT i / 10, 'p\"' || i % 10, i FROM generate_series(1, 500) i");
        target("CREATE TABLE line (pos text, \"order\" bigint, qty numeric, PRIMARY KEY (pos, \"order\"))");
        scene.plan(
                "Line Item",
                "line",
                image(
                        List.of("Order No", "Pos"),
                        List.of("pos", "order"),
                        same("pos", "Pos"),
                        same("order", "Order No"),
                        same("qty", "Qty")),
                image(
                        List.of("order", "pos"),
                        List.of("Order No", "Pos"),
                        same("Order No", "order"),
                        same("Pos", "pos"),
                        same("Qty", "qty")));
        String onNew = "SELECT \"order\", pos, qty FROM line ORDER BY 1, 2";
        String onOld = "SELECT \"Order No\", \"Pos\", \"Qty\" FROM \"Line Item\" ORDER BY 1, 2";
        scene.copy();
        RelaysBothWays relays = scene.relays();
        old(
                "DELETE FROM \"Line Item\" WHERE \"Qty\" % 4 = 0; UPDATE \"Line Item\" SET \"Order No\" = 900 WHERE \"Order No\" = 3");
        scene.assertDrained(relays, Direction.FORWARD);
        assertSame(onNew, onOld);
        scene.turn();
        target("DELETE FROM line WHERE qty % 5 = 0; UPDATE line SET pos = 'q' || pos WHERE \"order\" = 7");
        scene.assertDrained(relays, Direction.REVERSE);
        assertSame(onNew, onOld);
    }

    // --- rows

    @Test
    void aRowThatTheFilterLeavesOutIsGoneAndComesBackWithIt() throws Exception {
        both("CREATE TABLE doc (id int PRIMARY KEY, active bool, t text)");
        old("INSERT INTO doc SELECT i, i % 2 = 0, 'd' || i FROM generate_series(1, 100) i");
        scene.plan(
                "doc",
                "doc",
                filtered(image(List.of("id"), List.of("id"), same("id"), same("active"), same("t")), "t.active"),
                image(List.of("id"), List.of("id"), same("id"), same("active"), same("t")));
        String onOld = "SELECT * FROM doc WHERE active ORDER BY id";
        scene.copy();
        assertSame("SELECT * FROM doc ORDER BY id", onOld);
        RelaysBothWays relays = scene.relays();
        old("UPDATE doc SET active = NOT active WHERE id % 10 < 2");
        scene.assertDrained(relays, Direction.FORWARD);
        assertSame("SELECT * FROM doc ORDER BY id", onOld);

        scene.turn();
        target("TRUNCATE doc; INSERT INTO doc VALUES (900, true, 'only one')");
        scene.assertDrained(relays, Direction.REVERSE);
        assertThat(scene.old(onOld)).containsExactly("(900,t,\"only one\")");
        assertThat(scene.old("SELECT count(*) FROM doc WHERE NOT active"))
                .as("rows that never were on new are not missing there")
                .containsExactly("(50)");
    }

    @Test
    void aRowThatCannotBeMappedIsSetAsideByItsKeyAndTheOthersOfItsChunkArrive() throws Exception {
        old("CREATE TABLE raw (id int PRIMARY KEY, amount text);"
                + "INSERT INTO raw SELECT i, i::text FROM generate_series(1, 2000) i;"
                + "UPDATE raw SET amount = 'a secret' WHERE id = 777; UPDATE raw SET amount = '-5' WHERE id = 888");
        target("CREATE TABLE clean (id int PRIMARY KEY, amount int CONSTRAINT no_debt CHECK (amount >= 0))");
        scene.plan(
                "raw",
                "clean",
                image(List.of("id"), List.of("id"), same("id"), sql("amount", "t.amount::int")),
                image(List.of("id"), List.of("id"), same("id"), sql("amount", "t.amount::text")));
        scene.copy();
        RelaysBothWays relays = scene.relays();
        old("UPDATE raw SET amount = 'another' WHERE id = 5");
        scene.assertDrained(relays, Direction.FORWARD);

        List<SetAside> aside = PgCapture.log(scene.databases.on(Side.OLD)).setAside(10);
        assertThat(aside)
                .extracting(a -> a.key().orElseThrow())
                .containsExactlyInAnyOrder(RowKey.of("777"), RowKey.of("888"), RowKey.of("5"));
        assertThat(aside).extracting(a -> a.reason().sqlState()).containsOnly("22P02", "23514");
        assertThat(aside.toString())
                .contains("no_debt")
                .doesNotContain("secret")
                .doesNotContain("another");
        assertSame(
                "SELECT id, amount FROM clean WHERE id NOT IN (5, 777, 888) ORDER BY id",
                "SELECT id, amount FROM raw WHERE id NOT IN (5, 777, 888) ORDER BY id");
        assertThat(scene.target("SELECT sum(row_count) BETWEEN 1500 AND 1998 FROM theseus.chunk_ledger"))
                .as("only the pages with those rows went through the log")
                .containsExactly("(t)");
        assertThat(scene.target("SELECT count(*) FROM theseus.chunk c WHERE state <> 'copied'"
                        + " OR NOT EXISTS (SELECT FROM theseus.chunk_ledger l WHERE l.chunk_no = c.chunk_no)"))
                .as("every chunk is accounted for")
                .containsExactly("(0)");

        old("UPDATE raw SET amount = '7' WHERE id = 777; UPDATE raw SET amount = '8' WHERE id IN (5, 888)");
        scene.assertDrained(relays, Direction.FORWARD);
        PgCapture.log(scene.databases.on(Side.OLD)).retrySetAside(Optional.empty());
        scene.assertDrained(relays, Direction.FORWARD);
        assertSame("SELECT id, amount FROM clean ORDER BY id", "SELECT id, amount FROM raw ORDER BY id");
        assertThat(PgCapture.log(scene.databases.on(Side.OLD)).setAside(10)).isEmpty();
    }

    @Test
    void aMappingThatNamesWhatIsNotThereStopsTheCopyInsteadOfSettingEverythingAside() throws Exception {
        both("CREATE TABLE doc (id int PRIMARY KEY, t text)");
        old("INSERT INTO doc VALUES (1, 'a')");
        scene.plan(
                "doc",
                "doc",
                image(List.of("id"), List.of("id"), same("id"), sql("t", "t.nothing")),
                image(List.of("id"), List.of("id"), same("id")));

        assertThatThrownBy(() -> scene.copy()).hasMessageContaining("nothing");
    }

    // --- several tables

    private void split() throws SQLException {
        old(
                "CREATE TABLE customer (id serial PRIMARY KEY, name text, street text, town text);"
                        + "INSERT INTO customer (name, street, town) SELECT 'c' || i, 's' || i, 't' || i FROM generate_series(1, 1500) i");
        target("CREATE TABLE person (id serial PRIMARY KEY, name text);"
                + "CREATE TABLE address (person_id bigint PRIMARY KEY, street text, town text)");
        scene.plan(
                "customer",
                "person",
                image(List.of("id"), List.of("id"), same("id"), same("name")),
                joined(
                        image(
                                List.of("id"),
                                List.of("id"),
                                same("id"),
                                same("name"),
                                sql("street", "a.street"),
                                sql("town", "a.town")),
                        new Join("a", table("address"), List.of("person_id"))));
        scene.plan(
                "customer",
                "address",
                Optional.of(image(
                        List.of("id"), List.of("person_id"), same("person_id", "id"), same("street"), same("town"))),
                Optional.empty());
    }

    private void assertSplitSame() throws SQLException {
        assertSame(
                "SELECT p.id, p.name, a.street, a.town FROM person p LEFT JOIN address a ON a.person_id = p.id ORDER BY 1",
                "SELECT id, name, street, town FROM customer ORDER BY 1");
    }

    @Test
    void oneTableBecomesTwoAndAChangeOfEitherComesBack() throws Exception {
        split();
        scene.capture();
        List<TableCopied> copied = scene.copy(ChunkOrder.AUTOMATIC, BackfillSettings.DEFAULT.chunk());
        assertThat(copied).as("the table is told once, with the rows of both").hasSize(1);
        assertThat(copied.getFirst().progress().rows()).isEqualTo(3000);
        assertSplitSame();
        RelaysBothWays relays = scene.relays();
        old("UPDATE customer SET name = 'x', street = 'y' WHERE id % 9 = 0; DELETE FROM customer WHERE id % 10 = 0");
        scene.assertDrained(relays, Direction.FORWARD);
        assertSplitSame();

        scene.turn();
        target(
                "UPDATE address SET town = 'moved' WHERE person_id % 7 = 0; UPDATE person SET name = 'renamed' WHERE id = 1");
        target(
                "DELETE FROM address WHERE person_id = 2; DELETE FROM person WHERE id = 3; DELETE FROM address WHERE person_id = 3");
        target("INSERT INTO person VALUES (8000, 'p'); INSERT INTO address VALUES (8000, 'late', 'partner')");
        scene.assertDrained(relays, Direction.REVERSE);
        assertSplitSame();
        target("UPDATE address SET person_id = 8001 WHERE person_id = 8000; INSERT INTO person VALUES (8001, 'q')");
        scene.assertDrained(relays, Direction.REVERSE);
        assertSplitSame();
        target("TRUNCATE address; INSERT INTO address VALUES (1, 'after', 'it')");
        scene.assertDrained(relays, Direction.REVERSE);
        assertSplitSame();
    }

    @Test
    void aTruncateOfATableThatIsSplitEmptiesBothParts() throws Exception {
        split();
        scene.copy();
        RelaysBothWays relays = scene.relays();
        old("TRUNCATE customer; INSERT INTO customer VALUES (1, 'a', 'b', 'c')");
        scene.assertDrained(relays, Direction.FORWARD);

        assertSplitSame();
        assertThat(scene.target("SELECT person_id FROM address")).containsExactly("(1)");
    }

    private void merge() throws SQLException {
        old("CREATE TABLE account (id int PRIMARY KEY, owner text);"
                + "CREATE TABLE balance (no serial PRIMARY KEY, account_id bigint UNIQUE, cents int);"
                + "INSERT INTO account SELECT i, 'o' || i FROM generate_series(1, 1000) i;"
                + "INSERT INTO balance (account_id, cents) SELECT i, i * 100 FROM generate_series(1, 1000, 2) i;"
                + "INSERT INTO balance (account_id, cents) VALUES (NULL, 1), (5000, 2)");
        target("CREATE TABLE account (id int PRIMARY KEY, owner text, euros numeric(12,2))");
        scene.plan(
                "account",
                "account",
                joined(
                        image(
                                List.of("id"),
                                List.of("id"),
                                same("id"),
                                same("owner"),
                                sql("euros", "b.cents::numeric(12,2) / 100")),
                        new Join("b", table("balance"), List.of("account_id"))),
                image(List.of("id"), List.of("id"), same("id"), same("owner")));
        scene.plan(
                "balance",
                "account",
                Optional.empty(),
                Optional.of(filtered(
                        image(
                                List.of("id"),
                                List.of("account_id"),
                                same("account_id", "id"),
                                sql("cents", "(t.euros * 100)::int")),
                        "t.euros IS NOT NULL")));
    }

    private void assertMergeSame() throws SQLException {
        assertSame(
                "SELECT id, owner, (euros * 100)::int AS cents FROM account ORDER BY 1",
                "SELECT a.id, a.owner, b.cents FROM account a LEFT JOIN balance b ON b.account_id = a.id ORDER BY 1");
    }

    @Test
    void twoTablesBecomeOneAndAChangeOfThePartnerAloneArrives() throws Exception {
        merge();
        scene.capture();
        old("UPDATE balance SET cents = -1 WHERE account_id = 1");
        List<TableCopied> copied = scene.copy(ChunkOrder.AUTOMATIC, BackfillSettings.DEFAULT.chunk());
        assertThat(copied).extracting(c -> c.table().name()).containsExactlyInAnyOrder("account", "balance");
        assertThat(scene.target("SELECT id FROM account WHERE id = 1"))
                .as("a row whose partner changed since capture began is left to the log")
                .isEmpty();
        RelaysBothWays relays = scene.relays();
        scene.assertDrained(relays, Direction.FORWARD);
        assertMergeSame();
        old("UPDATE balance SET cents = 7 WHERE account_id = 3; DELETE FROM balance WHERE account_id = 5");
        old(
                "INSERT INTO balance (account_id, cents) VALUES (2, 2); UPDATE balance SET account_id = 4 WHERE account_id = 7");
        old(
                "UPDATE balance SET account_id = 6 WHERE account_id IS NULL; UPDATE balance SET account_id = NULL WHERE account_id = 9");
        scene.assertDrained(relays, Direction.FORWARD);
        assertMergeSame();
        old("TRUNCATE balance; INSERT INTO balance (account_id, cents) VALUES (10, 10)");
        scene.assertDrained(relays, Direction.FORWARD);
        assertMergeSame();

        scene.turn();
        target("UPDATE account SET euros = id WHERE id % 3 = 0; UPDATE account SET euros = NULL WHERE id = 10");
        target("DELETE FROM account WHERE id % 50 = 0; INSERT INTO account VALUES (7000, 'n', 1)");
        scene.assertDrained(relays, Direction.REVERSE);
        assertMergeSame();
        assertThat(scene.old("SELECT account_id FROM balance WHERE account_id = 10"))
                .isEmpty();
    }

    @Test
    void authorityOverTablesThatAreSplitAndMergedIsHandedOverAndBackWithTheirSequences() throws Exception {
        merge();
        split();
        scene.copy();
        RelaysBothWays relays = scene.relays();
        scene.fence().install(scene.tables);
        assertThat(scene.fence().state(scene.tables)).isEqualTo(Fencing.State.INSTALLED);
        old("INSERT INTO customer (name) VALUES ('before the cutover')");

        assertThat(scene.hand(relays, 1)).isInstanceOf(HandoverOutcome.Moved.class);
        assertMergeSame();
        assertSplitSame();
        target("INSERT INTO person (name) VALUES ('on new'); UPDATE account SET euros = 5 WHERE id = 2");
        assertThat(scene.target("SELECT max(id) FROM person"))
                .as("new goes on counting where old was")
                .containsExactly("(1502)");
        assertThatThrownBy(() -> old("UPDATE balance SET cents = 1")).hasMessageContaining("authority");

        assertThat(scene.hand(relays, 2)).isInstanceOf(HandoverOutcome.Moved.class);
        assertMergeSame();
        assertSplitSame();
        old("INSERT INTO customer (name) VALUES ('on old again')");
        assertThat(scene.old("SELECT max(id) FROM customer")).containsExactly("(1503)");
        scene.fence().remove(scene.tables);
        assertThat(scene.fence().state(scene.tables)).isEqualTo(Fencing.State.ABSENT);
        relays.close();
        PgBookkeepings.preparation(scene.databases.on(Side.OLD), scene.databases.on(Side.NEW))
                .remove(new MigrationId("mapped"));
        for (Side side : Side.values()) {
            assertThat(scene.databases.rows(side, "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
                    .as("nothing of ours is left on " + side)
                    .isEmpty();
        }
    }

    @Test
    void aTruncateThatDoesNotSeeTheLatestRowsIsMadeUpForOnThemToo() throws Exception {
        merge();
        scene.copy();
        RelaysBothWays relays = scene.relays();
        try (Connection truncating = scene.databases.session(Side.OLD);
                Statement statement = truncating.createStatement()) {
            truncating.setAutoCommit(false);
            truncating.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SELECT count(*) FROM account");
            old("INSERT INTO account VALUES (7777, 'late'); INSERT INTO balance (account_id, cents) VALUES (7777, 77)");
            scene.assertDrained(relays, Direction.FORWARD);
            assertThat(scene.target("SELECT euros FROM account WHERE id = 7777"))
                    .containsExactly("(0.77)");
            statement.execute("TRUNCATE balance");
            truncating.commit();
        }
        scene.assertDrained(relays, Direction.FORWARD);

        assertMergeSame();
        assertThat(scene.target("SELECT euros FROM account WHERE id = 7777")).containsExactly("()");
    }

    @Test
    void aTableThatOnlyCompletesOthersIsHeldStillWithThem() throws Exception {
        old("CREATE TABLE item (id int PRIMARY KEY); CREATE TABLE label (item int PRIMARY KEY, l text);"
                + "INSERT INTO item VALUES (1), (2); INSERT INTO label VALUES (1, 'one')");
        target("CREATE TABLE item (id int PRIMARY KEY, label text)");
        scene.plan(
                "item",
                "item",
                joined(
                        image(List.of("id"), List.of("id"), same("id"), sql("label", "l.l")),
                        new Join("l", table("label"), List.of("item"))),
                image(List.of("id"), List.of("id"), same("id")));
        scene.copy();
        RelaysBothWays relays = scene.relays();
        scene.fence().install(scene.tables);
        old("INSERT INTO label VALUES (2, 'two')");
        assertThat(scene.hand(relays, 1)).isInstanceOf(HandoverOutcome.Moved.class);

        assertThat(scene.target("SELECT * FROM item ORDER BY id")).containsExactly("(1,one)", "(2,two)");
        assertThatThrownBy(() -> old("UPDATE label SET l = 'lost'")).hasMessageContaining("authority");
    }

    @Test
    void partitionsOfASourceAndOfItsPartnerAreFollowed() throws Exception {
        old("""
                CREATE TABLE ev (day int, id int, t text, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
                CREATE TABLE ev_1 PARTITION OF ev FOR VALUES FROM (1) TO (2);
                CREATE TABLE ev_2 PARTITION OF ev FOR VALUES FROM (2) TO (3);
                CREATE TABLE extra (d int, i int, x text, PRIMARY KEY (d, i)) PARTITION BY RANGE (d);
                CREATE TABLE extra_1 PARTITION OF extra FOR VALUES FROM (1) TO (2);
                CREATE TABLE extra_2 PARTITION OF extra FOR VALUES FROM (2) TO (3);
                INSERT INTO ev SELECT 1 + i % 2, i, 't' || i FROM generate_series(1, 400) i;
                INSERT INTO extra SELECT 1 + i % 2, i, 'x' || i FROM generate_series(1, 400, 3) i""");
        target("CREATE TABLE event (id int, day int, t text, x text, PRIMARY KEY (id, day))");
        scene.plan(
                "ev",
                "event",
                joined(
                        image(
                                List.of("day", "id"),
                                List.of("day", "id"),
                                same("day"),
                                same("id"),
                                sql("t", "upper(t.t)"),
                                sql("x", "e.x")),
                        new Join("e", table("extra"), List.of("d", "i"))),
                image(List.of("day", "id"), List.of("day", "id"), same("day"), same("id"), sql("t", "lower(t.t)")));
        String onNew = "SELECT day, id, t, x FROM event ORDER BY 1, 2";
        String onOld = "SELECT day, id, upper(t) AS t, x FROM ev LEFT JOIN extra ON d = day AND i = id ORDER BY 1, 2";
        scene.copy();
        assertSame(onNew, onOld);
        RelaysBothWays relays = scene.relays();
        old(
                "UPDATE extra_1 SET x = 'direct' WHERE i % 4 = 0; UPDATE ev SET day = 1 WHERE id = 1; DELETE FROM extra_2 WHERE i = 7");
        scene.assertDrained(relays, Direction.FORWARD);
        assertSame(onNew, onOld);
        old("TRUNCATE extra_1");
        scene.assertDrained(relays, Direction.FORWARD);
        assertSame(onNew, onOld);
        old("TRUNCATE ev_2");
        scene.assertDrained(relays, Direction.FORWARD);
        assertSame(onNew, onOld);
    }

    // --- under live writes

    @Test
    void chunksOfJoinedRowsUnderLiveWritesEndEqualAlongTheHeap() throws Exception {
        underLiveWrites(ChunkOrder.HEAP);
    }

    @Test
    void chunksOfJoinedRowsUnderLiveWritesEndEqualAlongTheKey() throws Exception {
        underLiveWrites(ChunkOrder.KEY);
    }

    @SuppressWarnings("try") // what it closes may be interrupted
    private void underLiveWrites(ChunkOrder order) throws Exception {
        merge();
        split();
        scene.capture();
        RelaysBothWays relays;
        try (LiveWriters writers = LiveWriters.start(scene.databases)) {
            Awaitility.await().until(() -> writers.written() > 50);
            scene.copy(order, new ChunkSize(1 << 20, 100));
            relays = scene.relays();
            long copied = writers.written();
            Awaitility.await().until(() -> writers.written() > copied + 50);
        }
        scene.assertDrained(relays, Direction.FORWARD);

        assertMergeSame();
        assertSplitSame();
    }
}
