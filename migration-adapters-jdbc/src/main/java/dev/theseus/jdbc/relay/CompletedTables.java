package dev.theseus.jdbc.relay;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tables that are relayed: those whose copy is complete. The entries of the others are held until then. */
final class CompletedTables implements RelayedTables {

    private static final String COMPLETED =
            "SELECT table_no FROM theseus.table_copy WHERE completed_at IS NOT NULL; COMMIT";

    private final PgDatabase target;
    private final List<TablePlan> tables;

    CompletedTables(PgDatabase target, List<TablePlan> tables) {
        this.target = target;
        this.tables = List.copyOf(tables);
    }

    /** In the order of the plan's tables, which is the order in which a round takes them. */
    @Override
    public List<TablePlan> look() {
        Set<Integer> completed = target.inTransaction("look which tables are copied", connection -> {
            try (PreparedStatement query = connection.prepareStatement(COMPLETED)) {
                query.execute();
                Set<Integer> numbers = new HashSet<>();
                try (ResultSet rows = query.getResultSet()) {
                    while (rows.next()) {
                        numbers.add(rows.getInt(1));
                    }
                }
                return numbers;
            }
        });
        return tables.stream().filter(t -> completed.contains(t.number())).toList();
    }
}
