package dev.theseus.jdbc.capture;

import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.capture.ChangeCapture;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.LockPatience.Blockers;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.postgres.Sql;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Capture by triggers on the source's tables. A table plan whose rows are carried by another's join needs none of its
 * own, and counts as captured.
 */
final class PgTriggerCapture implements ChangeCapture {

    private final PgDatabase source;
    private final LockPatience patience;

    PgTriggerCapture(PgDatabase source, LockPatience patience) {
        this.source = source;
        this.patience = patience;
    }

    /** Joined tables first: when the table itself is captured, all is. */
    @Override
    public void install(TablePlan plan) {
        if (state(plan) == State.INSTALLED) {
            return;
        }
        CaptureInstallation.of(plan, source.side()).forEach(this::install);
    }

    private void install(CaptureInstallation installation) {
        TableName table = installation.table();
        String attempted = "install capture on " + table;
        patience.run(source, attempted, table, Blockers.WRITERS, h -> new CaptureRefused(table, h), connection -> {
            // with all partitions; lets readers pass, waits for those who have changed the table and not committed
            Run.sql(connection, "LOCK TABLE " + Sql.quoted(table) + " IN SHARE ROW EXCLUSIVE MODE");
            installation.install(connection);
            return null;
        });
        source.inTransaction(attempted, connection -> {
            installation.noteChangedPartitions(connection);
            return null;
        });
    }

    @Override
    public void remove(TablePlan plan) {
        for (CaptureInstallation installation : CaptureInstallation.of(plan, source.side())) {
            TableName table = installation.table();
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
    }

    @Override
    public State state(TablePlan plan) {
        Set<State> states = CaptureInstallation.of(plan, source.side()).stream()
                .map(this::state)
                .collect(Collectors.toSet());
        return switch (states.size()) {
            case 0 -> State.INSTALLED;
            case 1 -> states.iterator().next();
            default -> State.DAMAGED;
        };
    }

    private State state(CaptureInstallation installation) {
        return source.inTransaction("look at the capture of " + installation.table(), connection -> {
            CaptureLook look = installation.look(connection);
            if (look.isAbsent()) {
                return State.ABSENT;
            }
            return look.isIntact() ? State.INSTALLED : State.DAMAGED;
        });
    }
}
