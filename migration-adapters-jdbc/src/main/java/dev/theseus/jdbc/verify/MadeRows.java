package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.jdbc.postgres.CopyPipe;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.verify.Attempts.SessionWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/**
 * Rows of a source that a mapping in Java makes. They flow through it into a temporary table of the side that is
 * written to, one at a time, and there they are condensed by the very expressions that condense the rows which stand
 * there.
 *
 * @param source that is read
 * @param read its table, as it is
 * @param own the comparison of its keys
 * @param sink that is written to
 * @param into its table
 * @param match the comparison of its keys
 * @param attempts by which sessions of it are used
 */
record MadeRows(
        PgDatabase source,
        PgRelation read,
        KeyMatch own,
        PgDatabase sink,
        PgRelation into,
        KeyMatch match,
        Attempts attempts) {

    /** Gone when the transaction ends. */
    static final String STAGE = "pg_temp.theseus_made";

    /** The text of the version of the source's row. */
    static final String VERSION = "\"theseus version\"";

    private static final String KEYS_SETTING = "theseus.keys";

    /**
     * Works with the rows of a range on the side that is written to, where they stand in {@link #STAGE}.
     *
     * @param reading a session of the source
     * @param from what is read, as a FROM clause with the alias {@code t} and a condition
     */
    <T> T staged(Connection reading, String from, SessionWork<T> work) throws InterruptedException {
        return attempts.once(sink, "compare rows of " + into.name(), writing -> {
            stage(reading, from, writing);
            return work.on(writing);
        });
    }

    /** The same for the rows of some keys. */
    <T> T staged(Connection reading, Collection<RowKey> keys, SessionWork<T> work)
            throws SQLException, InterruptedException {
        try (PreparedStatement bind = reading.prepareStatement("SELECT set_config('" + KEYS_SETTING + "', ?, true)")) {
            bind.setString(1, KeyJson.of(keys));
            bind.execute();
        }
        String asked = own.asked("pg_catalog.current_setting('" + KEYS_SETTING + "')::pg_catalog.jsonb");
        return staged(
                reading,
                "FROM " + read.from("t") + " WHERE EXISTS (SELECT FROM " + asked + " a WHERE " + own.isAsked("t", "a")
                        + ")",
                work);
    }

    /** Brings rows into the stage of a session, in the transaction that it is in. */
    void stage(Connection reading, String from, Connection writing) throws SQLException, InterruptedException {
        Run.sql(
                writing,
                "CREATE TEMPORARY TABLE theseus_made ON COMMIT DROP AS SELECT " + into.columnList()
                        + ", ''::pg_catalog.text AS " + VERSION + " FROM " + into.quoted() + " WITH NO DATA");
        CopyPipe<RuntimeException> pipe = new CopyPipe<>(new Ends(), CopyPipe.Pace.FREE, read.mapped());
        pipe.flow(
                reading,
                "COPY (SELECT " + read.sentList("t") + ", pg_catalog.format('%s %s %s', t.tableoid, t.ctid, t.xmin) "
                        + from + ") TO STDOUT",
                writing,
                "COPY " + STAGE + " (" + into.columnList() + ", " + VERSION + ") FROM STDIN");
    }

    private final class Ends implements CopyPipe.Failures<RuntimeException> {

        @Override
        public RuntimeException ofSource(SQLException error) {
            return PgErrors.translate(source.side(), "compare " + read.name(), error);
        }

        @Override
        public RuntimeException ofTarget(SQLException error) {
            return PgErrors.translate(sink.side(), "compare rows of " + into.name(), error);
        }
    }
}
