package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.RoutingSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What a node goes by, swapped as a whole.
 *
 * @param snapshot of the routing board
 * @param tables that are migrated, by their name on old
 */
record Outlook(RoutingSnapshot snapshot, Map<TableName, TablePlan> tables) {

    static final Outlook NONE = new Outlook(RoutingSnapshot.NONE, Map.of());

    Outlook {
        tables = Map.copyOf(tables);
    }

    static Outlook of(RoutingSnapshot snapshot, List<TablePlan> tables) {
        return new Outlook(
                snapshot, tables.stream().collect(Collectors.toMap(TablePlan::old, Function.identity(), (a, b) -> a)));
    }

    Outlook with(RoutingSnapshot changed) {
        return new Outlook(changed, tables);
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

    Optional<TablePlan> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }
}
