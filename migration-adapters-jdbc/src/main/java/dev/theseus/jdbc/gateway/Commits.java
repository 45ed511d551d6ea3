package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.SentTransaction;
import dev.theseus.jdbc.postgres.SqlWork;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a transaction on one of the databases. An answer to a commit that was lost is looked for: the write has
 * then happened, or not, or nobody can tell, and each is told. Safe for several threads.
 */
final class Commits {

    private final Sides<DataSource> pools;
    private final Resolution resolution;

    Commits(Sides<DataSource> pools, Resolution resolution) {
        this.pools = pools;
        this.resolution = resolution;
    }

    /** A transaction that is known to have committed. */
    record Committed<T extends @Nullable Object>(T result, Drawn drawn) {}

    /** One whose commit was sent. */
    private record Sent<T extends @Nullable Object>(
            Committed<T> committed, @Nullable SQLException lost) {}

    /**
     * @param otherwise the epoch where the database keeps none
     * @throws WriteUnresolved if it may have committed or not
     * @throws SQLException if it has not
     */
    <T extends @Nullable Object> Committed<T> commit(Side side, SqlWork<T> work, Epoch otherwise) throws SQLException {
        Sent<T> sent = send(side, work, otherwise);
        if (sent.lost == null) {
            return sent.committed;
        }
        Drawn drawn = sent.committed.drawn;
        if (drawn.transaction() == 0) {
            throw sent.lost;
        }
        return switch (resolution.of(side, drawn)) {
            case COMMITTED -> sent.committed;
            case ABORTED -> throw sent.lost;
            case UNKNOWN -> throw new WriteUnresolved(side, sent.lost);
        };
    }

    /** Whether nothing is left of a transaction that somebody else ran; where that can't be told, it counts as not. */
    boolean isUndone(Side side, Drawn drawn) {
        return resolution.of(side, drawn) == SentTransaction.Outcome.ABORTED;
    }

    private <T extends @Nullable Object> Sent<T> send(Side side, SqlWork<T> work, Epoch otherwise) throws SQLException {
        try (Connection session = pools.of(side).getConnection()) {
            boolean automatic = session.getAutoCommit();
            if (automatic) {
                session.setAutoCommit(false);
            }
            Committed<T> committed;
            SQLException lost;
            try {
                T result = work.on(session);
                committed = new Committed<>(result, Drawn.ifAny(session, otherwise));
                lost = commit(session);
            } catch (Throwable e) {
                rollBack(session, automatic, e);
                throw e;
            }
            if (automatic && lost == null) {
                session.setAutoCommit(true);
            }
            return new Sent<>(committed, lost);
        }
    }

    /** @return why the answer is not known; null if it has committed */
    private static @Nullable SQLException commit(Connection session) throws SQLException {
        try {
            session.commit();
            return null;
        } catch (SQLException e) {
            if (isAnswer(e)) {
                throw e;
            }
            return e;
        }
    }

    /** Whether the server itself said that it did not commit, and not that it, or the way to it, is gone. */
    private static boolean isAnswer(SQLException e) {
        String state = e.getSQLState();
        return state != null
                && !state.startsWith("08")
                && !state.startsWith("57P")
                && !state.startsWith("XX")
                && !(e.getCause() instanceof IOException);
    }

    private static void rollBack(Connection session, boolean automatic, Throwable error) {
        try {
            session.rollback();
            if (automatic) {
                session.setAutoCommit(true);
            }
        } catch (SQLException e) {
            // the caller is told why the work failed, not that its session is gone too
            error.addSuppressed(e);
        }
    }
}
