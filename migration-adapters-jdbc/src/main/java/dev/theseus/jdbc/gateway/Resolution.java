package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.SentTransaction;
import dev.theseus.jdbc.postgres.SentTransaction.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/**
 * Finds out what became of a transaction whose commit got no answer, by asking the database for it, within a limit.
 * Safe for several threads.
 */
final class Resolution {

    private static final long LOOK_MILLIS = 5;

    private final Sides<DataSource> pools;
    private final Duration limit;

    Resolution(Sides<DataSource> pools, Duration limit) {
        this.pools = pools;
        this.limit = limit;
    }

    /** On a thread of its own: a pool can't be asked to give up. */
    Outcome of(Side side, Drawn drawn) {
        SentTransaction sent = new SentTransaction(drawn.transaction(), drawn.life());
        FutureTask<Outcome> task = new FutureTask<>(() -> look(side, sent));
        Thread thread = Thread.ofVirtual().name("theseus-resolution").start(task);
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return Outcome.UNKNOWN;
        } catch (ExecutionException e) {
            return Outcome.UNKNOWN;
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return Outcome.UNKNOWN;
        }
    }

    private Outcome look(Side side, SentTransaction sent) throws InterruptedException {
        while (true) {
            Optional<Outcome> outcome = ask(side, sent);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /** @return empty if there is no answer yet */
    private Optional<Outcome> ask(Side side, SentTransaction sent) {
        try (Connection session = pools.of(side).getConnection()) {
            Optional<Outcome> outcome = sent.outcome(session);
            if (!session.getAutoCommit()) {
                session.rollback();
            }
            return outcome;
        } catch (SQLException e) {
            return Optional.empty();
        }
    }
}
