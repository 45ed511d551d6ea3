package dev.theseus.jdbc.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two prepared databases, tables whose copy is complete, and relays between them that end with the scene. */
final class RelayScene implements AutoCloseable {

    static final RelaySettings QUICK = new RelaySettings(2, 500, 3, Duration.ofMillis(5));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final TestDatabases databases;
    final List<TablePlan> tables = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();

    RelayScene(TestDatabases databases) {
        this.databases = databases;
        PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW))
                .prepare(new MigrationId("relayed"));
    }

    static RelayScene create() throws SQLException {
        return new RelayScene(TestDatabases.create());
    }

    /** A captured table of the schema public, alike on both sides, whose copy counts as complete. */
    TablePlan table(String name, String columns, List<String> names) throws SQLException {
        TablePlan table = captured(name, columns, names);
        complete(table);
        return table;
    }

    /** A captured table whose copy is not complete. */
    TablePlan captured(String name, String columns, List<String> names) throws SQLException {
        databases.both("CREATE TABLE " + name + " (" + columns + ")");
        TablePlan table = databases.plan(tables.size() + 1, name, List.of("id"), names);
        PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(table);
        tables.add(table);
        return table;
    }

    void complete(TablePlan table) throws SQLException {
        databases.target(
                "INSERT INTO theseus.table_copy (table_no, completed_at) VALUES (" + table.number() + ", now())");
    }

    ChangeLog log() {
        return PgCapture.log(databases.on(Side.OLD));
    }

    Applier applier() {
        return PgAppliers.applier(databases.on(Side.OLD), databases.on(Side.NEW), ApplyLimits.DEFAULT);
    }

    /** A relay that runs. */
    Relay relay(RelaySettings settings) {
        return relay(settings, log(), applier());
    }

    Relay relay(RelaySettings settings, ChangeLog log, Applier applier) {
        Relay relay = PgRelays.relay(
                databases.on(Side.OLD), databases.on(Side.NEW), List.copyOf(tables), settings, log, applier, Rest.NONE);
        relays.add(relay);
        relay.start();
        return relay;
    }

    /** A relay that runs and writes as another role would; the test closes it. */
    Relay relay(PgDatabase target, RelaySettings settings) {
        PgDatabase old = databases.on(Side.OLD);
        Applier applier = PgAppliers.applier(old, target, ApplyLimits.DEFAULT);
        Relay relay = PgRelays.relay(old, target, List.copyOf(tables), settings, log(), applier, Rest.NONE);
        relay.start();
        return relay;
    }

    void assertDrained(Relay relay) throws InterruptedException {
        assertThat(relay.awaitDrained(tables, PATIENCE)).isEqualTo(Drain.DRAINED);
    }

    void assertEqual() throws SQLException {
        for (TablePlan table : tables) {
            String rows = "SELECT * FROM " + table.old() + " ORDER BY 1";
            assertThat(databases.rows(Side.NEW, rows)).as(table.toString()).isEqualTo(databases.rows(Side.OLD, rows));
        }
    }

    @Override
    public void close() {
        relays.forEach(Relay::close);
        databases.close();
    }
}
