package dev.theseus.jdbc.guard;

import dev.theseus.jdbc.postgres.BorrowedSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call whose time is limited. It belongs to the thread that opened it, which must end it; the sessions which that
 * thread borrows meanwhile from a {@link GuardedSource} are aborted when time is up, so that whatever waits on them
 * fails at once. Calls may be nested. May be expired from any thread.
 */
public final class LimitedCall {

    private static final Logger LOG = LoggerFactory.getLogger(LimitedCall.class);

    private static final ThreadLocal<@Nullable LimitedCall> CURRENT = new ThreadLocal<>();

    private final long deadline;
    private final @Nullable LimitedCall outer;
    private final List<Connection> sessions = new ArrayList<>(2);
    private State state = State.RUNNING;

    /** How far a call has come. */
    public enum State {
        RUNNING,
        /** Its time was up before it ended. */
        EXPIRED,
        ENDED
    }

    private LimitedCall(long deadline, @Nullable LimitedCall outer) {
        this.deadline = deadline;
        this.outer = outer;
    }

    /** @param deadline by {@link System#nanoTime}, for {@link Watchdog} */
    static LimitedCall open(long deadline) {
        LimitedCall call = new LimitedCall(deadline, CURRENT.get());
        CURRENT.set(call);
        return call;
    }

    /** A call of this thread that only {@link #expire} limits. */
    public static LimitedCall open() {
        return open(Long.MAX_VALUE);
    }

    static @Nullable LimitedCall current() {
        return CURRENT.get();
    }

    long deadline() {
        return deadline;
    }

    synchronized State state() {
        return state;
    }

    /** Ends the call, on its own thread. */
    public State end() {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
        synchronized (this) {
            State ended = state;
            if (state == State.RUNNING) {
                state = State.ENDED;
            }
            sessions.clear();
            return ended;
        }
    }

    /** Time is up, unless the call has ended. */
    public synchronized void expire() {
        if (state == State.RUNNING) {
            state = State.EXPIRED;
            sessions.forEach(LimitedCall::abort);
        }
    }

    synchronized void requireRunning() throws TimeLimitExceeded {
        if (state == State.EXPIRED) {
            throw new TimeLimitExceeded();
        }
    }

    Connection borrowed(Connection session) throws SQLException {
        synchronized (this) {
            if (state == State.RUNNING) {
                sessions.add(session);
            }
        }
        if (state() == State.EXPIRED) {
            session.close();
            throw new TimeLimitExceeded();
        }
        return BorrowedSession.of(session, this::close);
    }

    /** Stays known until it is closed, since closing may talk to the server too. */
    private void close(Connection session) throws SQLException {
        try {
            session.close();
        } finally {
            forget(session);
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very session is meant
    private synchronized void forget(Connection session) {
        sessions.removeIf(s -> s == session);
    }

    /**
     * On other threads: closing an encrypted socket may block. Only when the session can't go back to its pool any more
     * is the server asked to end the statement, which it would not notice by itself before the statement's end.
     */
    private static void abort(Connection session) {
        try {
            QueryExecutor statements = session.isWrapperFor(BaseConnection.class)
                    ? session.unwrap(BaseConnection.class).getQueryExecutor()
                    : null;
            session.abort(closing -> Thread.startVirtualThread(() -> {
                closing.run();
                cancel(statements);
            }));
        } catch (SQLException e) {
            // closed already: nothing waits on it
        }
    }

    private static void cancel(@Nullable QueryExecutor statements) {
        if (statements == null) {
            return;
        }
        try {
            statements.sendQueryCancel();
        } catch (SQLException e) {
            LOG.debug("A statement whose time was up could not be cancelled: {}", e.getMessage());
        }
    }
}
