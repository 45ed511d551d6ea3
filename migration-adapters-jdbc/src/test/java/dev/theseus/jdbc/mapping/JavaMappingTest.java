package dev.theseus.jdbc.mapping;

import static dev.theseus.jdbc.mapping.MappedScene.image;
import static dev.theseus.jdbc.mapping.MappedScene.same;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.relay.RelaysBothWays;
import dev.theseus.jdbc.testing.BusyClient;
import dev.theseus.jdbc.verify.PgVerifications;
import dev.theseus.jdbc.verify.Repairs;
import dev.theseus.jdbc.verify.RowCheck;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that a mapping in Java makes are copied, followed, compared, repaired and brought back like any others. */
class JavaMappingTest {

    private static final long SEED = Long.getLong("theseus.seed", System.nanoTime());
    private static final int ROWS = 3_000;

    /** What the mapping says, said once more in SQL. */
    private static final String OLD = """
            SELECT id, name, to_char(to_date(born, 'DD.MM.YYYY'), 'DD.MM.YYYY') AS born, cents, "Note" AS note FROM users ORDER BY id""";

    private static final String NEW = """
            SELECT person_id AS id, first_name || coalesce(' ' || last_name, '') AS name, to_char(born_on, 'DD.MM.YYYY') AS born,
              (amount * 100)::bigint AS cents, note FROM people ORDER BY person_id""";

    private MappedScene scene;
    private TablePlan plan;

    @BeforeEach
    void begin() throws SQLException {
        scene = MappedScene.create();
        scene.databases.old(
                "CREATE TABLE users (id int PRIMARY KEY, name text NOT NULL, born text, cents bigint NOT NULL, \"Note\" text,"
                        + " legacy text);"
                        + " INSERT INTO users SELECT i, 'First' || i || CASE WHEN i % 3 > 0 THEN ' Last' || i ELSE '' END,"
                        + "   CASE WHEN i % 5 > 0 THEN to_char(date '1970-01-01' + i, 'DD.MM.YYYY') END, i * 7,"
                        + "   CASE i % 4 WHEN 0 THEN E'tab\\tand\\nline \\\\ here' WHEN 1 THEN '' END, 'kept' FROM generate_series(1, "
                        + ROWS + ") i");
        scene.databases.target(
                "CREATE TABLE people (person_id bigint PRIMARY KEY, first_name varchar(40) NOT NULL,"
                        + " last_name text, born_on date, amount numeric(12,2) NOT NULL, note text, seen timestamptz DEFAULT now())");
        plan = scene.plan(
                "users",
                "people",
                image(
                        List.of("id"),
                        List.of("person_id"),
                        same("person_id", "id"),
                        made("first_name"),
                        made("last_name"),
                        made("born_on"),
                        made("amount"),
                        made("note")),
                image(
                        List.of("person_id"),
                        List.of("id"),
                        same("id", "person_id"),
                        made("name"),
                        made("born"),
                        made("cents"),
                        made("Note")));
    }

    @AfterEach
    void end() throws Exception {
        scene.close();
    }

    private static MappedColumn made(String column) {
        return new MappedColumn(column, new Expression.Java(PersonMapping.class.getName()));
    }

    private void requireSame() throws SQLException {
        assertThat(scene.target(NEW)).as("seed " + SEED).isEqualTo(scene.old(OLD));
    }

    @Test
    void rowsAreCopiedAndFollowedUnderLiveWritesAndComeBackAfterTheCutover() throws Exception {
        scene.capture();
        RelaysBothWays relays = scene.relays();
        try (BusyClient writer = BusyClient.write(scene.databases, Side.OLD, SEED, JavaMappingTest::onOld)) {
            scene.copy(ChunkOrder.AUTOMATIC, new ChunkSize(64 << 10, 1_000));
            writer.awaitWritten(200);
        }
        scene.assertDrained(relays, Direction.FORWARD);
        requireSame();
        assertThat(scene.databases.value(Side.NEW, "SELECT sum(row_count) > 0 FROM theseus.chunk_ledger"))
                .as("some came by the copy")
                .isEqualTo("t");

        scene.turn();
        try (BusyClient writer = BusyClient.write(scene.databases, Side.NEW, SEED, JavaMappingTest::onNew)) {
            writer.awaitWritten(200);
        }
        scene.databases.target("INSERT INTO people VALUES (9000, 'Born', 'InNew', '2001-02-03', 12.34, NULL)");
        scene.assertDrained(relays, Direction.REVERSE);
        requireSame();
        assertThat(scene.old("SELECT name, born, cents, legacy FROM users WHERE id = 9000"))
                .containsExactly("(\"Born InNew\",03.02.2001,1234,)");
        assertThat(scene.old("SELECT DISTINCT legacy FROM users WHERE id < 8000 AND legacy IS NOT NULL"))
                .as("what is not mapped stays")
                .containsExactly("(kept)");
    }

    @Test
    void truncatedRowsGoAndThoseWrittenAfterThatStay() throws Exception {
        scene.copy();
        RelaysBothWays relays = scene.relays();
        scene.databases.old("TRUNCATE users; INSERT INTO users VALUES (7, 'After It', '01.01.2000', 5)");
        scene.assertDrained(relays, Direction.FORWARD);

        requireSame();
        assertThat(scene.target("SELECT person_id FROM people")).containsExactly("(7)");
    }

    @Test
    void aRowThatCantBeMappedIsSetAsideWithItsKeyAndReasonAndComesOnceItIsCorrected() throws Exception {
        scene.databases.old("UPDATE users SET born = 'in spring' WHERE id = 1234");
        scene.copy();
        RelaysBothWays relays = scene.relays();
        await().until(() -> !relays.log(Direction.FORWARD).setAside(10).isEmpty());

        assertThat(relays.log(Direction.FORWARD).setAside(10)).singleElement().satisfies(row -> {
            assertThat(row.key()).contains(RowKey.of("1234"));
            assertThat(row.reason().sqlState()).isEqualTo("22000");
            assertThat(row.reason().what())
                    .contains(
                            "The row with the key [1234] can't be mapped: the mapping failed with DateTimeParseException")
                    .doesNotContain("spring");
        });
        assertThat(scene.target("SELECT count(*) FROM people")).containsExactly("(" + (ROWS - 1) + ")");
        assertThatThrownBy(() -> compare(relays, Direction.FORWARD))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("The row with the key [1234] can't be mapped")
                .hasMessageNotContaining("spring");

        scene.databases.old("UPDATE users SET born = '01.05.1999' WHERE id = 1234");
        scene.assertDrained(relays, Direction.FORWARD);
        requireSame();
    }

    @Test
    void aValueThatNewHasNoPlaceForIsSetAsideToo() throws Exception {
        scene.copy();
        RelaysBothWays relays = scene.relays();
        scene.databases.old(
                "UPDATE users SET name = repeat('x', 50) WHERE id IN (5, 6); UPDATE users SET cents = 1 WHERE id = 7");
        await().until(() -> relays.log(Direction.FORWARD).setAside(10).size() == 2);

        assertThat(relays.log(Direction.FORWARD).setAside(10))
                .extracting(SetAside::key)
                .allSatisfy(key -> assertThat(List.of("5", "6"))
                        .contains(key.orElseThrow().parts().getFirst()));
        await().until(() ->
                scene.target("SELECT amount FROM people WHERE person_id = 7").contains("(0.01)"));
    }

    @Test
    void plantedDifferencesAreFoundRepairedAndNamedByColumnWhileRowsAreWritten() throws Exception {
        scene.copy();
        RelaysBothWays relays = scene.relays();
        try (BusyClient writer = BusyClient.write(scene.databases, Side.OLD, SEED, JavaMappingTest::onOld)) {
            writer.awaitWritten(20);
            scene.databases.target("UPDATE people SET last_name = 'planted', amount = 1 WHERE person_id = 2990;"
                    + " DELETE FROM people WHERE person_id = 2991;"
                    + " INSERT INTO people VALUES (9999, 'extra', NULL, NULL, 0, NULL)");
            TableComparison found = compare(relays, Direction.FORWARD);

            assertThat(found.divergences()).as("seed " + SEED).isZero();
            assertThat(found.unsettled()).as("seed " + SEED).isZero();
            assertThat(found.rowsOld()).isGreaterThan(ROWS / 2);
            assertThat(named(found))
                    .containsExactlyInAnyOrder(
                            "2990 DIFFERENT [last_name, amount]", "2991 MISSING_ON_NEW []", "9999 EXTRA_ON_NEW []");
            assertThat(found.repairs()).allSatisfy(d -> assertThat(d.digests()).hasSameSizeAs(d.columns()));
        }
        scene.assertDrained(relays, Direction.FORWARD);
        requireSame();
        assertThat(check(relays, "2980", "2990").values()).containsOnly(RowCheck.Found.EQUAL);
        scene.databases.target("UPDATE people SET note = 'planted' WHERE person_id = 2980");
        assertThat(check(relays, "2980", "2990"))
                .isEqualTo(
                        Map.of(RowKey.of("2980"), RowCheck.Found.DIFFERENT, RowKey.of("2990"), RowCheck.Found.EQUAL));
    }

    @Test
    void afterTheCutoverOldIsComparedWithWhatTheWayBackMakes() throws Exception {
        scene.copy();
        RelaysBothWays relays = scene.relays();
        scene.turn();
        try (BusyClient writer = BusyClient.write(scene.databases, Side.NEW, SEED, JavaMappingTest::onNew)) {
            writer.awaitWritten(20);
            scene.databases.old("SET theseus.relay = 'on'; UPDATE users SET cents = 0 WHERE id = 2990;"
                    + " DELETE FROM users WHERE id = 2991; INSERT INTO users VALUES (9999, 'extra', NULL, 0)");
            TableComparison found = compare(relays, Direction.REVERSE);

            assertThat(found.divergences()).as("seed " + SEED).isZero();
            assertThat(named(found))
                    .containsExactlyInAnyOrder(
                            "2990 DIFFERENT [cents]", "2991 EXTRA_ON_NEW []", "9999 MISSING_ON_NEW []");
        }
        scene.assertDrained(relays, Direction.REVERSE);
        requireSame();
    }

    @Test
    void withoutItsClassNothingOfTheTableGoesOnAndTheErrorSaysWhy() {
        Image unknown = image(
                List.of("id"),
                List.of("person_id"),
                same("person_id", "id"),
                new MappedColumn("first_name", new Expression.Java("com.example.Gone")));
        scene.tables.clear();
        scene.plan("users", "people", unknown, unknown);
        scene.capture();

        assertThatThrownBy(() -> scene.copy(ChunkOrder.AUTOMATIC, BackfillSettings.DEFAULT.chunk()))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("There is no class com.example.Gone on the class path");
    }

    private TableComparison compare(RelaysBothWays relays, Direction direction) throws InterruptedException {
        return PgVerifications.verification(
                        scene.databases.on(Side.OLD),
                        scene.databases.on(Side.NEW),
                        direction,
                        new Repairs(relays.log(direction), relays.applier(direction), relays.relay(direction)),
                        VerificationSettings.DEFAULT,
                        Rest.NONE)
                .verify(List.of(plan), one -> {})
                .tables()
                .getFirst();
    }

    private Map<RowKey, RowCheck.Found> check(RelaysBothWays relays, String... keys) throws InterruptedException {
        return PgVerifications.rowCheck(
                        scene.databases.on(Side.OLD),
                        scene.databases.on(Side.NEW),
                        Direction.FORWARD,
                        relays.log(Direction.FORWARD))
                .look(plan, Set.of(RowKey.of(keys[0]), RowKey.of(keys[1])));
    }

    private static List<String> named(TableComparison found) {
        return found.repairs().stream().map(JavaMappingTest::named).toList();
    }

    private static String named(Divergence each) {
        return each.key().parts().getFirst() + " " + each.kind() + " " + each.columns();
    }

    /** Inserts, updates and deletes beyond the rows in which differences are planted. */
    private static String onOld(Random random) {
        int id = 1 + random.nextInt(ROWS - 100);
        return switch (random.nextInt(5)) {
            case 0 -> "DELETE FROM users WHERE id = " + id;
            case 1 ->
                "INSERT INTO users VALUES (%d, 'Came Later', '31.12.1999', 1) ON CONFLICT DO NOTHING".formatted(id);
            case 2 ->
                "UPDATE users SET name = name || 'x', cents = cents + 1 WHERE id BETWEEN %d AND %d AND length(name) < 35"
                        .formatted(id, id + 5);
            case 3 -> "UPDATE users SET born = NULL, \"Note\" = 'n' || cents WHERE id = " + id;
            default -> "UPDATE users SET cents = cents + 1 WHERE id = 2950";
        };
    }

    private static String onNew(Random random) {
        int id = 1 + random.nextInt(ROWS - 100);
        return switch (random.nextInt(5)) {
            case 0 -> "DELETE FROM people WHERE person_id = " + id;
            case 1 ->
                "INSERT INTO people VALUES (%d, 'Came', 'Later', '1999-12-31', 1, NULL) ON CONFLICT DO NOTHING"
                        .formatted(id);
            case 2 ->
                "UPDATE people SET last_name = 'Other', amount = amount + 1 WHERE person_id BETWEEN %d AND %d"
                        .formatted(id, id + 5);
            case 3 -> "UPDATE people SET born_on = NULL, note = 'n' || amount WHERE person_id = " + id;
            default -> "UPDATE people SET amount = amount + 0.01 WHERE person_id = 2950";
        };
    }
}
