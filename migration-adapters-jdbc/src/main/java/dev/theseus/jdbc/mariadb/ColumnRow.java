package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.Column.Origin;
import dev.theseus.domain.database.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A column as information_schema describes it. */
record ColumnRow(TableName table, String name, String columnType, MariaType type, Column column) {

    private static final String COLUMNS = """
            SELECT table_schema, table_name, column_name, column_type, is_nullable, column_default, extra, is_generated
            FROM information_schema.columns WHERE table_schema = ? %s ORDER BY table_name, ordinal_position""";

    private static final String CHECKS = """
            SELECT table_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema = ? %s""";

    private record Check(String table, String clause) {}

    static List<ColumnRow> read(Connection connection, Lookup lookup) throws SQLException {
        Set<Check> checks = new HashSet<>(lookup.rows(
                connection, CHECKS, row -> new Check(row.getString("table_name"), row.getString("check_clause"))));
        return lookup.rows(connection, COLUMNS, row -> of(row, checks));
    }

    /** JSON is longtext with a check. */
    private static Check jsonCheck(String table, String column) {
        return new Check(table, "json_valid(" + MariaSql.quoted(column) + ")");
    }

    private static ColumnRow of(ResultSet row, Set<Check> checks) throws SQLException {
        TableName table = new TableName(row.getString("table_schema"), row.getString("table_name"));
        String name = row.getString("column_name");
        String columnType = row.getString("column_type");
        MariaType type = MariaType.of(columnType, checks.contains(jsonCheck(table.name(), name)));
        String extra = row.getString("extra").toLowerCase(Locale.ROOT);
        String preset = row.getString("column_default");
        boolean hasDefault = preset != null && !preset.equals("NULL");
        return new ColumnRow(
                table,
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
