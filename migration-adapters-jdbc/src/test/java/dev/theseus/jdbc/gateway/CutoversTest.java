package dev.theseus.jdbc.gateway;

import static dev.theseus.jdbc.gateway.GatewayScene.everybody;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.theseus.domain.authority.Handover;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.HandoverOutcome.Moved;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.jdbc.board.PgBoards;
import dev.theseus.jdbc.bookkeeping.PgBookkeepings;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.fence.PgFences;
import dev.theseus.jdbc.fence.PgHandovers;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.SqlWork;
import dev.theseus.jdbc.relay.RelaysBothWays;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Cutovers and rollbacks in a row, under 500 writes a second from two nodes; as many as are asked for. Each write adds
 * an entry with the writer's next serial number and counts up the writer's row, so that one that is lost and one that
 * is done twice both show.
 */
@Tag("alone")
class CutoversTest {

    private static final int CUTOVERS = Integer.getInteger("theseus.cutovers", 6);
    private static final int WRITERS = 8;
    private static final int PER_SECOND = 500;

    /** Between two: about half a second's. */
    private static final int WRITES_BETWEEN = PER_SECOND / 2;

    private final Queue<Throwable> failed = new ConcurrentLinkedQueue<>();
    private final Queue<String> stale = new ConcurrentLinkedQueue<>();
    private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();
    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestDatabases databases;
    private RelaysBothWays relays;
    private List<TablePlan> tables;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.create();
        PgDatabase old = databases.on(Side.OLD);
        PgDatabase target = databases.on(Side.NEW);
        databases.both("""
                CREATE TABLE entry (writer int, serial int, PRIMARY KEY (writer, serial));
                CREATE TABLE counter (writer int PRIMARY KEY, n int NOT NULL)""");
        PgBookkeepings.preparation(old, target).prepare(new MigrationId("to-and-fro"));
        tables = List.of(
                databases.plan(1, "entry", List.of("writer", "serial"), List.of("writer", "serial")),
                databases.plan(2, "counter", List.of("writer"), List.of("writer", "n")));
        tables.forEach(PgCapture.capture(old, LockPatience.DEFAULT)::install);
        databases.target("INSERT INTO theseus.table_copy (table_no, completed_at) VALUES (1, now()), (2, now())");
        databases.old("INSERT INTO counter SELECT i, 0 FROM generate_series(0, %d) i".formatted(WRITERS - 1));
        PgFences.fencing(old, target, LockPatience.DEFAULT).install(tables);
        PgBoards.board(old, target).publish(new Rollout(1, Epoch.FIRST, Phase.RAMPING, everybody()), tables);
        relays = RelaysBothWays.between(
                old, target, tables, new RelaySettings(2, 500, 3, Duration.ofMillis(50)), worked -> Duration.ZERO);
        for (Direction direction : Direction.values()) {
            relays.relay(direction).start();
        }
    }

    @AfterEach
    @SuppressWarnings("try") // what it closes may be interrupted
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        relays.close();
        databases.close();
    }

    private Gateway node(String name) {
        Gateway node = Gateways.gateway(GatewayScene.settings(name), pool(Side.OLD), pool(Side.NEW))
                .dualWritesOver(pool(Side.OLD), pool(Side.NEW))
                .build();
        opened.addFirst(node);
        return node;
    }

    private HikariDataSource pool(Side side) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(databases.url(side));
        config.setMaximumPoolSize(12);
        HikariDataSource pool = new HikariDataSource(config);
        opened.addFirst(pool);
        return pool;
    }

    /** One of the writers, which writes on one node and reads on both. */
    private final class Writer {
        private final int number;
        private final List<Gateway> nodes;
        private int serial;

        Writer(int number, List<Gateway> nodes) {
            this.number = number;
            this.nodes = nodes;
        }

        void write() {
            serial++;
            try {
                Touched own = Touched.row(tables.getLast().old(), RowKey.of(Integer.toString(number)));
                long begun = System.nanoTime();
                Written<Integer> done = nodes.get(number % 2).write(own, this::count, this::count);
                nanos.add(System.nanoTime() - begun);
                written.incrementAndGet();
                int seen = nodes.get(serial % 2)
                        .read(RequestContext.of("w" + number).after(done.token()), own, read(), read());
                if (seen != serial) {
                    stale.add("writer " + number + " saw " + seen + " after " + serial + ", " + done.token());
                }
            } catch (Exception e) {
                failed.add(e);
            }
        }

        private int count(java.sql.Connection session) throws SQLException {
            try (PreparedStatement insert = session.prepareStatement("INSERT INTO public.entry VALUES (?, ?)");
                    PreparedStatement update =
                            session.prepareStatement("UPDATE public.counter SET n = n + 1 WHERE writer = ?")) {
                insert.setInt(1, number);
                insert.setInt(2, serial);
                update.setInt(1, number);
                return insert.executeUpdate() + update.executeUpdate();
            }
        }

        private SqlWork<Integer> read() {
            return session -> {
                try (PreparedStatement query =
                        session.prepareStatement("SELECT n FROM public.counter WHERE writer = ?")) {
                    query.setInt(1, number);
                    try (ResultSet row = query.executeQuery()) {
                        return row.next() ? row.getInt(1) : -1;
                    }
                }
            };
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // what fails is kept by the writers
    void lose_nothing_double_nothing_and_fail_no_request() throws Exception {
        List<Gateway> nodes = List.of(node("one"), node("two"));
        List<Writer> writers = new ArrayList<>();
        List<Long> pauses;
        try (ScheduledExecutorService traffic = Executors.newScheduledThreadPool(WRITERS)) {
            for (int i = 0; i < WRITERS; i++) {
                Writer writer = new Writer(i, nodes);
                writers.add(writer);
                traffic.scheduleAtFixedRate(
                        writer::write, i, TimeUnit.SECONDS.toMicros(WRITERS) / PER_SECOND, TimeUnit.MICROSECONDS);
            }
            pauses = toAndFro();
            awaitWrites(written.get() + WRITES_BETWEEN);
        }

        print(pauses);
        assertThat(failed).isEmpty();
        assertThat(stale).isEmpty();
        Epoch last = new Epoch(1L + CUTOVERS);
        assertThat(relays.relay(last.direction()).awaitDrained(tables, Duration.ofSeconds(30)))
                .isEqualTo(Drain.DRAINED);
        List<String> counted = writers.stream()
                .map(writer -> "(%d,%d,%d)".formatted(writer.number, writer.serial, writer.serial))
                .toList();
        for (Side side : Side.values()) {
            assertThat(databases.rows(side, """
                    SELECT writer, n, (SELECT count(*) FROM entry e WHERE e.writer = c.writer) FROM counter c
                    ORDER BY writer""")).as("on " + side).isEqualTo(counted);
        }
        assertThat(databases.value(Side.OLD, "SELECT count(*) FROM theseus.change_log"))
                .isEqualTo("0");
        assertThat(databases.value(Side.NEW, "SELECT count(*) FROM theseus.change_log"))
                .isEqualTo("0");
    }

    private List<Long> toAndFro() {
        Handover handover = PgHandovers.handover(databases.on(Side.OLD), databases.on(Side.NEW), relays, 0);
        List<Long> pauses = new ArrayList<>();
        for (int i = 1; i <= CUTOVERS; i++) {
            awaitWrites(written.get() + WRITES_BETWEEN);
            HandoverOutcome outcome = handover.hand(new Epoch(i), tables, PauseBudget.DEFAULT);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Moved.class, moved -> pauses.add(moved.pause().toNanos()));
        }
        return pauses;
    }

    private void awaitWrites(int count) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(30))
                .until(() -> written.get() >= count || !failed.isEmpty());
    }

    private void print(List<Long> pauses) {
        System.out.printf(
                "%d handovers under %d writes: pause p50 %.1f ms, p99 %.1f ms; writes p50 %.1f ms, p99 %.1f ms,"
                        + " longest %.1f ms%n",
                pauses.size(),
                written.get(),
                share(pauses, 50),
                share(pauses, 99),
                share(nanos, 50),
                share(nanos, 99),
                share(nanos, 100));
    }

    private static double share(java.util.Collection<Long> nanos, int percent) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }
}
