package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.postgresql.PGConnection;

/**
 * The work of one verification on the databases: each piece is repeated while a server is away, without limit, and all
 * of it can be ended from another thread, running statements included. Safe for several threads.
 */
final class Attempts {

    private static final Duration FIRST_REST = Duration.ofMillis(50);
    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<PGConnection> running = new HashSet<>();
    private final Repetition repetition;
    private boolean ended;

    /** What is done while a server is away. */
    enum Repetition {
        UNTIL_AVAILABLE,
        /** Fail: for who has other things to do. */
        NEVER
    }

    Attempts() {
        this(Repetition.UNTIL_AVAILABLE);
    }

    Attempts(Repetition repetition) {
        this.repetition = repetition;
    }

    /**
     * Repeats a step while a database is unavailable.
     *
     * @param step leaves nothing behind when it fails
     * @throws InterruptedException if the thread was interrupted or the work was ended
     */
    <T> T untilAvailable(Callable<T> step) throws InterruptedException {
        Duration rest = FIRST_REST;
        while (true) {
            requireGoingOn();
            try {
                return step.call();
            } catch (DatabaseUnavailable away) {
                if (repetition == Repetition.NEVER) {
                    throw away;
                }
                Thread.sleep(rest);
                rest = rest.multipliedBy(2).compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
            } catch (InterruptedException e) {
                throw e;
            } catch (RuntimeException e) {
                requireGoingOn();
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException("A step of a comparison failed", e);
            }
        }
    }

    /**
     * Runs work in one transaction, repeated while the server is away.
     *
     * @param attempted as a phrase that follows "tried to"
     */
    <T> T inTransaction(PgDatabase database, String attempted, SessionWork<T> work) throws InterruptedException {
        return untilAvailable(() -> once(database, attempted, work));
    }

    /** One attempt: commits when the work returns, rolls back when it throws. */
    <T> T once(PgDatabase database, String attempted, SessionWork<T> work) throws InterruptedException {
        try (Connection connection = database.connect()) {
            PGConnection session = begin(connection);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } finally {
                finish(session);
            }
        } catch (SQLException e) {
            throw PgErrors.translate(database.side(), attempted, e);
        }
    }

    /** Work on a session, which may also wait. */
    @FunctionalInterface
    interface SessionWork<T> {
        T on(Connection connection) throws SQLException, InterruptedException;
    }

    /** Cancels running statements; whoever runs one meets an {@link InterruptedException}. */
    void end() {
        lock.lock();
        try {
            ended = true;
            running.forEach(Attempts::cancel);
        } finally {
            lock.unlock();
        }
    }

    private PGConnection begin(Connection connection) throws SQLException {
        PGConnection session = connection.unwrap(PGConnection.class);
        lock.lock();
        try {
            if (ended) {
                throw new SQLException("The comparison was ended", "57014");
            }
            running.add(session);
            return session;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a cancellation on its way, so that it does not hit what the session does next. */
    private void finish(PGConnection session) {
        lock.lock();
        try {
            running.remove(session);
        } finally {
            lock.unlock();
        }
    }

    private void requireGoingOn() throws InterruptedException {
        lock.lock();
        try {
            if (ended || Thread.interrupted()) {
                throw new InterruptedException("The comparison was ended");
            }
        } finally {
            lock.unlock();
        }
    }

    private static void cancel(PGConnection session) {
        try {
            session.cancelQuery();
        } catch (SQLException e) {
            // the session is broken already: nothing runs on it any more
        }
    }
}
