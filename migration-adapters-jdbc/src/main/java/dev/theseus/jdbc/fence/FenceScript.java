package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes the function and the triggers that let nobody write to a database without authority. The SQL in the function
 * is static, so that its plan is cached, and runs with the rights of who installed it: a client needs none on our
 * schema.
 *
 * @param fence that is held, and the epoch that goes with it
 * @param side the database that this is for
 * @param function its name, without schema
 */
record FenceScript(PgFence fence, Side side, String function) {

    static final String TRIGGER = "theseus_fence";
    static final String TRUNCATE_TRIGGER = "theseus_fence_truncate";

    /**
     * The lock first, then the epoch in a statement of its own: who waited for the lock must see what changed
     * meanwhile. A sequence's last value is bound to no snapshot, so REPEATABLE READ and SERIALIZABLE writers see it
     * too; of a row of a table they would see what it was before they waited, and write to the wrong side.
     *
     * <p>Each condition is a plain expression, which costs a third of what queries would; and every name and operator
     * is qualified, so that no search path has to be set, which would cost as much again. A sequence that was never set
     * has no last value for this function: then nobody writes, so {@link #begin} sets it.
     *
     * <p>A session of the relay brings over what the other side has accepted. Asked here and not in the trigger's WHEN,
     * which the server parses anew for every statement that writes to the table.
     */
    @SuppressWarnings("InlineFormatString") // it is easier to read by itself
    private static final String BODY = """
            BEGIN
              IF coalesce(pg_catalog.current_setting('theseus.relay', true), '') OPERATOR(pg_catalog.<>) 'on' THEN
                IF pg_catalog.pg_advisory_xact_lock_shared(%1$d, %2$d) IS NULL THEN
                  NULL;
                END IF;
                IF coalesce(pg_catalog.pg_sequence_last_value('%3$s'::pg_catalog.regclass) OPERATOR(pg_catalog.%%) 2, -1)
                    OPERATOR(pg_catalog.<>) %4$d THEN
                  RAISE EXCEPTION 'The %5$s database has authority over %%.%%: write there', TG_TABLE_SCHEMA, TG_TABLE_NAME
                    USING ERRCODE = '%6$s', HINT = pg_catalog.format(
                      'This is the %7$s database, in epoch %%s. Repeat the whole transaction there.',
                      pg_catalog.pg_sequence_last_value('%3$s'::pg_catalog.regclass));
                END IF;
              END IF;
              IF TG_LEVEL OPERATOR(pg_catalog.=) 'STATEMENT' THEN
                RETURN NULL;
              ELSIF TG_OP OPERATOR(pg_catalog.=) 'DELETE' THEN
                RETURN OLD;
              END IF;
              RETURN NEW;
            END""";

    private static final int ODD = 1;
    private static final int EVEN = 0;

    /** How the triggers fire that see rows come, change and go. */
    enum Form {
        /** Once for each statement: cheapest. */
        STATEMENT,
        /** Once for each row: also for direct writes to partitions, and a subscription's apply workers. */
        ROW
    }

    static FenceScript ofMigration(Side side) {
        return new FenceScript(PgFence.MIGRATION, side, "fence");
    }

    /** The text of the function, as the catalogue keeps it. */
    String body() {
        int parity = side == Side.OLD ? ODD : EVEN;
        return BODY.formatted(
                PgFence.LOCKS, fence.number(), fence.epoch(), parity, side.other(), Fencing.REFUSED, side);
    }

    /** Makes the epoch one that was set. The fence is held, so that no handover sets another one meanwhile. */
    void begin(Connection connection) throws SQLException {
        fence.join(connection);
        Run.sql(
                connection,
                "SELECT pg_catalog.setval('%1$s', last_value) FROM %1$s WHERE NOT is_called".formatted(fence.epoch()));
    }

    String createFunction() {
        return """
                CREATE OR REPLACE FUNCTION theseus.%s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
                AS '%s'""".formatted(Sql.quoted(function), body().replace("'", "''"));
    }

    /** Triggers on tables that a plan names no more may still run it. */
    void dropFunctionIfUnused(Connection connection) throws SQLException {
        String used = "SELECT 1 FROM pg_trigger WHERE tgfoid = to_regproc('theseus.%s') LIMIT 1".formatted(function);
        if (Run.texts(connection, used).isEmpty()) {
            Run.sql(connection, "DROP FUNCTION IF EXISTS theseus." + Sql.quoted(function) + "()");
        }
    }

    /** The triggers of the table itself; those of rows appear on its partitions by themselves. */
    List<String> createTriggers(String quotedRelation, Form form) {
        return List.of(
                "CREATE TRIGGER %s BEFORE INSERT OR UPDATE OR DELETE ON %s FOR EACH %s EXECUTE FUNCTION theseus.%s()"
                        .formatted(TRIGGER, quotedRelation, form, Sql.quoted(function)),
                createTruncateTrigger(quotedRelation));
    }

    /** Each partition needs its own: a TRUNCATE of a partition does not fire its parent's triggers. */
    String createTruncateTrigger(String quotedRelation) {
        return "CREATE TRIGGER %s BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION theseus.%s()"
                .formatted(TRUNCATE_TRIGGER, quotedRelation, Sql.quoted(function));
    }

    static List<String> dropTriggers(String quotedRelation) {
        return List.of(
                "DROP TRIGGER IF EXISTS " + TRIGGER + " ON " + quotedRelation,
                "DROP TRIGGER IF EXISTS " + TRUNCATE_TRIGGER + " ON " + quotedRelation);
    }

    /** Makes the triggers fire in every session, also where session_replication_role is replica. */
    static String enable(String quotedRelation) {
        return "ALTER TABLE %s ENABLE ALWAYS TRIGGER %s, ENABLE ALWAYS TRIGGER %s"
                .formatted(quotedRelation, TRIGGER, TRUNCATE_TRIGGER);
    }
}
