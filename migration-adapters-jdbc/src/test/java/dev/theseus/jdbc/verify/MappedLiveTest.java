package dev.theseus.jdbc.verify;

import static dev.theseus.jdbc.testing.Mappings.image;
import static dev.theseus.jdbc.testing.Mappings.join;
import static dev.theseus.jdbc.testing.Mappings.plan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.copy.PgCopy;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.relay.RelaysBothWays;
import dev.theseus.jdbc.testing.BusyClient;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.jdbc.verify.RowLook.Seen;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renamed, split, merged tables and other keys, compared while somebody writes and relays bring it over. */
class MappedLiveTest {

    private static final long SEED = Long.getLong("theseus.seed", System.nanoTime());
    private static final int ROWS = 600;

    private static final TablePlan PEOPLE = plan(
            1,
            "users",
            "people",
            Optional.of(image(
                    "id",
                    "user_id",
                    "user_id<id",
                    "first_name=split_part(t.name, ' ', 1)",
                    "last_name=split_part(t.name, ' ', 2)",
                    "n<n")),
            Optional.of(image("user_id", "id", "id<user_id", "name=t.first_name || ' ' || t.last_name", "n<n")));
    private static final TablePlan CODES = plan(
            2,
            "k",
            "m",
            Optional.of(image("id", "code", "code='U' || t.id", "v")),
            Optional.of(image("code", "id", "id=substr(t.code, 2)::int", "v")));
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
            Optional.of(image("id", "id", List.of(join("b", "b", "a_id")), "id", "v", "w=coalesce(b.w, '-')")),
            Optional.of(image("id", "id", "id", "v")));
    private static final TablePlan MERGED_IN =
            plan(6, "b", "c", Optional.empty(), Optional.of(image("id", "a_id", "a_id<id", "w=nullif(t.w, '')")));
    private static final List<TablePlan> PLANS = List.of(PEOPLE, CODES, FIRST_PART, SECOND_PART, MERGED, MERGED_IN);

    private TestDatabases databases;
    private RelaysBothWays relays;

    @BeforeEach
    void open() throws Exception {
        databases = TestDatabases.create();
        databases.old(PgFence.ddl(Side.OLD) + PgCapture.ddl(Side.OLD)
                + "CREATE TABLE users (id int PRIMARY KEY, name text, n bigint NOT NULL DEFAULT 0);"
                + " CREATE TABLE k (id int PRIMARY KEY, v text);"
                + " CREATE TABLE u (id int PRIMARY KEY, name text, street text);"
                + " CREATE TABLE a (id int PRIMARY KEY, v text); CREATE TABLE b (a_id int PRIMARY KEY, w text);");
        databases.target(
                PgFence.ddl(Side.NEW) + PgCopy.ddl(Side.NEW) + PgCapture.ddl(Side.NEW)
                        + "CREATE TABLE people (user_id bigint PRIMARY KEY, first_name text, last_name text, n bigint NOT NULL DEFAULT 0);"
                        + " CREATE TABLE m (code text PRIMARY KEY, v text);"
                        + " CREATE TABLE u1 (id int PRIMARY KEY, name text);"
                        + " CREATE TABLE u2 (u_id int PRIMARY KEY, street text);"
                        + " CREATE TABLE c (id int PRIMARY KEY, v text, w text);"
                        + " INSERT INTO theseus.table_copy (table_no, completed_at) SELECT i, now() FROM generate_series(1, 6) i");
        for (TablePlan plan : PLANS) {
            if (plan.image(Direction.FORWARD).isPresent()) {
                PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(plan);
            }
        }
        relays = RelaysBothWays.between(
                databases.on(Side.OLD),
                databases.on(Side.NEW),
                PLANS,
                new RelaySettings(1, 200, 2, Duration.ofMillis(5)),
                Rest.NONE);
        relays.relay(Direction.FORWARD).start();
        relays.relay(Direction.REVERSE).start();
        databases.old("INSERT INTO users SELECT i, 'A' || i || ' B' || i FROM generate_series(1, " + ROWS + ") i;"
                + " INSERT INTO k SELECT i, 'v' || i FROM generate_series(1, " + ROWS + ") i;"
                + " INSERT INTO u SELECT i, 'n' || i, 's' || i FROM generate_series(1, " + ROWS + ") i;"
                + " INSERT INTO a SELECT i, 'v' || i FROM generate_series(1, " + ROWS + ") i;"
                + " INSERT INTO b SELECT i, 'w' || i FROM generate_series(1, " + ROWS + ") i");
        drain(Direction.FORWARD);
    }

    @AfterEach
    void close() {
        relays.close();
        databases.close();
    }

    @Test
    void onlyWhatWasPlantedIsRepairedAndNamedWhileOldIsWrittenTo() throws Exception {
        try (BusyClient writer = BusyClient.write(databases, Side.OLD, SEED, MappedLiveTest::onOld)) {
            long before = writer.written();
            // rows beyond the writer's reach, so that only a comparison can find them
            databases.target("UPDATE people SET last_name = 'x' WHERE user_id = 590; DELETE FROM m WHERE code = 'U591';"
                    + " INSERT INTO m VALUES ('U9999', 'extra'); UPDATE u2 SET street = NULL WHERE u_id = 592;"
                    + " UPDATE c SET w = '' WHERE id = 593");

            List<TableComparison> found = compare(Direction.FORWARD);

            writer.awaitWritten(before + 50);
            assertThat(found).as("seed " + SEED).allSatisfy(table -> {
                assertThat(table.divergences()).isZero();
                assertThat(table.unsettled()).isZero();
            });
            assertThat(repaired(found))
                    .as("seed " + SEED)
                    .containsExactlyInAnyOrder(
                            "people 590 DIFFERENT [last_name]",
                            "m 591 MISSING_ON_NEW []",
                            "m 9999 EXTRA_ON_NEW []",
                            "u2 592 DIFFERENT [street]",
                            "c 593 DIFFERENT [w]");
        }
        drain(Direction.FORWARD);
        requireEqual(Direction.FORWARD);
    }

    @Test
    void afterTheCutoverOldIsWhatIsRepairedAndTheKeysAreNews() throws Exception {
        moveAuthority();
        try (BusyClient writer = BusyClient.write(databases, Side.NEW, SEED, MappedLiveTest::onNew)) {
            long before = writer.written();
            databases.old("SET theseus.relay = 'on'; UPDATE users SET name = 'x y' WHERE id = 590;"
                    + " DELETE FROM k WHERE id = 591; INSERT INTO k VALUES (9999, 'extra');"
                    + " UPDATE u SET street = NULL WHERE id = 592; UPDATE b SET w = 'x' WHERE a_id = 593");

            List<TableComparison> found = compare(Direction.REVERSE);

            writer.awaitWritten(before + 50);
            assertThat(found).as("seed " + SEED).allSatisfy(table -> {
                assertThat(table.divergences()).isZero();
                assertThat(table.unsettled()).isZero();
            });
            assertThat(repaired(found))
                    .as("seed " + SEED)
                    .containsExactlyInAnyOrder(
                            "people 590 DIFFERENT [name]",
                            "m U591 EXTRA_ON_NEW []",
                            "m U9999 MISSING_ON_NEW []",
                            "u1 592 DIFFERENT [street]",
                            "c 593 DIFFERENT [w]");
        }
        drain(Direction.REVERSE);
        requireEqual(Direction.REVERSE);
    }

    @Test
    void aRowThatOthersCompleteIsHeldStillWithThem() throws Exception {
        databases.target("UPDATE c SET w = 'spoilt' WHERE id = 5");
        List<String> states = new ArrayList<>();
        Applier applier = applying(() -> {
            for (String table : List.of("a SET v = 'x' WHERE id", "b SET w = 'x' WHERE a_id")) {
                try {
                    databases.old("SET lock_timeout = 50; UPDATE " + table + " = 5");
                } catch (SQLException e) {
                    states.add(e.getSQLState());
                }
            }
        });

        assertThat(hot(applier).settle(RowKey.of("5"))).isEqualTo(Seen.EQUAL);
        assertThat(states).containsExactly("55P03", "55P03");
    }

    @Test
    void aRowThatIsCompletedWhileItIsHeldIsLookedAtAgain() throws Exception {
        databases.old("DELETE FROM b WHERE a_id = 5");
        Applier applier = applying(() -> {
            databases.old("INSERT INTO b VALUES (5, 'came')");
            relays.applier(Direction.FORWARD).apply(MERGED, Set.of(RowKey.of("5")), Applier.Patience.WAIT);
        });

        assertThat(hot(applier).settle(RowKey.of("5"))).isEqualTo(Seen.IN_FLIGHT);
        assertThat(hot(relays.applier(Direction.FORWARD)).settle(RowKey.of("5")))
                .isEqualTo(Seen.EQUAL);
    }

    private HotRow hot(Applier applier) throws InterruptedException {
        Attempts attempts = new Attempts();
        Digests digests = new Digests(RowHash.RECORD, new ExactForm(ExactForm.Encodings.SAME));
        TablePair.Ground ground =
                new TablePair.Ground(databases.on(Side.OLD), databases.on(Side.NEW), Direction.FORWARD);
        return new HotRow(TablePair.read(MERGED, ground, digests, attempts), applier, attempts);
    }

    private interface Meanwhile {
        void happen() throws SQLException;
    }

    /** Lets something happen after each apply, while the row is held. */
    private Applier applying(Meanwhile meanwhile) {
        Applier forward = relays.applier(Direction.FORWARD);
        return new Applier() {
            @Override
            public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
                ApplyOutcome outcome = forward.apply(table, keys, patience);
                try {
                    meanwhile.happen();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
                return outcome;
            }

            @Override
            public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
                return forward.removeVanished(table, patience);
            }
        };
    }

    private static List<String> repaired(List<TableComparison> found) {
        List<String> rows = new ArrayList<>();
        for (TableComparison table : found) {
            for (Divergence each : table.repairs()) {
                assertThat(each.digests()).hasSameSizeAs(each.columns());
                rows.add(table.target().name() + " " + each.key() + " " + each.kind() + " " + each.columns());
            }
        }
        return rows;
    }

    private List<TableComparison> compare(Direction direction) throws InterruptedException {
        return PgVerifications.verification(
                        databases.on(Side.OLD),
                        databases.on(Side.NEW),
                        direction,
                        new Repairs(relays.log(direction), relays.applier(direction), relays.relay(direction)),
                        ComparedTable.SETTINGS,
                        Rest.NONE)
                .verify(PLANS, one -> {})
                .tables();
    }

    private void requireEqual(Direction direction) {
        MappedTables tables = new MappedTables(databases);
        for (TablePlan plan : PLANS) {
            if (plan.image(direction).isPresent()) {
                assertThat(tables.independently(plan, direction).first())
                        .as(plan.target() + ", seed " + SEED)
                        .isEmpty();
            }
        }
    }

    private void drain(Direction direction) throws InterruptedException {
        assertThat(relays.relay(direction).awaitDrained(PLANS, Duration.ofSeconds(20)))
                .isEqualTo(Drain.DRAINED);
    }

    private void moveAuthority() throws Exception {
        for (TablePlan plan : PLANS) {
            if (plan.image(Direction.REVERSE).isPresent()) {
                PgCapture.capture(databases.on(Side.NEW), LockPatience.DEFAULT).install(plan);
            }
        }
        databases.both("SELECT setval('theseus.epoch', 2)");
    }

    /** Inserts, updates and deletes of either side's tables. */
    private static String onOld(Random random) {
        int id = 1 + random.nextInt(500);
        return switch (random.nextInt(13)) {
            case 0 -> "UPDATE users SET n = n + 1, name = name || 'x' WHERE id BETWEEN %d AND %d".formatted(id, id + 5);
            case 1 -> "DELETE FROM users WHERE id = " + id;
            case 2 -> "INSERT INTO users VALUES (%d, 'in it') ON CONFLICT DO NOTHING".formatted(id);
            case 3 -> "UPDATE k SET v = v || 'x' WHERE id = " + id;
            case 4 ->
                "UPDATE k SET id = %d WHERE id = %d AND NOT EXISTS (SELECT FROM k WHERE id = %d)"
                        .formatted(id + 2000, id, id + 2000);
            case 5 -> "UPDATE u SET name = 'n', street = street || 'y' WHERE id = " + id;
            case 6 -> "DELETE FROM u WHERE id = " + id;
            case 7 -> "DELETE FROM b WHERE a_id = " + id;
            case 8 -> "INSERT INTO b VALUES (%d, 'again') ON CONFLICT DO NOTHING".formatted(id);
            case 9 -> "UPDATE users SET n = n + 1 WHERE id = " + (550 + random.nextInt(2));
            // to and fro, so that a value alone does not tell whether it changed
            case 10, 11 -> "UPDATE b SET w = CASE w WHEN 'to' THEN 'fro' ELSE 'to' END WHERE a_id = 552";
            default -> "UPDATE a SET v = v || 'z' WHERE id = " + id;
        };
    }

    private static String onNew(Random random) {
        int id = 1 + random.nextInt(500);
        return switch (random.nextInt(10)) {
            case 0 ->
                "UPDATE people SET n = n + 1, last_name = 'x' WHERE user_id BETWEEN %d AND %d".formatted(id, id + 5);
            case 1 -> "DELETE FROM people WHERE user_id = " + id;
            case 2 -> "UPDATE m SET v = v || 'x' WHERE code = 'U%d'".formatted(id);
            case 3 -> "DELETE FROM m WHERE code = 'U%d'".formatted(id);
            case 4 -> "UPDATE u2 SET street = street || 'y' WHERE u_id = " + id;
            case 5 -> "DELETE FROM u2 WHERE u_id = " + id;
            case 6 -> "UPDATE c SET v = v || 'z', w = w || 'y' WHERE id = " + id;
            case 7, 8 -> "UPDATE u2 SET street = CASE street WHEN 'to' THEN 'fro' ELSE 'to' END WHERE u_id = 552";
            default -> "UPDATE people SET n = n + 1 WHERE user_id = " + (550 + random.nextInt(2));
        };
    }
}
