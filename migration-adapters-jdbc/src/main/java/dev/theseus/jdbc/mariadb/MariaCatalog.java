package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.Column;
import dev.theseus.domain.database.DatabaseCatalog;
import dev.theseus.domain.database.ForeignKey;
import dev.theseus.domain.database.ServerFacts;
import dev.theseus.domain.database.TableDefinition;
import dev.theseus.domain.database.TableDefinition.Kind;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.database.UniqueKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads information_schema. Schemas are what MariaDB calls databases; types are told as PostgreSQL names them. */
final class MariaCatalog implements DatabaseCatalog {

    private static final String NOT_OURS =
            "NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys', 'theseus')";

    private static final String SCHEMAS = "SELECT DISTINCT table_schema FROM information_schema.tables "
            + "WHERE table_type = 'BASE TABLE' AND table_schema " + NOT_OURS + " ORDER BY 1";

    private static final String TABLES = """
            SELECT table_name, coalesce(create_options, '') LIKE '%%partitioned%%' AS partitioned, coalesce(table_rows, 0) AS row_count,
              coalesce(data_length, 0) AS bytes
            FROM information_schema.tables
            WHERE table_schema = ? %s AND table_type = 'BASE TABLE' AND table_schema\s""" + NOT_OURS + " ORDER BY table_name";

    /** An index on a part of a value only says nothing of whole values. */
    private static final String KEYS = """
            SELECT table_name, index_name, GROUP_CONCAT(column_name ORDER BY seq_in_index SEPARATOR '\\n') AS columns,
              MAX(nullable = 'YES') AS nullable, MAX(sub_part IS NOT NULL) AS partial
            FROM information_schema.statistics
            WHERE table_schema = ? %s AND non_unique = 0
            GROUP BY table_name, index_name HAVING partial = 0
            ORDER BY table_name, index_name <> 'PRIMARY', index_name""";

    private static final String FOREIGN_KEYS = """
            SELECT table_name, constraint_name, unique_constraint_schema, referenced_table_name
            FROM information_schema.referential_constraints
            WHERE constraint_schema = ? %s ORDER BY table_name, constraint_name""";

    private static final String SERVER = """
            SELECT version() AS version, @@character_set_server AS encoding, CONCAT_WS('/', @@hostname, @@port, @@datadir) AS identity""";

    private final MariaDatabase database;

    MariaCatalog(MariaDatabase database) {
        this.database = database;
    }

    @Override
    public List<String> schemas() {
        return database.inTransaction(
                "list the schemas", c -> MariaSql.rows(c, SCHEMAS, List.of(), row -> row.getString(1)));
    }

    @Override
    public List<TableDefinition> tables(String schema) {
        return database.inTransaction("read the tables of schema " + schema, c -> read(c, new Lookup(schema, null)));
    }

    @Override
    public Optional<TableDefinition> table(TableName name) {
        return database.inTransaction(
                "read the definition of " + name,
                c -> read(c, new Lookup(name.schema(), name.name())).stream().findFirst());
    }

    @Override
    public ServerFacts server() {
        return database.inTransaction(
                "ask the server for its version",
                c -> MariaSql.rows(c, SERVER, List.of(), row -> {
                            String version = row.getString("version");
                            int major = Integer.parseInt(version.substring(0, version.indexOf('.')));
                            return new ServerFacts(
                                    "MariaDB", version, major, row.getString("encoding"), row.getString("identity"));
                        })
                        .getFirst());
    }

    private record Keyed<T>(String table, T value) {}

    private static <T> Map<String, List<T>> byTable(
            Connection connection, Lookup lookup, String query, MariaSql.Reading<Keyed<T>> reading)
            throws SQLException {
        return lookup.rows(connection, query, reading).stream()
                .collect(Collectors.groupingBy(
                        Keyed::table, LinkedHashMap::new, Collectors.mapping(Keyed::value, Collectors.toList())));
    }

    private static List<TableDefinition> read(Connection connection, Lookup lookup) throws SQLException {
        String schema = lookup.schema();
        Map<String, List<Column>> columns = ColumnRow.read(connection, lookup).stream()
                .collect(Collectors.groupingBy(
                        row -> row.table().name(), Collectors.mapping(ColumnRow::column, Collectors.toList())));
        Map<String, List<UniqueKey>> keys = byTable(connection, lookup, KEYS, row -> {
            String index = row.getString("index_name");
            UniqueKey.Kind nullable = row.getBoolean("nullable") ? UniqueKey.Kind.NULLABLE : UniqueKey.Kind.NOT_NULL;
            UniqueKey.Kind kind = index.equals("PRIMARY") ? UniqueKey.Kind.PRIMARY : nullable;
            List<String> names = row.getString("columns").lines().toList();
            return new Keyed<>(row.getString("table_name"), new UniqueKey(index, names, kind));
        });
        Map<String, List<ForeignKey>> foreign = byTable(connection, lookup, FOREIGN_KEYS, row -> {
            TableName from = new TableName(schema, row.getString("table_name"));
            TableName to =
                    new TableName(row.getString("unique_constraint_schema"), row.getString("referenced_table_name"));
            return new Keyed<>(from.name(), new ForeignKey(row.getString("constraint_name"), from, to));
        });
        return lookup.rows(connection, TABLES, row -> {
            String name = row.getString("table_name");
            return new TableDefinition(
                    new TableName(schema, name),
                    row.getBoolean("partitioned") ? Kind.PARTITIONED : Kind.ORDINARY,
                    columns.getOrDefault(name, List.of()),
                    keys.getOrDefault(name, List.of()),
                    foreign.getOrDefault(name, List.of()),
                    new TableDefinition.Size(row.getLong("row_count"), row.getLong("bytes")));
        });
    }
}
