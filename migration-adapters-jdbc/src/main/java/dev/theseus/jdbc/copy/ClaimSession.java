package dev.theseus.jdbc.copy;

import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shows others that a copier lives: one session that holds an advisory lock under the copier's number. When the process
 * dies, its server ends the session, and what it had claimed is free at once. Safe for several threads.
 */
final class ClaimSession implements AutoCloseable {

    /**
     * The first of two lock numbers; the second is the claimant's. A number of its own: under that of another kind of
     * lock, a copier would keep the relay from the table that has its number, for as long as it copies.
     */
    static final int LOCKS = PgFence.LOCKS + 3;

    private static final int PATIENCE_SECONDS = 5;

    private static final String SIGN_ON = """
            SELECT claimant, pg_advisory_lock(%d, claimant)
            FROM (SELECT nextval('theseus.claimant')::integer AS claimant OFFSET 0) numbered""".formatted(LOCKS);

    private final PgDatabase target;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Connection session;
    private int claimant;

    ClaimSession(PgDatabase target) {
        this.target = target;
    }

    /** The number under which chunks are claimed now; another one after the session was lost. */
    int claimant() {
        lock.lock();
        try {
            Connection current = session;
            if (current == null || !current.isValid(PATIENCE_SECONDS)) {
                end();
                signOn();
            }
            return claimant;
        } catch (SQLException e) {
            throw PgErrors.translate(target.side(), "sign on as a copier", e);
        } finally {
            lock.unlock();
        }
    }

    private void signOn() throws SQLException {
        Connection fresh = target.connect();
        try (Statement statement = fresh.createStatement();
                ResultSet row = statement.executeQuery(SIGN_ON)) {
            row.next();
            claimant = row.getInt(1);
            fresh.commit();
            session = fresh;
        } catch (SQLException e) {
            fresh.close();
            throw e;
        }
    }

    /** The lock belongs to the session, so a session that goes back to the pool must let go of it. */
    private void end() {
        Connection current = session;
        session = null;
        if (current == null) {
            return;
        }
        try (current;
                Statement statement = current.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(%d, %d)".formatted(LOCKS, claimant));
            current.commit();
        } catch (SQLException e) {
            // a session that can't be spoken to is ended by its server, and the lock with it
            return;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            end();
        } finally {
            lock.unlock();
        }
    }
}
