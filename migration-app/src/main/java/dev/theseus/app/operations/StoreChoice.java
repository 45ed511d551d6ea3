package dev.theseus.app.operations;

import dev.theseus.app.cli.Operations.Order;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.plan.Plan;
import dev.theseus.jdbc.storedvalue.StoredColumn;
import java.util.Optional;

/** The object store of a plan file, for a migration that is under way. */
final class StoreChoice {

    private StoreChoice() {}

    /** @throws IllegalTransition if the migration moves values to a store and the file names none any more */
    static Optional<LargeObjectStore> of(Order order, Plan plan) {
        Optional<LargeObjectStore> store = order.plan().objectStore(order.file(), order.environment());
        boolean needed =
                plan.tables().stream().anyMatch(table -> !StoredColumn.of(table).isEmpty());
        if (needed && store.isEmpty()) {
            throw new IllegalTransition("Migration \"" + plan.id()
                    + "\" moves values to an object store, and the plan file names none. Put `object-store:` back.");
        }
        return needed ? store : Optional.empty();
    }
}
