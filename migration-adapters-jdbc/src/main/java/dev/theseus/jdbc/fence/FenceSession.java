package dev.theseus.jdbc.fence;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A session that takes the fence of one database exclusively and sets its epoch. The fence is let go when it commits or
 * is closed, and by the server itself if this process is silent for too long. Used by one thread. Errors of the server
 * come as the domain knows them.
 */
final class FenceSession implements AutoCloseable {

    private final PgDatabase database;
    private final PgFence fence;
    private final Connection connection;

    private FenceSession(PgDatabase database, PgFence fence, Connection connection) {
        this.database = database;
        this.fence = fence;
        this.connection = connection;
    }

    /** @param silence after which the server ends the session, so that a process that froze holds up nobody for ever */
    static FenceSession open(PgDatabase database, PgFence fence, Duration silence) {
        try {
            Connection connection = database.connect();
            try {
                Run.sql(
                        connection,
                        "SET LOCAL synchronous_commit = on; SET LOCAL idle_in_transaction_session_timeout = "
                                + atLeastOne(silence));
                return new FenceSession(database, fence, connection);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw PgErrors.translate(database.side(), "begin a handover", e);
        }
    }

    private static long atLeastOne(Duration duration) {
        return Math.max(1, duration.toMillis());
    }

    Side side() {
        return database.side();
    }

    /**
     * Takes the fence exclusively.
     *
     * @return the epoch under it; nothing if that timed out, and then the session is of no more use
     */
    Optional<Epoch> take(Duration wait) {
        try {
            return Optional.of(fence.seize(connection, atLeastOne(wait)));
        } catch (SQLException e) {
            if (PgErrors.state(e).equals(PgErrors.LOCK_NOT_AVAILABLE)
                    || PgErrors.state(e).equals(PgErrors.DEADLOCK)) {
                return Optional.empty();
            }
            throw PgErrors.translate(side(), "take the fence", e);
        }
    }

    /** Takes effect at once, whatever becomes of the transaction; it is on disk when {@link #commit} has returned. */
    void set(Epoch epoch) {
        run("set the epoch", c -> {
            Run.sql(c, "SELECT pg_catalog.setval('%s', %d)".formatted(fence.epoch(), epoch.number()));
            return Boolean.TRUE;
        });
    }

    /** Also lets the fence go. */
    void commit() {
        run("commit a change of authority", c -> {
            c.commit();
            return Boolean.TRUE;
        });
    }

    <T> T run(String attempted, SqlWork<T> work) {
        try {
            return work.on(connection);
        } catch (SQLException e) {
            throw PgErrors.translate(side(), attempted, e);
        }
    }

    /** Lets go without a word: a session that is broken has let go already. */
    @Override
    public void close() {
        try (connection) {
            connection.rollback();
        } catch (SQLException e) {
            return;
        }
    }
}
