package dev.theseus.jdbc.critical;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.critical.CriticalNews;
import dev.theseus.domain.critical.CriticalOutcome;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.critical.Persistence;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.GrowingRest;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.gateway.Touched;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.SqlWork;
import dev.theseus.jdbc.relay.PgRelays;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Captured tables {@code account} and {@code entry} on both sides whose copy is complete, and nodes that write. */
@SuppressWarnings("try") // what it closes may be interrupted
final class CriticalScene implements AutoCloseable {

    static final CriticalLimits LIMITS = new CriticalLimits(
            Duration.ofMillis(1_500),
            Duration.ofMillis(1_500),
            Duration.ofSeconds(30),
            new Persistence(3, new GrowingRest(Duration.ofMillis(1), Duration.ofMillis(2)), Duration.ofMillis(1)));

    final TestDatabases databases;
    final List<TablePlan> tables = new ArrayList<>();
    final ConcurrentLinkedQueue<OpenWrite> opened = new ConcurrentLinkedQueue<>();
    final ConcurrentLinkedQueue<CriticalOutcome> closed = new ConcurrentLinkedQueue<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private int version;

    CriticalScene(TestDatabases databases) throws SQLException {
        this.databases = databases;
        PgBookkeepings.preparation(databases.on(Side.OLD), databases.on(Side.NEW))
                .prepare(new MigrationId("critical"));
        table("account", "id int PRIMARY KEY, owner text UNIQUE, amount int", List.of("id", "owner", "amount"));
        table(
                "entry",
                "id int PRIMARY KEY, account int REFERENCES account, amount int",
                List.of("id", "account", "amount"));
        databases.both("INSERT INTO account VALUES (1, 'ann', 100), (2, 'bob', 100)");
        databases.old("DELETE FROM theseus.change_log");
        publish(Phase.DUAL_WRITING);
    }

    static CriticalScene create() throws SQLException {
        return new CriticalScene(TestDatabases.create());
    }

    TablePlan table(String name, String columns, List<String> carried) throws SQLException {
        databases.both("CREATE TABLE " + name + " (" + columns + ")");
        TablePlan plan = databases.plan(tables.size() + 1, name, List.of("id"), carried);
        PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(plan);
        databases.target(
                "INSERT INTO theseus.table_copy (table_no, completed_at) VALUES (" + plan.number() + ", now())");
        tables.add(plan);
        return plan;
    }

    /** One more table, with its rows; the test makes it on both sides. */
    void add(TablePlan plan) throws SQLException {
        PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(plan);
        databases.target(
                "INSERT INTO theseus.table_copy (table_no, completed_at) VALUES (" + plan.number() + ", now())");
        tables.add(plan);
        publish(Phase.DUAL_WRITING);
    }

    /** As after a cutover: new has authority, is captured, and says what was decided. */
    void moveAuthority() throws SQLException {
        for (TablePlan plan : tables) {
            PgCapture.capture(databases.on(Side.NEW), LockPatience.DEFAULT).install(plan);
        }
        databases.both("SELECT setval('theseus.epoch', 2)");
        PgBoards.board(databases.on(Side.NEW))
                .publish(new Rollout(++version, Epoch.FIRST.next(), Phase.CUT_OVER, RolloutPolicy.NOBODY), tables);
    }

    void publish(Phase phase) {
        PgBoards.board(databases.on(Side.OLD))
                .publish(new Rollout(++version, Epoch.FIRST, phase, RolloutPolicy.NOBODY), tables);
    }

    HikariDataSource pool(String url) {
        return pool(url, "TRANSACTION_READ_COMMITTED");
    }

    HikariDataSource pool(String url, String isolation) {
        HikariConfig config = new HikariConfig();
        config.setTransactionIsolation(isolation);
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(5);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(500);
        config.setInitializationFailTimeout(-1);
        HikariDataSource pool = new HikariDataSource(config);
        closing.addFirst(pool);
        return pool;
    }

    CriticalWrites node(String name) {
        return node(name, LIMITS, step -> {});
    }

    CriticalWrites node(String name, CriticalLimits limits, Consumer<CriticalStep> steps) {
        return node(name, limits, steps, databases.url(Side.OLD), databases.url(Side.NEW));
    }

    CriticalWrites node(
            String name, CriticalLimits limits, Consumer<CriticalStep> steps, String oldUrl, String newUrl) {
        return PgCriticals.writes(name, pool(oldUrl), pool(newUrl))
                .limits(limits)
                .news(news())
                .seams(new Seams(steps, UnaryOperator.identity()))
                .build();
    }

    CriticalNews news() {
        return new CriticalNews() {
            @Override
            public void open(OpenWrite write) {
                opened.add(write);
            }

            @Override
            public void closed(Side side, long id, CriticalOutcome outcome) {
                closed.add(outcome);
            }
        };
    }

    Relay relay() {
        Relay relay = PgRelays.relay(
                databases.on(Side.OLD),
                databases.on(Side.NEW),
                List.copyOf(tables),
                new RelaySettings(2, 500, 3, Duration.ofMillis(5)),
                PgCapture.log(databases.on(Side.OLD)),
                PgAppliers.applier(databases.on(Side.OLD), databases.on(Side.NEW), ApplyLimits.DEFAULT),
                Rest.NONE);
        closing.addFirst(relay);
        relay.start();
        return relay;
    }

    /** Lets the relay do what is left to it, and then be gone. */
    void drain() throws InterruptedException {
        try (Relay relay = relay()) {
            org.assertj.core.api.Assertions.assertThat(relay.awaitDrained(tables, Duration.ofSeconds(30)))
                    .isEqualTo(Relay.Drain.DRAINED);
        }
    }

    static Touched account(Integer... ids) {
        return rows("account", ids);
    }

    static Touched rows(String table, Integer... ids) {
        return new Touched(
                new dev.theseus.domain.database.TableName("public", table),
                Arrays.stream(ids).map(id -> RowKey.of(id.toString())).toList());
    }

    static SqlWork<Integer> sql(String... statements) {
        return connection -> {
            int changed = 0;
            for (String each : statements) {
                try (Statement statement = connection.createStatement()) {
                    changed += statement.executeUpdate(each);
                }
            }
            return changed;
        };
    }

    static SqlWork<Integer> amount(int id, int amount) {
        return sql("UPDATE public.account SET amount = " + amount + " WHERE id = " + id);
    }

    String amount(Side side, int id) throws SQLException {
        return String.valueOf(databases.value(side, "SELECT amount FROM account WHERE id = " + id));
    }

    /** States of what the journal still knows. */
    List<String> journal(Side side) throws SQLException {
        try (Connection connection = databases.session(side)) {
            return dev.theseus.jdbc.postgres.Run.texts(
                    connection, "SELECT state FROM theseus.critical_write ORDER BY id");
        }
    }

    /** How many images and locks the journal holds. */
    String held(Side side) throws SQLException {
        return String.valueOf(databases.value(
                side,
                "SELECT (SELECT count(*) FROM theseus.critical_row) + (SELECT count(*) FROM theseus.critical_lock)"));
    }

    /** As if the lease of every write had passed. */
    void letLeasesPass() throws SQLException {
        databases.old("UPDATE theseus.critical_write SET due_at = clock_timestamp() - interval '1 s'"
                + " WHERE state IN ('WRITTEN', 'OPEN')");
    }

    List<String> all(Side side) throws SQLException {
        List<String> all = new ArrayList<>();
        for (TablePlan table : tables) {
            all.addAll(databases.rows(side, "SELECT * FROM " + table.on(side) + " ORDER BY id"));
        }
        return all;
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : closing) {
            each.close();
        }
        databases.close();
    }
}
