package dev.theseus.jdbc.postgres;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads what a source looks like through its image. What a computed column is like, the server says itself, in a query
 * that reads no row and leaves nothing behind. Only a type's modifier is not to be had this way: a computed
 * {@code numeric(9,2)} passes for a numeric of any scale.
 */
record ImageReader(Connection connection, TableName name, Image image) {

    PgRelation read() throws SQLException {
        Map<String, PgColumn> found = ColumnCatalog.of(connection, name);
        List<PgColumn> sourceKey = ColumnCatalog.pick(found, image.sourceKey(), name);
        boolean partitioned = ColumnCatalog.isPartitioned(connection, name);
        PgRelation plain = new PgRelation(name, partitioned, sourceKey, sourceKey, Optional.empty());
        ImageQuery query = new ImageQuery(image, KeyMatch.of(connection, plain).operators());
        List<PgColumn> key = new ArrayList<>();
        for (PgColumn column : sourceKey) {
            key.add(column.named(ImageQuery.keyName(key.size())));
        }
        return new PgRelation(name, partitioned, columns(query, found), key, Optional.of(query));
    }

    private List<PgColumn> columns(ImageQuery query, Map<String, PgColumn> found) throws SQLException {
        Map<String, PgColumn> computed = computed(query);
        List<PgColumn> columns = new ArrayList<>();
        for (MappedColumn column : image.columns()) {
            columns.add(
                    switch (column.from()) {
                        case Expression.Same same ->
                            ColumnCatalog.one(found, same.column(), name).named(column.name());
                        case Expression.Sql sql -> ColumnCatalog.one(computed, column.name(), name);
                        case Expression.Java java ->
                            throw new IllegalArgumentException("No server computes what " + java.mapping() + " makes");
                    });
        }
        return columns;
    }

    private Map<String, PgColumn> computed(ImageQuery query) throws SQLException {
        List<MappedColumn> columns = image.columns().stream()
                .filter(c -> c.from() instanceof Expression.Sql)
                .toList();
        if (columns.isEmpty()) {
            return Map.of();
        }
        String from = " FROM (SELECT) one LEFT JOIN " + query.computed(columns, Sql.quoted(name)) + " x ON true";
        List<Long> types = types(columns, from);
        Map<String, PgColumn> computed = new HashMap<>();
        List<String> names = columns.stream().map(MappedColumn::name).toList();
        for (PgColumn column : ColumnCatalog.ofTypes(connection, names, types, collations(columns, types, from))) {
            computed.put(column.name(), column);
        }
        return computed;
    }

    private List<Long> types(List<MappedColumn> columns, String from) throws SQLException {
        String query = columns.stream()
                .map(c -> "pg_catalog.pg_typeof(x." + Sql.quoted(c.name()) + ")::pg_catalog.oid::bigint")
                .collect(Collectors.joining(", ", "SELECT ", from));
        try (PreparedStatement asked = connection.prepareStatement(query);
                ResultSet row = asked.executeQuery()) {
            row.next();
            List<Long> types = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                types.add(row.getLong(i));
            }
            return types;
        }
    }

    /** Only of types that have one: to ask of others is an error. */
    private List<String> collations(List<MappedColumn> columns, List<Long> types, String from) throws SQLException {
        Set<Long> collatable = collatable(types);
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            asked.add(
                    collatable.contains(types.get(i))
                            ? "coalesce(pg_catalog.pg_collation_for(x."
                                    + Sql.quoted(columns.get(i).name()) + "), '')"
                            : "''");
        }
        try (PreparedStatement query = connection.prepareStatement("SELECT " + String.join(", ", asked) + from);
                ResultSet row = query.executeQuery()) {
            row.next();
            List<String> collations = new ArrayList<>();
            for (int i = 1; i <= asked.size(); i++) {
                collations.add(row.getString(i));
            }
            return collations;
        }
    }

    private Set<Long> collatable(List<Long> types) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT oid::bigint FROM pg_catalog.pg_type WHERE typcollation <> 0 AND oid = ANY (?::bigint[]::oid[])")) {
            query.setArray(1, connection.createArrayOf("bigint", types.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                Set<Long> collatable = new HashSet<>();
                while (rows.next()) {
                    collatable.add(rows.getLong(1));
                }
                return collatable;
            }
        }
    }
}
