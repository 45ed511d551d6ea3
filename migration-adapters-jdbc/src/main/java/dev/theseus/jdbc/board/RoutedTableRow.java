package dev.theseus.jdbc.board;

import dev.theseus.domain.database.TableName;
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
            INSERT INTO theseus.routed_table (table_no, old_name, target_name, key, columns, existing_rows, capture)
            VALUES (?, ?, ?, ?, ?, ?, ?)""";

    static final String SELECT = """
            SELECT table_no, old_name, target_name, key, columns, existing_rows, capture
            FROM theseus.routed_table ORDER BY table_no""";

    private RoutedTableRow() {}

    static void bind(PreparedStatement insert, Connection connection, TablePlan plan) throws SQLException {
        insert.setInt(1, plan.number());
        insert.setArray(2, name(connection, plan.old()));
        insert.setArray(3, name(connection, plan.target()));
        insert.setArray(4, texts(connection, plan.key()));
        insert.setArray(5, texts(connection, plan.columns()));
        insert.setString(6, plan.existingRows().name());
        insert.setString(7, plan.capture().name());
    }

    static TablePlan read(ResultSet row) throws SQLException {
        return new TablePlan(
                row.getInt("table_no"),
                name(row.getArray("old_name")),
                name(row.getArray("target_name")),
                texts(row.getArray("key")),
                texts(row.getArray("columns")),
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
