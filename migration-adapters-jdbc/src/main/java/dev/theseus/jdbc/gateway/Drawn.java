package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.jdbc.postgres.SentTransaction;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a transaction is known by, asked for right before it commits.
 *
 * @param transaction its number, 0 if it has written nothing
 * @param epoch in force in that database, which can't change before the transaction ends, since it holds the fence; the
 *     given one where the database keeps none
 * @param life of the server: while it is the same, and only then, the number still means the same transaction
 * @param flush when its commit reaches the server's disk
 */
record Drawn(long transaction, Epoch epoch, String life, Flush flush) {

    /** When a commit reaches the disk. */
    enum Flush {
        /** Before it is answered. */
        AT_COMMIT,
        /** Some time after it, or nobody has asked. */
        LATER
    }

    /** It must not fail where the bookkeeping was taken away; before its first change an epoch has no last value. */
    private static final String EPOCH =
            "coalesce(pg_catalog.pg_sequence_last_value(pg_catalog.to_regclass('theseus.epoch')), 0)";

    private static final String FLUSHED =
            "pg_catalog.current_setting('synchronous_commit') OPERATOR(pg_catalog.<>) 'off'";

    /** A transaction that wrote nothing has no number. */
    private static final String IF_ANY = "SELECT pg_catalog.pg_current_xact_id_if_assigned()::text::bigint, " + EPOCH
            + ", " + SentTransaction.LIFE + ", " + FLUSHED;

    /** Draws one: what a persistence context holds may be written only after this. */
    private static final String ANEW =
            "SELECT pg_catalog.pg_current_xact_id()::text::bigint, " + EPOCH + ", '', " + FLUSHED;

    /** One that no transaction exceeds which has ended by now. */
    private static final String NEWEST =
            "SELECT pg_catalog.pg_snapshot_xmax(pg_catalog.pg_current_snapshot())::text::bigint - 1, " + EPOCH
                    + ", '', false";

    static Drawn ifAny(Connection session, Epoch otherwise) throws SQLException {
        return ask(session, IF_ANY, otherwise);
    }

    static Drawn anew(Connection session, Epoch otherwise) throws SQLException {
        return ask(session, ANEW, otherwise);
    }

    static Drawn newest(Connection session, Epoch otherwise) throws SQLException {
        return ask(session, NEWEST, otherwise);
    }

    private static Drawn ask(Connection session, String query, Epoch otherwise) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(query);
                ResultSet row = statement.executeQuery()) {
            row.next();
            long epoch = row.getLong(2);
            Flush flush = row.getBoolean(4) ? Flush.AT_COMMIT : Flush.LATER;
            return new Drawn(row.getLong(1), epoch == 0 ? otherwise : new Epoch(epoch), row.getString(3), flush);
        }
    }
}
