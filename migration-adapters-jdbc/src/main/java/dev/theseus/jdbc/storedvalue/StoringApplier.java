package dev.theseus.jdbc.storedvalue;

import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.largeobject.StoreRefused;
import dev.theseus.domain.largeobject.StoreUnavailable;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgErrors;
import java.sql.SQLException;
import java.util.Set;

/**
 * Puts the values of rows into the store before the rows are written. What a row has become between that and its apply
 * is stored right after it; its reference names a value that is not there for that moment.
 */
final class StoringApplier implements Applier {

    private final Applier rows;
    private final PgDatabase target;
    private final StoredColumns columns;

    StoringApplier(Applier rows, PgDatabase target, StoredColumns columns) {
        this.rows = rows;
        this.target = target;
        this.columns = columns;
    }

    /** Uploads that are to be done for a table. */
    interface StoredColumns {
        boolean hasSome(TablePlan table);

        Set<String> upload(TablePlan table, Set<RowKey> keys) throws SQLException, InterruptedException;

        Set<String> referred(TablePlan table, Set<RowKey> keys) throws SQLException;
    }

    @Override
    public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
        if (!columns.hasSome(table)) {
            return rows.apply(table, keys, patience);
        }
        try {
            Set<String> stored = columns.upload(table, keys);
            ApplyOutcome outcome = rows.apply(table, keys, patience);
            if (outcome instanceof ApplyOutcome.Applied applied
                    && !stored.containsAll(columns.referred(table, applied.applied()))) {
                columns.upload(table, applied.applied());
            }
            return outcome;
        } catch (StoreUnavailable e) {
            // the entries stay in the log, and are applied once the store answers
            throw new DatabaseUnavailable(target.side(), "store values of " + table.old(), e);
        } catch (StoreRefused e) {
            return new ApplyOutcome.Refused(new SetAside.Reason(PgErrors.NO_STATE, String.valueOf(e.getMessage()), 1));
        } catch (SQLException e) {
            throw PgErrors.translate(target.side().other(), "read values of " + table.old(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailable(target.side(), "store values of " + table.old(), e);
        }
    }

    @Override
    public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
        return rows.removeVanished(table, patience);
    }
}
