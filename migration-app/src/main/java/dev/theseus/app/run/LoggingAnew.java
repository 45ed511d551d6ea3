package dev.theseus.app.run;

import dev.theseus.domain.changelog.RowsAnew.Noted;
import dev.theseus.domain.migration.Facts;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.plan.TablePlan;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Has the rows of tables whose mapping was replaced go to new once more. They are noted a little at a time, and no
 * faster than they are relayed, so that changes of now do not wait behind them for long.
 */
final class LoggingAnew {

    private static final int ROWS = 2_000;

    /** More in the log than that, and the rest of the rows waits. */
    private static final long ENOUGH = 20_000;

    private final Ground ground;

    LoggingAnew(Ground ground) {
        this.ground = ground;
    }

    /** Notes all that is still to be noted; does nothing where no mapping was replaced. */
    void complete() throws InterruptedException {
        List<TablePlan> tables = ground.plan().tables().stream()
                .filter(t -> unapplied().contains(t.number()))
                .toList();
        if (tables.isEmpty()) {
            return;
        }
        // a row that a node writes by the former version after it was noted would stay as it is
        ground.awaitNodes("all nodes write by the mapping in force");
        ground.data().relay().start();
        for (TablePlan table : tables) {
            note(table);
            ground.report(id -> new MigrationCommand.ReportLoggedAnew(
                    id, ground.now(), table.number(), table.mapping().version()));
        }
    }

    private void note(TablePlan table) throws InterruptedException {
        // what could not be mapped before perhaps can be now; rows that are gone are among that
        var unused = ground.data().changeLog().retrySetAside(Optional.of(table));
        while (ground.data().rowsAnew().next(table, ROWS) == Noted.SOME) {
            awaitRoom(table);
        }
        ground.listener().waits("");
    }

    private void awaitRoom(TablePlan table) throws InterruptedException {
        while (ground.data().changeLog().backlog(Set.of(table.number())).entries() > ENOUGH) {
            ground.listener()
                    .waits("rows of %s go to new once more, by version %d of their mapping"
                            .formatted(table.old(), table.mapping().version()));
            Thread.sleep(Ground.LOOK);
        }
    }

    private Set<Integer> unapplied() {
        return switch (ground.reports().state()) {
            case MigrationState.Underway u -> u.facts().unapplied();
            case MigrationState.Paused p -> p.held().facts().unapplied();
            case MigrationState.RolledBack r -> Facts.NONE.unapplied();
            case MigrationState.RollingBack r -> Facts.NONE.unapplied();
            case MigrationState.Unplanned u -> Facts.NONE.unapplied();
            case MigrationState.Completed d -> Facts.NONE.unapplied();
        };
    }
}
