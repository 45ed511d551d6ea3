package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what became of a transaction whose commit got no answer, by asking the database for it. A server that
 * crashed may give the number of a transaction that it lost to another one; so "committed" counts only from a server
 * that has not crashed since. Safe for several threads.
 */
final class Resolution {

    private static final String STATUS = "SELECT pg_catalog.pg_xact_status(?::text::pg_catalog.xid8), " + Drawn.LIFE;

    private static final long LOOK_MILLIS = 5;

    /** The server knows of no such transaction: it never had it on disk, so it never committed it. */
    private static final String NEVER_SEEN = "22023";

    private final Sides<DataSource> pools;
    private final Duration limit;

    Resolution(Sides<DataSource> pools, Duration limit) {
        this.pools = pools;
        this.limit = limit;
    }

    /** What became of a transaction. */
    enum Fate {
        COMMITTED,
        ABORTED,
        /** It could not be told within the limit. */
        UNKNOWN
    }

    /** On a thread of its own: a pool can't be asked to give up. */
    Fate of(Side side, Drawn drawn) {
        FutureTask<Fate> task = new FutureTask<>(() -> look(side, drawn));
        Thread thread = Thread.ofVirtual().name("theseus-resolution").start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return Fate.UNKNOWN;
        } catch (ExecutionException e) {
            return Fate.UNKNOWN;
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return Fate.UNKNOWN;
        }
    }

    private Fate look(Side side, Drawn drawn) throws InterruptedException {
        while (true) {
            Fate fate = ask(side, drawn);
            if (fate != null) {
                return fate;
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** @return null if there is no answer yet */
    private @Nullable Fate ask(Side side, Drawn drawn) {
        try (Connection session = pools.of(side).getConnection();
                PreparedStatement query = session.prepareStatement(STATUS)) {
            query.setString(1, Long.toString(drawn.transaction()));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                Fate fate = fate(row.getString(1), row.getString(2), drawn);
                if (!session.getAutoCommit()) {
                    session.commit();
                }
                return fate;
            }
        } catch (SQLException e) {
            return NEVER_SEEN.equals(e.getSQLState()) ? Fate.ABORTED : null;
        }
    }

    private static @Nullable Fate fate(@Nullable String status, String life, Drawn drawn) {
        return switch (Objects.requireNonNullElse(status, "forgotten")) {
            case "committed" -> life.equals(drawn.life()) ? Fate.COMMITTED : Fate.UNKNOWN;
            case "aborted" -> Fate.ABORTED;
            case "in progress" -> null;
            default -> Fate.UNKNOWN;
        };
    }
}
