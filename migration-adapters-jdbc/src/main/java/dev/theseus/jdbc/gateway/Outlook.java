package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.RoutedTable;
import dev.theseus.domain.routing.RoutingSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node goes by, swapped as a whole.
 *
 * @param snapshot of the routing board
 * @param plans of the tables that are migrated
 * @param tables of old that are migrated, by their name
 */
record Outlook(RoutingSnapshot snapshot, List<TablePlan> plans, Map<TableName, RoutedTable> tables) {

    static final Outlook NONE = new Outlook(RoutingSnapshot.NONE, List.of(), Map.of());

    Outlook {
        plans = List.copyOf(plans);
        tables = Map.copyOf(tables);
    }

    static Outlook of(RoutingSnapshot snapshot, List<TablePlan> plans) {
        return new Outlook(snapshot, plans, RoutedTable.of(plans));
    }

    Outlook with(RoutingSnapshot changed) {
        return new Outlook(changed, plans, tables);
    }

    Epoch epoch() {
        return snapshot.rollout().epoch();
    }

    /** The side that has it, as far as is known; while it moves, the one that had it. */
    Side authority() {
        return epoch().direction().source();
    }

    /** A table that is not migrated stays old's; while nothing is known of the tables, each is taken for migrated. */
    Side authorityOver(TableName table) {
        return tables.isEmpty() || tables.containsKey(table) ? authority() : Side.OLD;
    }

    /** Whether nothing was prepared, or all was taken away again. */
    boolean isNothing() {
        return snapshot.equals(RoutingSnapshot.NONE);
    }

    Optional<RoutedTable> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }
}
