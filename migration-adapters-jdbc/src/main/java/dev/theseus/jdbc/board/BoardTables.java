package dev.theseus.jdbc.board;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.capture.LogFloor;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.SqlWork;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The tables of the board. They come and go with the bookkeeping, while nodes are up: so whoever uses them learns
 * whether they stand. It asks before it tries, since each failed try is a line in the server's log, and nodes look
 * several times a second.
 */
final class BoardTables {

    static final String DDL = """
            CREATE SCHEMA IF NOT EXISTS theseus;
            CREATE TABLE IF NOT EXISTS theseus.routing (
              one boolean PRIMARY KEY DEFAULT true CHECK (one),
              version bigint NOT NULL,
              epoch bigint NOT NULL,
              phase text NOT NULL,
              percentage double precision NOT NULL,
              segments text[] NOT NULL,
              regions text[] NOT NULL,
              services text[] NOT NULL,
              dual_writes text NOT NULL,
              shadow_reads text NOT NULL,
              shadow_sample double precision NOT NULL,
              check_sample double precision NOT NULL,
              maximum_lag_us bigint NOT NULL,
              published_at timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            COMMENT ON TABLE theseus.routing IS 'who reads from the new database, as every node goes by it';
            CREATE TABLE IF NOT EXISTS theseus.routed_table (
              table_no int PRIMARY KEY,
              old_name text[] NOT NULL,
              target_name text[] NOT NULL,
              key text[] NOT NULL,
              columns text[] NOT NULL,
              existing_rows text NOT NULL,
              capture text NOT NULL
            );
            ALTER TABLE theseus.routed_table ADD COLUMN IF NOT EXISTS mapping jsonb;
            ALTER TABLE theseus.routed_table ADD COLUMN IF NOT EXISTS large_objects text[] NOT NULL DEFAULT '{}';
            CREATE TABLE IF NOT EXISTS theseus.gateway_node (
              node text PRIMARY KEY,
              service text NOT NULL,
              at timestamptz NOT NULL,
              version bigint NOT NULL,
              reads text NOT NULL,
              counts bigint[] NOT NULL
            ) WITH (fillfactor = 50);
            COMMENT ON TABLE theseus.gateway_node IS 'signs of life of the nodes that embed the gateway';
            CREATE TABLE IF NOT EXISTS theseus.gateway_word (
              id bigserial PRIMARY KEY,
              node text NOT NULL,
              kind text NOT NULL,
              at timestamptz NOT NULL DEFAULT clock_timestamp(),
              detail text NOT NULL
            );
            COMMENT ON TABLE theseus.gateway_word IS 'what nodes tell the control plane; it removes what it has kept';
            """;

    private static final Set<String> MISSING = Set.of("42P01", "3F000");

    /** Whether the tables stand, as far as it is known. */
    private enum Presence {
        STANDING,
        UNKNOWN
    }

    private final PgDatabase database;
    private final AtomicReference<Presence> presence = new AtomicReference<>(Presence.UNKNOWN);

    BoardTables(PgDatabase database) {
        this.database = database;
    }

    Side side() {
        return database.side();
    }

    /**
     * Runs work on the tables in one transaction.
     *
     * @return what it returned, which must not be null; empty if the tables do not stand
     */
    <T> Optional<T> ifStanding(String attempted, SqlWork<T> work) {
        try {
            return database.inTransaction(attempted, connection -> {
                if (presence.get() == Presence.UNKNOWN
                        && Run.texts(connection, "SELECT 1 WHERE to_regclass('theseus.routing') IS NOT NULL")
                                .isEmpty()) {
                    return Optional.empty();
                }
                Optional<T> result = Optional.of(work.on(connection));
                presence.set(Presence.STANDING);
                return result;
            });
        } catch (DatabaseRefused e) {
            requireMissing(e);
            return Optional.empty();
        }
    }

    /** Lets the floors of the log rise, if the tables are known to stand. */
    void probe(LogFloor floor) {
        if (presence.get() == Presence.STANDING) {
            try {
                floor.probeIfDue(database);
            } catch (DatabaseRefused e) {
                requireMissing(e);
            }
        }
    }

    private void requireMissing(DatabaseRefused refused) {
        if (!MISSING.contains(refused.sqlState())) {
            throw refused;
        }
        presence.set(Presence.UNKNOWN);
    }
}
