package dev.theseus.jdbc.capture;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.LockPatience.Blockers;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgRelation;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;

/** Capture by triggers on the source's tables. */
final class PgTriggerCapture implements ChangeCapture {

    private final PgDatabase source;
    private final LockPatience patience;

    PgTriggerCapture(PgDatabase source, LockPatience patience) {
        this.source = source;
        this.patience = patience;
    }

    @Override
    public void install(TablePlan plan) {
        if (state(plan) == State.INSTALLED) {
            return;
        }
        TableName table = plan.on(source.side());
        String attempted = "install capture on " + table;
        CaptureInstallation installation = new CaptureInstallation(plan, source.side());
        patience.run(source, attempted, table, Blockers.WRITERS, h -> new CaptureRefused(table, h), connection -> {
            // with all partitions; lets readers pass, waits for those who have changed the table and not committed
            Run.sql(connection, "LOCK TABLE " + Sql.quoted(table) + " IN SHARE ROW EXCLUSIVE MODE");
            installation.install(connection);
            return null;
        });
        source.inTransaction(attempted, connection -> {
            PartitionChanges.note(connection, plan, PgRelation.read(connection, plan, source.side()));
            return null;
        });
    }

    @Override
    public void remove(TablePlan plan) {
        TableName table = plan.on(source.side());
        CaptureInstallation installation = new CaptureInstallation(plan, source.side());
        patience.run(
                source,
                "remove capture from " + table,
                table,
                Blockers.READERS_AND_WRITERS,
                h -> new CaptureRefused(table, h),
                connection -> {
                    installation.remove(connection);
                    return null;
                });
    }

    @Override
    public State state(TablePlan plan) {
        TableName table = plan.on(source.side());
        return source.inTransaction("look at the capture of " + table, connection -> {
            CaptureLook look = CaptureLook.at(connection, plan.number(), table);
            if (look.isAbsent()) {
                return State.ABSENT;
            }
            return look.isIntact() ? State.INSTALLED : State.DAMAGED;
        });
    }
}
