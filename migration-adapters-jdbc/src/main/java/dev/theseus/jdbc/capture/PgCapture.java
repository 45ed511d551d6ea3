package dev.theseus.jdbc.capture;

import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.changelog.BroughtByRequests;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes the capture and the change log of a PostgreSQL source. */
public final class PgCapture {

    /**
     * The log is read per table in the order of ids, and looked up by key. A key's text may be longer than what fits
     * into an index, and a write must never fail for that; so the look-up goes by the key's hash.
     *
     * <p>Ids come from a sequence without cache: {@link LogFloor} relies on an id being younger than the transaction
     * that drew it. Vacuum comes early and is not slowed, since it is a queue; it does not come for insertions alone,
     * since a log that is held grows without garbage.
     */
    private static final String DDL = """
            CREATE SCHEMA IF NOT EXISTS theseus;
            CREATE TABLE IF NOT EXISTS theseus.change_log (
              id bigserial NOT NULL,
              table_no int NOT NULL,
              key text[] COLLATE "C",
              xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
              logged_at timestamptz NOT NULL DEFAULT clock_timestamp(),
              PRIMARY KEY (table_no, id)
            ) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
                    autovacuum_vacuum_cost_delay = 0, autovacuum_vacuum_insert_threshold = -1,
                    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 1000000);
            CREATE INDEX IF NOT EXISTS change_log_key ON theseus.change_log (table_no, hash_array(key));
            COMMENT ON TABLE theseus.change_log IS 'keys of changed rows that are not in the other database yet; NULL means TRUNCATE';
            CREATE TABLE IF NOT EXISTS theseus.captured_table (
              table_no int PRIMARY KEY,
              relation text NOT NULL,
              since_xid xid8 NOT NULL,
              installed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
              fingerprint text NOT NULL,
              relations oid[] NOT NULL
            );
            CREATE TABLE IF NOT EXISTS theseus.captured_join (
              table_no int NOT NULL,
              join_no int NOT NULL,
              relation text NOT NULL,
              installed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
              fingerprint text NOT NULL,
              relations oid[] NOT NULL,
              PRIMARY KEY (table_no, join_no)
            );
            CREATE TABLE IF NOT EXISTS theseus.set_aside (
              id bigint PRIMARY KEY,
              table_no int NOT NULL,
              key text[] COLLATE "C",
              sql_state text NOT NULL,
              what text NOT NULL,
              attempts int NOT NULL,
              xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
              since timestamptz NOT NULL DEFAULT clock_timestamp()
            );
            CREATE INDEX IF NOT EXISTS set_aside_key ON theseus.set_aside (table_no, hash_array(key));
            CREATE INDEX IF NOT EXISTS set_aside_xid ON theseus.set_aside (xid);
            """;

    private PgCapture() {}

    /** What capture keeps in a database; the same on both sides, since after the cutover new is the source. */
    @SuppressWarnings("unused") // every package of adapters has this form
    public static String ddl(Side side) {
        return DDL + PgBroughtByRequests.DDL;
    }

    /** Capture by triggers. Safe for several threads. */
    public static ChangeCapture capture(PgDatabase source, LockPatience patience) {
        return new PgTriggerCapture(source, patience);
    }

    /**
     * Capture by the clients themselves, for a source on which no triggers are allowed: it puts up what they need, and
     * each of them notes what it changes, through {@link dev.theseus.jdbc.hibernate.HibernateCapture}. Install it
     * before the clients start to note, copy after all of them do, and remove it after all have stopped. Safe for
     * several threads.
     */
    public static ChangeCapture captureByClients(PgDatabase source) {
        return new PgClientCapture(source);
    }

    /** The change log that capture writes. */
    public static ChangeLog log(PgDatabase source) {
        return new PgChangeLog(source);
    }

    /** What dual writes take out of the same log themselves. */
    public static BroughtByRequests broughtByRequests(PgDatabase source) {
        return new PgBroughtByRequests(source);
    }
}
