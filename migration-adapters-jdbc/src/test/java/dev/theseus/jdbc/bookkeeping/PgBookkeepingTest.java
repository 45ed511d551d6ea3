package dev.theseus.jdbc.bookkeeping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.theseus.domain.backfill.IndexBuilding;
import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.preparation.AlreadyInUse;
import dev.theseus.domain.preparation.Preparation;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.index.PgIndexes;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgBookkeepingTest {

    private static final MigrationId SHOP = new MigrationId("shop");

    private static final String CATALOGUE = """
            SELECT 'schema' AS kind, nspname::text AS name FROM pg_namespace WHERE nspname !~ '^pg_(toast_)?temp'
            UNION ALL SELECT 'relation', oid::regclass::text FROM pg_class WHERE relnamespace::regnamespace::text !~ '^pg_'
            UNION ALL SELECT 'function', oid::regprocedure::text FROM pg_proc WHERE pronamespace::regnamespace::text !~ '^pg_'
            UNION ALL SELECT 'trigger', tgname || ' on ' || tgrelid::regclass FROM pg_trigger
            UNION ALL SELECT 'type', oid::regtype::text FROM pg_type WHERE typnamespace::regnamespace::text !~ '^pg_'
            ORDER BY 1, 2""";

    private TestDatabases databases;
    private Preparation preparation;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.both("""
                CREATE TABLE item (id int PRIMARY KEY, parent int REFERENCES item);
                CREATE TABLE line (id int PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE line_1 PARTITION OF line DEFAULT""");
        preparation = PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW));
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private void capture(int number, String table) {
        TablePlan plan = databases.plan(number, table, List.of("id"), List.of("id"));
        PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(plan);
    }

    @Test
    void removingLeavesNothingBehindEvenIfCaptureStillStood() throws SQLException {
        List<String> old = databases.rows(Side.OLD, CATALOGUE);
        List<String> target = databases.rows(Side.NEW, CATALOGUE);
        preparation.prepare(SHOP);
        preparation.prepare(SHOP);
        capture(1, "item");
        capture(2, "line");
        assertThat(databases.rows(Side.OLD, CATALOGUE)).hasSizeGreaterThan(old.size());

        preparation.remove(SHOP);
        preparation.remove(SHOP);

        assertThat(databases.rows(Side.OLD, CATALOGUE)).isEqualTo(old);
        assertThat(databases.rows(Side.NEW, CATALOGUE)).isEqualTo(target);
        databases.old("INSERT INTO item VALUES (1, NULL); INSERT INTO line VALUES (1)");
    }

    @Test
    void theDefinitionOfWhatWasTakenAwayAndNotBuiltAgainIsNotLost() throws SQLException {
        databases.target("CREATE INDEX by_parent ON item (parent)");
        preparation.prepare(SHOP);
        TablePlan item = databases.plan(1, "item", List.of("id"), List.of("id", "parent"));
        IndexBuilding building = PgIndexes.indexBuilding(databases.on(Side.NEW), IndexBuild.AFTER_COPY);
        building.takeAway(List.of(item));

        assertThatThrownBy(() -> preparation.remove(SHOP))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("by_parent of public.item")
                .hasMessageContaining("theseus.deferred_object");
        for (Side side : Side.values()) {
            assertThat(databases.value(side, "SELECT to_regnamespace('theseus')"))
                    .isNotNull();
        }

        building.buildIndexes(item);
        building.buildForeignKeys(List.of(item));
        preparation.remove(SHOP);
        assertThat(databases.value(Side.NEW, "SELECT to_regclass('by_parent')")).isNotNull();
    }

    @Test
    void theJournalOfACriticalWriteThatIsNotSettledIsNotLost() throws SQLException {
        preparation.prepare(SHOP);
        databases.target("INSERT INTO theseus.critical_write (node, state) VALUES ('one', 'OPEN')");

        assertThatThrownBy(() -> preparation.remove(SHOP))
                .isInstanceOf(DatabaseRefused.class)
                .hasMessageContaining("new database")
                .hasMessageContaining("critical writes 1 are not settled");
        assertThat(databases.value(Side.OLD, "SELECT to_regnamespace('theseus')"))
                .isNotNull();

        databases.target("UPDATE theseus.critical_write SET state = 'CONFIRMED'");
        preparation.remove(SHOP);
        assertThat(databases.value(Side.NEW, "SELECT to_regnamespace('theseus')"))
                .isNull();
    }

    @Test
    void bookkeepingOfAnotherMigrationIsNeitherUsedNorRemoved() throws SQLException {
        preparation.prepare(SHOP);
        MigrationId other = new MigrationId("other");

        assertThatThrownBy(() -> preparation.prepare(other))
                .isInstanceOf(AlreadyInUse.class)
                .hasMessageContaining("shop");
        preparation.remove(other);
        assertThat(databases.value(Side.OLD, "SELECT name FROM theseus.migration"))
                .isEqualTo("shop");
    }

    @Test
    void changesTravelForwardInTheFirstEpoch() {
        preparation.prepare(SHOP);

        for (Side side : Side.values()) {
            assertThat(databases
                            .on(side)
                            .inTransaction("enter the fence", PgFence::enter)
                            .number())
                    .isEqualTo(1);
        }
    }

    @Test
    void removingGivesUpWithTheNamesOfThoseWhoHoldATableAndDoesNotHoldUpOthers() throws SQLException {
        preparation.prepare(SHOP);
        capture(1, "item");
        Preparation hasty = new PgBookkeeping(
                databases.on(Side.OLD),
                databases.on(Side.NEW),
                new LockPatience(Duration.ofMillis(20), Duration.ofMillis(100)),
                side -> "SELECT 1");
        try (Connection reader = databases.session(Side.OLD);
                Statement statement = reader.createStatement()) {
            statement.execute("SET application_name = 'long report'");
            reader.setAutoCommit(false);
            statement.execute("SELECT * FROM item");

            assertThatThrownBy(() -> hasty.remove(SHOP))
                    .isInstanceOf(CaptureRefused.class)
                    .hasMessageContaining("long report");
            databases.old("INSERT INTO item VALUES (1, NULL)");
            reader.rollback();
        }
        hasty.remove(SHOP);
        assertThat(databases.value(Side.OLD, "SELECT to_regnamespace('theseus')"))
                .isNull();
    }
}
