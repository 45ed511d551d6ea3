package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.ServerFacts;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a catalogue in four queries, however many tables there are. */
final class PgCatalog implements DatabaseCatalog {

    private final PgDatabase database;

    PgCatalog(PgDatabase database) {
        this.database = database;
    }

    @Override
    public List<String> schemas() {
        return ReadOnly.on(database, "list the schemas", connection -> {
            try (PreparedStatement query = connection.prepareStatement(CatalogQueries.SCHEMAS);
                    ResultSet rows = query.executeQuery()) {
                List<String> schemas = new ArrayList<>();
                while (rows.next()) {
                    schemas.add(rows.getString(1));
                }
                return schemas;
            }
        });
    }

    @Override
    public List<TableDefinition> tables(String schema) {
        return ReadOnly.on(database, "read the tables of schema " + schema, c -> read(c, schema, null));
    }

    @Override
    public Optional<TableDefinition> table(TableName name) {
        return ReadOnly.on(
                database,
                "read the definition of " + name,
                c -> read(c, name.schema(), name.name()).stream().findFirst());
    }

    @Override
    public ServerFacts server() {
        return ReadOnly.on(database, "ask the server for its version", connection -> {
            try (PreparedStatement query = connection.prepareStatement(CatalogQueries.SERVER);
                    ResultSet row = query.executeQuery()) {
                row.next();
                return new ServerFacts(
                        "PostgreSQL",
                        row.getString("version"),
                        row.getInt("version_number") / 10_000,
                        row.getString("encoding"),
                        row.getString("identity"));
            }
        });
    }

    private static List<TableDefinition> read(Connection connection, String schema, @Nullable String table)
            throws SQLException {
        Map<Long, List<Column>> columns =
                CatalogRows.byTable(connection, CatalogQueries.COLUMNS, schema, table, CatalogRows::column);
        Map<Long, List<UniqueKey>> keys =
                CatalogRows.byTable(connection, CatalogQueries.UNIQUE_KEYS, schema, table, CatalogRows::uniqueKey);
        Map<Long, List<ForeignKey>> foreignKeys =
                CatalogRows.byTable(connection, CatalogQueries.FOREIGN_KEYS, schema, table, CatalogRows::foreignKey);
        return CatalogRows.all(connection, CatalogQueries.TABLES, schema, table, row -> {
            long oid = row.getLong("table_oid");
            return CatalogRows.table(
                    row,
                    columns.getOrDefault(oid, List.of()),
                    keys.getOrDefault(oid, List.of()),
                    foreignKeys.getOrDefault(oid, List.of()));
        });
    }
}
