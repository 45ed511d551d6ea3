package dev.theseus.jdbc.gateway;

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

    Optional<TablePlan> table(TableName name) {
        return Optional.ofNullable(tables.get(name));
    }
}
