package dev.theseus.jdbc.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/**
 * A transaction whose commit was sent, as its server can be asked for it. A server that crashed may give the number of
 * a transaction that it lost to another one; so "committed" counts only from a server that has not crashed since.
 *
 * @param number of the transaction
 * @param life of the server when the number was drawn
 */
public record SentTransaction(long number, String life) {

    /**
     * What tells one life of a server from the next, as an expression of SQL. A crash resets the statistics, also one
     * that leaves the postmaster alive; times are told as numbers.
     */
    public static final String LIFE = """
            extract(epoch FROM pg_catalog.pg_postmaster_start_time())::text || ' ' || coalesce(
              extract(epoch FROM pg_catalog.pg_stat_get_bgwriter_stat_reset_time())::text, '')""";

    private static final String STATUS = "SELECT pg_catalog.pg_xact_status(?::text::pg_catalog.xid8), " + LIFE;

    /** The server knows of no such transaction: it never had it on disk, so it never committed it. */
    private static final String NEVER_SEEN = "22023";

    /** What became of it. */
    public enum Outcome {
        COMMITTED,
        ABORTED,
        /** Nobody can tell any more. */
        UNKNOWN
    }

    /**
     * Asks once. The transaction that it asks in is of no more use.
     *
     * @return empty while it is in progress
     */
    public Optional<Outcome> outcome(Connection session) throws SQLException {
        try (PreparedStatement query = session.prepareStatement(STATUS)) {
            query.setString(1, Long.toString(number));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                return outcome(Objects.requireNonNullElse(row.getString(1), "forgotten"), row.getString(2));
            }
        } catch (SQLException e) {
            if (PgErrors.state(e).equals(NEVER_SEEN)) {
                return Optional.of(Outcome.ABORTED);
            }
            throw e;
        }
    }

    private Optional<Outcome> outcome(String status, String lifeNow) {
        return switch (status) {
            case "committed" -> Optional.of(lifeNow.equals(life) ? Outcome.COMMITTED : Outcome.UNKNOWN);
            case "aborted" -> Optional.of(Outcome.ABORTED);
            case "in progress" -> Optional.empty();
            default -> Optional.of(Outcome.UNKNOWN);
        };
    }
}
