package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableDefinition.Kind;
import dev.theseus.domain.database.TableDefinition.Size;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns rows of the catalogue into definitions. */
final class CatalogRows {

    private CatalogRows() {}

    /** Reads one value from the current row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What a query says, gathered by the table it says it of, in the query's order. */
    static <T> Map<Long, List<T>> byTable(
            Connection connection, String query, String schema, @Nullable String table, RowReader<T> reader)
            throws SQLException {
        Map<Long, List<T>> gathered = new HashMap<>();
        all(
                connection,
                query,
                schema,
                table,
                row -> gathered.computeIfAbsent(row.getLong("table_oid"), oid -> new ArrayList<>())
                        .add(reader.read(row)));
        return gathered;
    }

    static <T> List<T> all(
            Connection connection, String query, String schema, @Nullable String table, RowReader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, schema);
            statement.setString(2, table);
            statement.setString(3, table);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reader.read(rows));
                }
                return read;
            }
        }
    }

    static TableDefinition table(
            ResultSet row, List<Column> columns, List<UniqueKey> uniqueKeys, List<ForeignKey> foreignKeys)
            throws SQLException {
        return new TableDefinition(
                new TableName(row.getString("nspname"), row.getString("relname")),
                kind(row.getString("relkind"), row.getBoolean("inherited")),
                columns,
                uniqueKeys,
                foreignKeys,
                new Size(row.getLong("rows"), row.getLong("bytes")));
    }

    private static Kind kind(String relkind, boolean inherited) {
        if (inherited) {
            return Kind.INHERITED;
        }
        return switch (relkind) {
            case "p" -> Kind.PARTITIONED;
            case "f" -> Kind.FOREIGN;
            default -> Kind.ORDINARY;
        };
    }

    static Column column(ResultSet row) throws SQLException {
        return new Column(
                row.getString("attname"),
                row.getString("type"),
                row.getBoolean("nullable"),
                PgRelation.origin(row.getString("attidentity"), row.getString("attgenerated")),
                row.getBoolean("has_default"));
    }

    static UniqueKey uniqueKey(ResultSet row) throws SQLException {
        return new UniqueKey(
                row.getString("index_name"),
                List.of((String[]) row.getArray("columns").getArray()),
                kind(row.getBoolean("indisprimary"), row.getBoolean("not_null") && row.getBoolean("indimmediate")));
    }

    private static UniqueKey.Kind kind(boolean primary, boolean identifies) {
        if (!identifies) {
            return UniqueKey.Kind.NULLABLE;
        }
        return primary ? UniqueKey.Kind.PRIMARY : UniqueKey.Kind.NOT_NULL;
    }

    static ForeignKey foreignKey(ResultSet row) throws SQLException {
        return new ForeignKey(
                row.getString("conname"),
                new TableName(row.getString("from_schema"), row.getString("from_table")),
                new TableName(row.getString("to_schema"), row.getString("to_table")),
                List.of((String[]) row.getArray("columns").getArray()),
                List.of((String[]) row.getArray("referenced").getArray()));
    }
}
