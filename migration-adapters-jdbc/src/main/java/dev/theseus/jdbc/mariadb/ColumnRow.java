package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A column as information_schema describes it. */
record ColumnRow(TableName table, String name, String columnType, MariaType type, Column column) {

    /** JSON is longtext with a check. */
    private static final String COLUMNS = """
            SELECT c.table_schema, c.table_name, c.column_name, c.column_type, c.is_nullable, c.column_default, c.extra, c.is_generated,
              EXISTS (SELECT 1 FROM information_schema.check_constraints k
                WHERE k.constraint_schema = c.table_schema AND k.table_name = c.table_name
                  AND k.check_clause = CONCAT('json_valid(`', REPLACE(c.column_name, '`', '``'), '`)')) AS checks_json
            FROM information_schema.columns c
            WHERE c.table_schema = ? AND (? IS NULL OR c.table_name = ?)
            ORDER BY c.table_name, c.ordinal_position""";

    /** @param table or null for all of the schema */
    static List<ColumnRow> read(Connection connection, String schema, @Nullable String table) throws SQLException {
        return MariaSql.rows(
                connection, COLUMNS, java.util.Arrays.asList(schema, table, table), ColumnRow::of);
    }

    private static ColumnRow of(ResultSet row) throws SQLException {
        String name = row.getString("column_name");
        String columnType = row.getString("column_type");
        MariaType type = MariaType.of(columnType, row.getBoolean("checks_json"));
        String extra = row.getString("extra").toLowerCase(Locale.ROOT);
        String preset = row.getString("column_default");
        boolean hasDefault = preset != null && !preset.equals("NULL");
        return new ColumnRow(
                new TableName(row.getString("table_schema"), row.getString("table_name")),
                name,
                columnType,
                type,
                new Column(
                        name,
                        type.postgres(),
                        row.getString("is_nullable").equals("YES"),
                        origin(row.getString("is_generated"), extra),
                        hasDefault || extra.contains("auto_increment")));
    }

    private static Origin origin(String generated, String extra) {
        if (generated.equals("ALWAYS")) {
            return Origin.COMPUTED;
        }
        return extra.contains("auto_increment") ? Origin.IDENTITY_BY_DEFAULT : Origin.WRITTEN;
    }
}
