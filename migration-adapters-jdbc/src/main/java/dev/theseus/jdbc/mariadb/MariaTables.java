package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.plan.TablePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of the planned tables, read once and again after a failure. Safe for several threads. */
final class MariaTables {

    private final MariaDatabase database;
    private final Map<TablePlan, MariaTable> known = new ConcurrentHashMap<>();

    MariaTables(MariaDatabase database) {
        this.database = database;
    }

    MariaTable of(TablePlan plan) throws SQLException {
        MariaTable table = known.get(plan);
        if (table == null) {
            try (Connection connection = database.connect()) {
                table = TableReader.read(connection, plan);
                connection.commit();
            } catch (SQLException e) {
                throw MariaErrors.known(e);
            }
            known.put(plan, table);
        }
        return table;
    }

    void forget(TablePlan plan) {
        known.remove(plan);
    }
}
