package dev.theseus.jdbc.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.inspection.InspectedTable;
import dev.theseus.domain.inspection.Severity;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each finding is planted once; a pair of databases without a planted one has none. */
class PgInspectionTest {

    private TestDatabases databases;
    private final List<PgDatabase> opened = new ArrayList<>();

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        databases.both("CREATE TABLE item (id int PRIMARY KEY, label text)");
    }

    @AfterEach
    void close() {
        opened.forEach(PgDatabase::close);
        databases.close();
    }

    @Test
    void nothingStopsAPlainPair() {
        assertThat(inspect("item")).noneMatch(f -> f.severity() != Severity.NOTES);
    }

    @Test
    void inspectingChangesNothing() throws SQLException {
        String objects = "SELECT count(*) FROM pg_class";
        String before = databases.value(Side.OLD, objects);
        inspect("item");
        assertThat(databases.value(Side.OLD, objects)).isEqualTo(before);
        assertThat(databases.value(Side.OLD, "SELECT to_regnamespace('theseus')"))
                .isNull();
    }

    @Test
    void theSameDatabaseTwiceStops() {
        PgDatabase again = opened(PgDatabase.open(Side.NEW, databases.url(Side.OLD), null, null, 2));
        assertFound(
                PgCatalogs.inspection(databases.on(Side.OLD), again).inspect(List.of(), Plan.Settings.DEFAULT),
                Severity.STOPS,
                Check.SAME_DATABASE,
                "old and new",
                "Correct one of the URLs");
    }

    @Test
    void rowsInATargetStopUnlessTheyAreMerged() throws SQLException {
        databases.target("INSERT INTO item VALUES (1, 'x')");
        assertFound(inspect("item"), Severity.STOPS, Check.EXISTING_ROWS, "public.item", "merge");
        assertThat(inspect(List.of(table("item", ExistingRows.MERGE)), Plan.Settings.DEFAULT))
                .noneMatch(f -> f.check() == Check.EXISTING_ROWS);
    }

    @Test
    void rowsThatARunPutThereDoNotStopIt() throws SQLException {
        databases.target("INSERT INTO item VALUES (1, 'x'); CREATE SCHEMA theseus;"
                + "CREATE TABLE theseus.table_copy (table_no int); INSERT INTO theseus.table_copy VALUES (1)");
        assertFound(inspect("item"), Severity.NOTES, Check.EXISTING_ROWS, "new", "begun");
    }

    @Test
    void aSchemaOfTheseusThatAnotherRoleMadeStops() throws SQLException {
        databases.target("CREATE SCHEMA theseus; CREATE TABLE theseus.table_copy (table_no int)");
        assertFound(
                inspect(databases.on(Side.OLD), as(Side.NEW, "", "GRANT ALL ON item TO %s")),
                Severity.STOPS,
                Check.DATABASE_PRIVILEGE,
                "new",
                "schema theseus");
    }

    @Test
    void anEnumThatLacksALabelStops() throws SQLException {
        databases.old(
                "CREATE TYPE mood AS ENUM ('low', 'mid', 'high'); CREATE TABLE day (id int PRIMARY KEY, m mood, ms mood[])");
        databases.target(
                "CREATE TYPE mood AS ENUM ('high', 'low'); CREATE TABLE day (id int PRIMARY KEY, m mood, ms mood[])");
        List<Finding> findings = inspect("day");
        assertFound(findings, Severity.STOPS, Check.ENUM_LABELS, "public.day", "mid");
        assertThat(findings).filteredOn(f -> f.check() == Check.ENUM_LABELS).hasSize(2);
    }

    @Test
    void anUnloggedTableIsNoted() throws SQLException {
        databases.target("ALTER TABLE item SET UNLOGGED");
        assertFound(inspect("item"), Severity.NOTES, Check.UNLOGGED, "public.item", "in new");
    }

    @Test
    void onlyTriggersThatFireInTheRelaysSessionsWarn() throws SQLException {
        databases.target("""
                CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER ordinary BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION meddle()""");
        assertThat(inspect("item")).noneMatch(f -> f.check() == Check.TRIGGER);
        databases.target("ALTER TABLE item ENABLE ALWAYS TRIGGER ordinary");
        assertFound(inspect("item"), Severity.WARNS, Check.TRIGGER, "public.item", "ordinary");
    }

    @Test
    void aRoleThatCannotDisarmTriggersIsWarned() throws SQLException {
        databases.target("""
                CREATE TABLE line (id int PRIMARY KEY, item int REFERENCES item);
                CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER ordinary BEFORE INSERT ON item FOR EACH ROW EXECUTE FUNCTION meddle()""");
        PgDatabase plain = as(Side.NEW, "CREATEROLE", "GRANT ALL ON ALL TABLES IN SCHEMA public TO %s");
        List<Finding> findings = inspect(databases.on(Side.OLD), plain);
        assertFound(findings, Severity.WARNS, Check.REPLICATION_ROLE, "new", "session_replication_role");
        assertFound(findings, Severity.WARNS, Check.TRIGGER, "public.item", "ordinary");
    }

    @Test
    void missingPrivilegesOnOldStop() throws SQLException {
        List<Finding> findings = inspect(as(Side.OLD, "", "SELECT 1"), databases.on(Side.NEW));
        assertFound(findings, Severity.STOPS, Check.DATABASE_PRIVILEGE, "old", "GRANT CREATE ON DATABASE");
        assertFound(findings, Severity.STOPS, Check.TABLE_PRIVILEGE, "public.item", "in old: SELECT, TRIGGER");
        assertFound(findings, Severity.STOPS, Check.TABLE_PRIVILEGE, "public.item", "not owned");
    }

    @Test
    void anOwnerWhoMayCreateSchemasLacksNothing() throws SQLException {
        PgDatabase owner = as(Side.OLD, "", "GRANT CREATE ON DATABASE %2$s TO %1$s; ALTER TABLE item OWNER TO %1$s");
        assertThat(inspect(owner, databases.on(Side.NEW))).noneMatch(f -> f.severity() == Severity.STOPS);
    }

    @Test
    void missingPrivilegesOnNewStop() throws SQLException {
        databases.target("REVOKE TEMPORARY ON DATABASE " + databases.value(Side.NEW, "SELECT current_database()")
                + " FROM PUBLIC");
        List<Finding> findings = inspect(databases.on(Side.OLD), as(Side.NEW, "", "GRANT SELECT ON item TO %s"));
        assertFound(findings, Severity.STOPS, Check.DATABASE_PRIVILEGE, "new", "GRANT CREATE ON DATABASE");
        assertFound(findings, Severity.STOPS, Check.DATABASE_PRIVILEGE, "new", "temporary");
        assertFound(
                findings,
                Severity.STOPS,
                Check.TABLE_PRIVILEGE,
                "public.item",
                "in new: INSERT, UPDATE, DELETE, TRUNCATE");
    }

    @Test
    void indexesCanBeBuiltAfterTheCopyByTheOwnerOnly() throws SQLException {
        PgDatabase guest = as(Side.NEW, "", "GRANT ALL ON item TO %s");
        BackfillSettings d = BackfillSettings.DEFAULT;
        BackfillSettings afterCopy = new BackfillSettings(
                d.parallelism(), d.chunk(), d.order(), IndexBuild.AFTER_COPY, d.rate(), Optional.empty());
        Plan.Settings settings = settings(afterCopy);
        List<InspectedTable> tables = List.of(table("item", ExistingRows.REFUSE));
        assertFound(
                PgCatalogs.inspection(databases.on(Side.OLD), guest).inspect(tables, settings),
                Severity.STOPS,
                Check.TABLE_PRIVILEGE,
                "public.item",
                "indexes: keep");
        assertThat(PgCatalogs.inspection(databases.on(Side.OLD), guest).inspect(tables, Plan.Settings.DEFAULT))
                .noneMatch(f -> f.check() == Check.TABLE_PRIVILEGE);
    }

    @Test
    void rowSecurityThatAppliesToTheRoleStops() throws SQLException {
        databases.old("ALTER TABLE item ENABLE ROW LEVEL SECURITY");
        assertThat(inspect("item")).noneMatch(f -> f.check() == Check.ROW_SECURITY);
        PgDatabase reader = as(Side.OLD, "", "GRANT SELECT ON item TO %s");
        assertFound(
                inspect(reader, databases.on(Side.NEW)), Severity.STOPS, Check.ROW_SECURITY, "public.item", "in old");
    }

    @Test
    void privilegesOfPartitionsCountOnOld() throws SQLException {
        databases.both("CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id);"
                + "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (9)");
        PgDatabase reader = as(Side.OLD, "", "GRANT SELECT, TRIGGER ON parts TO %s");
        assertFound(
                inspect(reader, databases.on(Side.NEW), "parts"),
                Severity.STOPS,
                Check.TABLE_PRIVILEGE,
                "public.parts_1",
                "SELECT");
    }

    @Test
    void aForeignTableAsPartitionStops() throws SQLException {
        databases.both("CREATE TABLE parts (id int) PARTITION BY RANGE (id)");
        databases.old("""
                CREATE FOREIGN DATA WRAPPER nowhere; CREATE SERVER there FOREIGN DATA WRAPPER nowhere;
                CREATE FOREIGN TABLE far PARTITION OF parts FOR VALUES FROM (0) TO (9) SERVER there""");
        assertFound(inspect("parts"), Severity.STOPS, Check.TABLE_KIND, "public.far", "partition");
    }

    @Test
    void tooFewFreeSessionsWarn() throws SQLException {
        PgDatabase narrow = as(Side.NEW, "CONNECTION LIMIT 3", "GRANT ALL ON item TO %s");
        assertFound(inspect(databases.on(Side.OLD), narrow), Severity.WARNS, Check.SESSIONS, "new", "3 sessions");
    }

    private static Plan.Settings settings(BackfillSettings backfill) {
        Plan.Settings d = Plan.Settings.DEFAULT;
        return new Plan.Settings(backfill, d.throttle(), d.relay(), d.verification(), d.gates());
    }

    /** A session pool of a role of its own; the grants are given its name and that of the database. */
    private PgDatabase as(Side side, String attributes, String grants) throws SQLException {
        String database = databases.value(side, "SELECT current_database()");
        String role = "guest_" + database;
        String sql = "CREATE ROLE " + role + " LOGIN " + attributes + "; " + grants.formatted(role, database);
        if (side == Side.OLD) {
            databases.old(sql);
        } else {
            databases.target(sql);
        }
        return opened(PgDatabase.open(side, databases.url(side).replaceFirst("\\?user=.*", ""), role, null, 2));
    }

    private PgDatabase opened(PgDatabase database) {
        opened.add(database);
        return database;
    }

    private List<Finding> inspect(String table) {
        return inspect(databases.on(Side.OLD), databases.on(Side.NEW), table);
    }

    private List<Finding> inspect(PgDatabase old, PgDatabase target) {
        return inspect(old, target, "item");
    }

    private List<Finding> inspect(PgDatabase old, PgDatabase target, String table) {
        return PgCatalogs.inspection(old, target)
                .inspect(List.of(table(table, ExistingRows.REFUSE)), Plan.Settings.DEFAULT);
    }

    private List<Finding> inspect(List<InspectedTable> tables, Plan.Settings settings) {
        return PgCatalogs.inspection(databases.on(Side.OLD), databases.on(Side.NEW))
                .inspect(tables, settings);
    }

    private InspectedTable table(String name, ExistingRows existingRows) {
        TableName table = new TableName("public", name);
        return new InspectedTable(
                PgCatalogs.catalog(databases.on(Side.OLD)).table(table).orElseThrow(),
                PgCatalogs.catalog(databases.on(Side.NEW)).table(table).orElseThrow(),
                existingRows);
    }

    private static void assertFound(
            List<Finding> findings, Severity severity, Check check, String what, String... parts) {
        assertThat(findings).anySatisfy(finding -> {
            assertThat(finding.severity()).isEqualTo(severity);
            assertThat(finding.check()).isEqualTo(check);
            assertThat(finding.what()).isEqualTo(what);
            assertThat(finding.message()).contains(parts);
        });
    }
}
