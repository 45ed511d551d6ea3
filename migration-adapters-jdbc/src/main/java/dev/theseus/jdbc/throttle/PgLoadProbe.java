package dev.theseus.jdbc.throttle;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.throttle.Load;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at both servers once a second: who is at work on them, and how long a small commit takes. */
final class PgLoadProbe implements LoadProbe {

    static final String DDL = """
            CREATE SCHEMA IF NOT EXISTS theseus;
            CREATE TABLE IF NOT EXISTS theseus.load_probe (id integer PRIMARY KEY, at timestamptz NOT NULL);
            INSERT INTO theseus.load_probe VALUES (1, clock_timestamp()) ON CONFLICT DO NOTHING;
            """;

    private static final Logger LOG = LoggerFactory.getLogger(PgLoadProbe.class);

    private static final Duration EVERY = Duration.ofSeconds(1);

    /**
     * A short transaction is rarely caught in the act, so who did anything since the last look counts as traffic too. A
     * role without pg_read_all_stats is not told what others do: then whoever is connected counts as being at work.
     */
    private static final String CLIENTS = """
            SELECT count(*) FILTER (WHERE state = 'active' OR state IS NULL) AS active,
                   count(*) FILTER (WHERE state IS NULL OR state LIKE 'active%' OR state_change > clock_timestamp() - interval '2 s')
                     > 0 AS traffic
            FROM pg_stat_activity
            WHERE coalesce(backend_type, 'client backend') = 'client backend' AND datid IS NOT NULL
              AND pid <> pg_backend_pid() AND application_name NOT LIKE 'theseus%'""";

    private static final String TOUCH = "UPDATE theseus.load_probe SET at = clock_timestamp() WHERE id = 1";

    private final PgDatabase old;
    private final PgDatabase target;
    private final Supplier<Duration> lag;
    private final InstantSource clock;
    private final AtomicReference<Optional<Load>> last = new AtomicReference<>(Optional.empty());
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch stop = new CountDownLatch(1);

    PgLoadProbe(PgDatabase old, PgDatabase target, Supplier<Duration> lag, InstantSource clock) {
        this.old = old;
        this.target = target;
        this.lag = lag;
        this.clock = clock;
    }

    @Override
    public Optional<Load> last() {
        if (begun.compareAndSet(false, true)) {
            Thread.ofPlatform().name("theseus-load-probe").daemon().start(this::measure);
        }
        return last.get();
    }

    private void measure() {
        try {
            do {
                try {
                    last.set(Optional.of(look()));
                } catch (DatabaseUnavailable | DatabaseRefused e) {
                    // the last measurement grows old, and an old one says stop
                    LOG.debug("The load could not be measured", e);
                }
            } while (!stop.await(EVERY.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Load look() {
        Instant began = clock.instant();
        Clients onOld = clients(old);
        Clients onNew = clients(target);
        boolean traffic = onOld.traffic() || onNew.traffic();
        return new Load(
                lag.get(),
                Math.max(onOld.active(), onNew.active()),
                traffic ? Load.Traffic.SEEN : Load.Traffic.NONE,
                longer(commit(old), commit(target)),
                began);
    }

    /** Sessions other than ours. */
    private record Clients(int active, boolean traffic) {}

    private static Clients clients(PgDatabase database) {
        return database.inTransaction("see who is at work", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(CLIENTS)) {
                row.next();
                return new Clients(row.getInt("active"), row.getBoolean("traffic"));
            }
        });
    }

    /** The time from the commit to its answer, without that of finding a session and the row. */
    private static Duration commit(PgDatabase database) {
        return database.inTransaction("measure a commit", connection -> {
            touch(connection);
            long before = System.nanoTime();
            connection.commit();
            return Duration.ofNanos(System.nanoTime() - before);
        });
    }

    private static void touch(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(TOUCH);
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
