package dev.theseus.jdbc.catalog;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.inspection.Portability;
import dev.theseus.jdbc.postgres.PgReplicaRole;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Asks one server, within one read-only transaction. */
final class PgInspectionReader {

    private static final List<String> NEEDED_ON_OLD = List.of("SELECT", "TRIGGER");
    private static final List<String> NEEDED_ON_NEW = List.of("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE");

    private final Connection connection;
    private final List<TableName> tables;

    PgInspectionReader(Connection connection, List<TableName> tables) {
        this.connection = connection;
        this.tables = tables;
    }

    ServerState server() throws SQLException {
        boolean mayDisarm = mayDisarmTriggers();
        try (PreparedStatement query = connection.prepareStatement(InspectionQueries.SERVER);
                ResultSet row = query.executeQuery()) {
            row.next();
            return new ServerState(
                    row.getString("role"),
                    row.getBoolean("in_recovery"),
                    row.getBoolean("may_create_schema"),
                    row.getBoolean("may_create_temporary"),
                    mayDisarm,
                    row.getLong("free_sessions"),
                    Optional.ofNullable(row.getString("data_directory")));
        }
    }

    /** Tried, not looked up: hosted servers let roles do it that the catalogue does not know of. */
    private boolean mayDisarmTriggers() throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            return new PgReplicaRole().take(connection) == PgReplicaRole.Standing.TAKEN;
        } finally {
            connection.rollback(before);
        }
    }

    List<RelationState> relations(Side side) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(InspectionQueries.RELATIONS)) {
            bindTables(query);
            List<String> needed = side == Side.OLD ? NEEDED_ON_OLD : NEEDED_ON_NEW;
            query.setArray(3, connection.createArrayOf("text", needed.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                List<RelationState> relations = new ArrayList<>();
                while (rows.next()) {
                    relations.add(relation(rows));
                }
                return relations;
            }
        }
    }

    private static RelationState relation(ResultSet row) throws SQLException {
        return new RelationState(
                row.getInt("place"),
                new TableName(row.getString("nspname"), row.getString("relname")),
                row.getBoolean("is_root"),
                row.getString("relkind"),
                row.getBoolean("unlogged"),
                row.getBoolean("hides_rows"),
                row.getBoolean("owned"),
                texts(row, "lacking"),
                texts(row, "armed"),
                texts(row, "stubborn"),
                row.getInt("foreign_keys"),
                row.getLong("bytes"));
    }

    Map<SideReport.EnumColumn, List<String>> enumLabels() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(InspectionQueries.ENUM_LABELS)) {
            bindTables(query);
            try (ResultSet rows = query.executeQuery()) {
                Map<SideReport.EnumColumn, List<String>> labels = new HashMap<>();
                while (rows.next()) {
                    labels.put(
                            new SideReport.EnumColumn(rows.getInt("place"), rows.getString("attname")),
                            texts(rows, "labels"));
                }
                return labels;
            }
        }
    }

    /** The types of the server's own that values are made of and that can't be carried just so. */
    List<SideReport.TypeWithin> typesWithin() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(InspectionQueries.TYPES_WITHIN)) {
            bindTables(query);
            try (ResultSet rows = query.executeQuery()) {
                List<SideReport.TypeWithin> within = new ArrayList<>();
                while (rows.next()) {
                    String type = rows.getString("typname");
                    // rows of the catalogue hold what no server reads, and have other columns on another version
                    Portability portability = rows.getBoolean("composite") ? Portability.NOWHERE : Portability.of(type);
                    if (portability != Portability.ANYWHERE) {
                        within.add(new SideReport.TypeWithin(
                                rows.getInt("place"), rows.getString("attname"), type, portability));
                    }
                }
                return within;
            }
        }
    }

    /** Which of the tables hold rows; those that may not be read are left out, they are reported as such. */
    List<TableName> filled(List<RelationState> relations) throws SQLException {
        List<TableName> readable = relations.stream()
                .filter(r -> r.root() && r.lacking().isEmpty())
                .map(RelationState::name)
                .toList();
        if (readable.isEmpty()) {
            return List.of();
        }
        String query = IntStream.range(0, readable.size())
                .mapToObj(i -> "SELECT %d WHERE EXISTS (SELECT FROM %s)".formatted(i, Sql.quoted(readable.get(i))))
                .collect(Collectors.joining(" UNION ALL "));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<TableName> filled = new ArrayList<>();
            while (rows.next()) {
                filled.add(readable.get(rows.getInt(1)));
            }
            return filled;
        }
    }

    /** Whether a run has opened tables for the copy: then rows of new are its own. */
    boolean hasBegun() throws SQLException {
        return isTrue(InspectionQueries.LEDGER_IS_READABLE) && isTrue("SELECT EXISTS (SELECT FROM theseus.table_copy)");
    }

    private boolean isTrue(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void bindTables(PreparedStatement query) throws SQLException {
        query.setArray(
                1,
                connection.createArrayOf(
                        "text", tables.stream().map(TableName::schema).toArray()));
        query.setArray(
                2,
                connection.createArrayOf(
                        "text", tables.stream().map(TableName::name).toArray()));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
