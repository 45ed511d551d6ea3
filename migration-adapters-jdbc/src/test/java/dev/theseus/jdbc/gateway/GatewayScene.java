package dev.theseus.jdbc.gateway;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.fence.PgFences;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.SqlWork;
import dev.theseus.jdbc.relay.PgRelays;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;

/**
 * A captured table {@code item} on both sides whose copy is complete, and nodes over pools of their own. Old's rows and
 * new's tell where they come from only if a test makes them differ.
 */
@SuppressWarnings("try") // what it closes may be interrupted
final class GatewayScene implements AutoCloseable {

    static final RelaySettings QUICK = new RelaySettings(2, 500, 3, Duration.ofMillis(5));

    final TestDatabases databases;
    final TablePlan item;
    private final List<TablePlan> tables = new ArrayList<>();
    final RoutingBoard board;
    final NodeReports reports;
    private final AtomicLong version = new AtomicLong();
    private Epoch epoch = Epoch.FIRST;
    private final List<AutoCloseable> opened = new ArrayList<>();

    GatewayScene(TestDatabases databases) throws SQLException {
        this.databases = databases;
        // as real services have it; where it is off, an apply waits until what it has read is on disk
        databases.old(
                "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', current_database()); END $$");
        PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW))
                .prepare(new MigrationId("routed"));
        databases.both("CREATE TABLE item (id int PRIMARY KEY, name text)");
        item = databases.plan(1, "item", List.of("id"), List.of("id", "name"));
        add(item);
        board = PgBoards.board(databases.on(Side.OLD), databases.on(Side.NEW));
        reports = PgBoards.reports(databases.on(Side.OLD), databases.on(Side.NEW));
    }

    /** One more table that is captured and whose copy is complete; its rows are the test's. */
    void add(TablePlan plan) throws SQLException {
        tables.add(plan);
        PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(plan);
        databases.target(
                "INSERT INTO theseus.table_copy (table_no, completed_at) VALUES (" + plan.number() + ", now())");
    }

    static GatewayScene create() throws SQLException {
        return new GatewayScene(TestDatabases.create());
    }

    static GatewaySettings settings(String node) {
        return GatewaySettings.of(node, "shop").withChecks(Duration.ZERO);
    }

    /** As it is, but on a machine that is busy with something else it leaves nothing to the relay for that. */
    static GatewaySettings patient(String node) {
        return settings(node).withLimits(Duration.ofSeconds(10), Duration.ofSeconds(10));
    }

    static RolloutPolicy everybody() {
        RolloutPolicy nobody = RolloutPolicy.NOBODY;
        return new RolloutPolicy(
                100,
                nobody.segments(),
                nobody.regions(),
                nobody.services(),
                nobody.dualWrites(),
                RolloutPolicy.Switch.OFF,
                0,
                0,
                Duration.ofMinutes(10));
    }

    static RolloutPolicy shadowing(double sample) {
        RolloutPolicy all = everybody();
        return new RolloutPolicy(
                0,
                all.segments(),
                all.regions(),
                all.services(),
                all.dualWrites(),
                RolloutPolicy.Switch.ON,
                sample,
                0,
                all.maximumLag());
    }

    /** Rows 1 to so many on both sides, the same. */
    void rows(int count) throws SQLException {
        databases.old("SET theseus.relay = 'on'; INSERT INTO item SELECT i, 'name ' || i FROM generate_series(1, "
                + count + ") i");
        databases.target("INSERT INTO item SELECT i, 'name ' || i FROM generate_series(1, " + count + ") i");
    }

    void publish(Phase phase, RolloutPolicy policy) {
        board.publish(new Rollout(version.incrementAndGet(), epoch, phase, policy), tables);
    }

    /** Makes the fence stand, so that authority can move. */
    void fence() {
        PgFences.fencing(databases.on(Side.OLD), databases.on(Side.NEW), LockPatience.DEFAULT)
                .install(tables);
    }

    /** As a handover does, after the log is drained. */
    void moveAuthority() throws SQLException {
        takeAuthorityAway();
        giveAuthority();
    }

    void takeAuthorityAway() throws SQLException {
        next(epoch.direction().source());
    }

    void giveAuthority() throws SQLException {
        next(epoch.direction().target());
        epoch = epoch.next();
    }

    private void next(Side side) throws SQLException {
        databases.on(side).inTransaction("move authority", connection -> {
            Run.sql(connection, "SELECT pg_advisory_xact_lock(%d, 0)".formatted(PgFence.LOCKS));
            Run.sql(
                    connection,
                    "SELECT setval('theseus.epoch', %d)".formatted(epoch.next().number()));
            return true;
        });
    }

    /** Begins a transaction on old that stays open: nothing written from now on counts as passed to new. */
    void letNothingPass() throws SQLException {
        Connection open = databases.session(Side.OLD);
        opened.addFirst(open);
        open.setAutoCommit(false);
        Run.sql(open, "SELECT pg_current_xact_id()");
    }

    /** Waits until a node goes by what was published last. */
    void seenBy(Gateway... nodes) {
        for (Gateway node : nodes) {
            Awaitility.await()
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> node.snapshot().rollout().version() == version.get());
        }
    }

    HikariDataSource pool(Side side, int sessions) {
        return pool(databases.url(side), sessions);
    }

    HikariDataSource pool(String url, int sessions) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(sessions);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(250);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        opened.addFirst(pool);
        return pool;
    }

    Gateway node(String name) {
        return node(settings(name));
    }

    Gateway node(GatewaySettings settings) {
        return node(Gateways.gateway(settings, pool(Side.OLD, 10), pool(Side.NEW, 10)));
    }

    Gateway node(Gateways.Builder builder) {
        Gateway gateway = builder.build();
        opened.addFirst(gateway);
        return gateway;
    }

    ChangeLog log() {
        return PgCapture.log(databases.on(Side.OLD));
    }

    Relay relay() {
        return relay(PgAppliers.applier(databases.on(Side.OLD), databases.on(Side.NEW), ApplyLimits.DEFAULT));
    }

    Relay relay(Applier applier) {
        Relay relay = PgRelays.relay(
                databases.on(Side.OLD), databases.on(Side.NEW), tables, QUICK, log(), applier, Rest.NONE);
        opened.addFirst(relay);
        relay.start();
        return relay;
    }

    Touched row(int id) {
        return Touched.row(item.old(), RowKey.of(Integer.toString(id)));
    }

    /** The name of a row, or {@code none}. */
    static SqlWork<String> nameOf(int id) {
        return connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT name FROM public.item WHERE id = ?")) {
                query.setInt(1, id);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? row.getString(1) : "none";
                }
            }
        };
    }

    static SqlWork<Integer> naming(int id, String name) {
        return connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(
                    "INSERT INTO public.item VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name")) {
                upsert.setInt(1, id);
                upsert.setString(2, name);
                return upsert.executeUpdate();
            }
        };
    }

    String on(Side side, int id) throws SQLException {
        return String.valueOf(databases.value(side, "SELECT name FROM item WHERE id = " + id));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        databases.close();
    }
}
