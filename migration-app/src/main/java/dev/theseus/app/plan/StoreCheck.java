package dev.theseus.app.plan;

import dev.theseus.app.store.StoreProbe;
import dev.theseus.domain.inspection.Check;
import dev.theseus.domain.inspection.Finding;
import dev.theseus.domain.largeobject.LargeObjectStore;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.storedvalue.StoredColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether values that leave the database can go where the plan says.
 *
 * @param tables of the plan
 * @param store that the plan names
 */
record StoreCheck(List<TablePlan> tables, Optional<LargeObjectStore> store) {

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        List<TablePlan> storing =
                tables.stream().filter(t -> !StoredColumn.of(t).isEmpty()).toList();
        storing.forEach(table -> table(table, findings));
        if (storing.isEmpty()) {
            store.ifPresent(s -> findings.add(Finding.warns(
                    Check.OBJECT_STORE,
                    "object-store",
                    "is named, but no column says `store:` of one of old, so nothing goes there.")));
        } else if (store.isEmpty()) {
            findings.add(Finding.stops(
                    Check.OBJECT_STORE,
                    storing.getFirst().old(),
                    "has a column whose values are to be stored, and the plan does not say where. Add `object-store: {"
                            + " directory: … }`, or one with `endpoint`, `bucket` and `region`."));
        } else {
            findings.addAll(StoreProbe.findings(store.get()));
        }
        return findings;
    }

    private static void table(TablePlan table, List<Finding> findings) {
        if (StoredColumn.of(table).size() > 1) {
            stops(table, "has several columns with `store:`, and one of a table can go to the object store.", findings);
        }
        if (!table.mapping().forward().map(Image::keepsKey).orElse(true)) {
            stops(
                    table,
                    "gets other keys in new, and rows whose values are stored have to be found by the same key. Let the"
                            + " key keep its values.",
                    findings);
        }
    }

    private static void stops(TablePlan table, String message, List<Finding> findings) {
        findings.add(Finding.stops(Check.OBJECT_STORE, table.old() + " -> " + table.target(), message));
    }
}
