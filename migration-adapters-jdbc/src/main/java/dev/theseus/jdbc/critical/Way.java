package dev.theseus.jdbc.critical;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.verify.RowCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One way for critical writes, from the side that has authority to the other one. Safe for several threads.
 *
 * @param source has authority and the journal
 * @param target the other side
 * @param applier from source to target
 * @param rowCheck compares what source says with what stands on target
 * @param shapes of the source's tables, as far as they are known
 */
record Way(
        PgDatabase source, PgDatabase target, Applier applier, RowCheck rowCheck, Map<TablePlan, ImagedTable> shapes) {

    static Way of(PgDatabase source, PgDatabase target, Applier applier, RowCheck rowCheck) {
        return new Way(source, target, applier, rowCheck, new ConcurrentHashMap<>());
    }

    Side side() {
        return source.side();
    }

    /** On a session of the source, with settings of ours. */
    ImagedTable shape(Connection connection, TablePlan plan) throws SQLException {
        ImagedTable known = shapes.get(plan);
        if (known == null) {
            known = ImagedTable.read(connection, plan, side());
            shapes.put(plan, known);
        }
        return known;
    }

    /** A table may have been altered: look anew. */
    void forgetShapes() {
        shapes.clear();
    }
}
