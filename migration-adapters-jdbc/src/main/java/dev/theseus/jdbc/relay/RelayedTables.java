package dev.theseus.jdbc.relay;

import dev.theseus.domain.plan.TablePlan;
import java.util.List;

/** Which tables are relayed; the entries of the others are held. */
@FunctionalInterface
interface RelayedTables {

    /** In the order of the plan's tables, which is the order in which a round takes them. */
    List<TablePlan> look();
}
