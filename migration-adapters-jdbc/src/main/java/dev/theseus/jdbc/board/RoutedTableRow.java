package dev.theseus.jdbc.board;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Mapping;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** The form of a table plan on the board. */
final class RoutedTableRow {

    static final String INSERT = """
            INSERT INTO theseus.routed_table (table_no, old_name, target_name, key, columns, existing_rows, capture, mapping)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?::jsonb)""";

    /** A board that an earlier release has made has no mappings. */
    static final String SELECT = """
            SELECT table_no, old_name, target_name, key, columns, existing_rows, capture,
              (to_jsonb(r)->'mapping')::text AS mapping
            FROM theseus.routed_table r ORDER BY table_no""";

    private static final String NO_MAPPING = "null";

    private RoutedTableRow() {}

    /**
     * Rows that look the same on both sides are told by key and columns alone. Where there is more to it, those are
     * left empty: a node of an earlier release, which knows nothing of mappings, refuses a table without a key, and
     * must not take its rows for the same.
     */
    static void bind(PreparedStatement insert, Connection connection, TablePlan plan) throws SQLException {
        boolean same = plan.mapping().isSame() && plan.mapping().version() == 1;
        insert.setInt(1, plan.number());
        insert.setArray(2, name(connection, plan.old()));
        insert.setArray(3, name(connection, plan.target()));
        insert.setArray(4, texts(connection, same ? plan.key() : List.of()));
        insert.setArray(5, texts(connection, same ? plan.columns() : List.of()));
        insert.setString(6, plan.existingRows().name());
        insert.setString(7, plan.capture().name());
        insert.setString(8, same ? null : MappingForm.write(plan.mapping()));
    }

    static TablePlan read(ResultSet row) throws SQLException {
        String mapping = row.getString("mapping");
        return new TablePlan(
                row.getInt("table_no"),
                name(row.getArray("old_name")),
                name(row.getArray("target_name")),
                mapping == null || mapping.equals(NO_MAPPING)
                        ? Mapping.same(texts(row.getArray("key")), texts(row.getArray("columns")))
                        : MappingForm.read(mapping),
                ExistingRows.valueOf(row.getString("existing_rows")),
                CaptureMode.valueOf(row.getString("capture")));
    }

    private static Array name(Connection connection, TableName name) throws SQLException {
        return texts(connection, List.of(name.schema(), name.name()));
    }

    private static TableName name(Array parts) throws SQLException {
        List<String> texts = texts(parts);
        return new TableName(texts.get(0), texts.get(1));
    }

    static Array texts(Connection connection, Collection<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
