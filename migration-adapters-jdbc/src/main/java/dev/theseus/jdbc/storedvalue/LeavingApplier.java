package dev.theseus.jdbc.storedvalue;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import java.util.Set;

/** Leaves rows whose values belong into a store: written here, they would refer to values that nobody stores. */
record LeavingApplier(Applier rows) implements Applier {

    @Override
    public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
        return StoredColumn.of(table).isEmpty()
                ? rows.apply(table, keys, patience)
                : new ApplyOutcome.Applied(Set.of(), keys);
    }

    @Override
    public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
        return rows.removeVanished(table, patience);
    }
}
