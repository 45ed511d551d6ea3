package dev.theseus.jdbc.fence;

import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.postgres.Run;
import java.util.List;

/** A table of our own in one of the databases, captured and fenced as the migrated ones are. */
record ProbeTable(PgDatabase database, LockPatience patience) {

    /** No plan numbers its tables so high. */
    static final TablePlan PLAN = new TablePlan(
            Integer.MAX_VALUE,
            new TableName("theseus", "probe"),
            new TableName("theseus", "probe"),
            List.of("id"),
            List.of("id", "note"),
            TablePlan.ExistingRows.REFUSE,
            TablePlan.CaptureMode.AUTOMATIC);

    private static final String MAKE = """
            CREATE TABLE IF NOT EXISTS theseus.probe (id int PRIMARY KEY, note text NOT NULL);
            COMMENT ON TABLE theseus.probe IS 'for rehearsals of the cutover; it may be dropped between them'""";

    private static final String FORGET = "DELETE FROM theseus.change_log WHERE table_no = " + Integer.MAX_VALUE
            + "; DELETE FROM theseus.set_aside WHERE table_no = " + Integer.MAX_VALUE;

    private FenceScript script() {
        return new FenceScript(PgFence.PROBE, database.side(), "probe_fence");
    }

    private FencedTable fenced() {
        return new FencedTable(database, script(), PLAN.on(database.side()));
    }

    private ChangeCapture capture() {
        return PgCapture.capture(database, patience);
    }

    /** Whatever a rehearsal that was cut off has left goes first. */
    void make() {
        drop();
        database.inTransaction("make the table of the rehearsal", c -> {
            Run.sql(c, PgFence.PROBE.createEpoch());
            Run.sql(c, MAKE);
            script().begin(c);
            return Boolean.TRUE;
        });
        capture().install(PLAN);
        fenced().install(patience);
    }

    void drop() {
        capture().remove(PLAN);
        database.inTransaction("drop the table of the rehearsal", c -> {
            Run.sql(c, "DROP TABLE IF EXISTS theseus.probe");
            Run.sql(c, "DROP SEQUENCE IF EXISTS " + PgFence.PROBE.epoch());
            Run.sql(c, FORGET);
            script().dropFunctionIfUnused(c);
            return Boolean.TRUE;
        });
    }

    /** As a client would: fence and capture are meant. */
    void write(String note) {
        database.inTransaction("write to the table of the rehearsal", c -> {
            Run.sql(
                    c,
                    "INSERT INTO theseus.probe VALUES (1, '" + note
                            + "') ON CONFLICT (id) DO UPDATE SET note = excluded.note");
            return Boolean.TRUE;
        });
    }

    List<String> notes() {
        return database.inTransaction(
                "read the table of the rehearsal", c -> Run.texts(c, "SELECT note FROM theseus.probe"));
    }

    Side side() {
        return database.side();
    }
}
