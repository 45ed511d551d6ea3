package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Stored generated columns. They are not carried, but where both sides compute them by the same expression from the
 * same columns they must come out the same; a difference shows that the two servers do not mean the same by it.
 */
final class ComputedColumns {

    private static final String QUERY = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod) || ' ' || pg_get_expr(d.adbin, d.adrelid) AS definition
            FROM pg_attribute a JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
            WHERE a.attrelid = ?::regclass AND a.attgenerated = 's' AND NOT a.attisdropped""";

    private ComputedColumns() {}

    /** The plan with those generated columns added that both sides define alike. */
    static TablePlan added(TablePlan plan, PgDatabase old, PgDatabase target, Attempts attempts)
            throws InterruptedException {
        Map<String, String> onOld = definitions(plan, old, attempts);
        Map<String, String> onNew = definitions(plan, target, attempts);
        List<String> columns = new ArrayList<>(plan.columns());
        onOld.forEach((name, definition) -> {
            if (definition.equals(onNew.get(name)) && !columns.contains(name)) {
                columns.add(name);
            }
        });
        return new TablePlan(
                plan.number(), plan.old(), plan.target(), plan.key(), columns, plan.existingRows(), plan.capture());
    }

    private static Map<String, String> definitions(TablePlan plan, PgDatabase database, Attempts attempts)
            throws InterruptedException {
        Side side = database.side();
        return attempts.inTransaction(database, "read the generated columns of " + plan.on(side), connection -> {
            try (PreparedStatement query = connection.prepareStatement(QUERY)) {
                query.setString(1, Sql.quoted(plan.on(side)));
                try (ResultSet rows = query.executeQuery()) {
                    Map<String, String> definitions = new TreeMap<>();
                    while (rows.next()) {
                        definitions.put(rows.getString(1), rows.getString(2));
                    }
                    return definitions;
                }
            }
        });
    }
}
