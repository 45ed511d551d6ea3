package dev.theseus.jdbc.mariadb;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.plan.TablePlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a planned table, and refuses by name what can't be carried. */
final class TableReader {

    private static final String KIND =
            "SELECT table_type, engine FROM information_schema.tables WHERE table_schema = ? AND table_name = ?";

    private TableReader() {}

    /** @throws SQLException with state 0A000 or 42P01 that names the table, the column and the remedy */
    static MariaTable read(Connection connection, TablePlan plan) throws SQLException {
        TableName name = plan.old();
        requireKind(connection, name);
        Map<String, ColumnRow> found = new HashMap<>();
        for (ColumnRow row : ColumnRow.read(connection, new Lookup(name.schema(), name.name()))) {
            found.put(row.name(), row);
        }
        Image image = image(plan);
        List<MariaColumn> columns = new ArrayList<>();
        for (MappedColumn mapped : image.columns()) {
            columns.add(column(found, name, mapped));
        }
        return new MariaTable(plan.number(), name, columns, key(image, columns, name));
    }

    private static void requireKind(Connection connection, TableName name) throws SQLException {
        List<String> kinds = MariaSql.rows(
                connection,
                KIND,
                List.of(name.schema(), name.name()),
                row -> row.getString("table_type") + " " + row.getString("engine"));
        if (kinds.isEmpty()) {
            throw new SQLException("There is no table " + name, "42P01");
        }
        if (!kinds.getFirst().equals("BASE TABLE InnoDB")) {
            throw MariaErrors.refused("Table " + name + " is " + kinds.getFirst()
                    + ": only ordinary tables of the engine InnoDB note a change in the transaction that makes it. "
                    + "Convert it (ALTER TABLE … ENGINE=InnoDB) or leave it out of the plan");
        }
    }

    private static Image image(TablePlan plan) throws SQLException {
        Image image = plan.image(Direction.FORWARD)
                .orElseThrow(() -> MariaErrors.refused("Table plan " + plan.number() + " of " + plan.old()
                        + " carries no rows of its own: joins are not read from MariaDB"));
        if (!image.joins().isEmpty() || image.filter().isPresent() || !image.keepsKey()) {
            throw MariaErrors.refused(
                    "The mapping of " + plan.old()
                            + " joins, filters or computes a key: from MariaDB columns are carried as they are, under any name");
        }
        return image;
    }

    private static MariaColumn column(Map<String, ColumnRow> found, TableName table, MappedColumn mapped)
            throws SQLException {
        if (!(mapped.from() instanceof Expression.Same same)) {
            throw MariaErrors.refused("Column " + mapped.name() + " of " + table
                    + " is mapped by an expression, which PostgreSQL would have to compute: from MariaDB columns are "
                    + "carried as they are, under any name");
        }
        ColumnRow row = found.get(same.column());
        if (row == null) {
            throw new SQLException("Table " + table + " has no column \"" + same.column() + "\"", "42703");
        }
        if (row.type().form() == MariaType.Form.UNKNOWN) {
            throw MariaErrors.refused("Column " + row.name() + " of " + table + " is of type " + row.columnType()
                    + ", which can't be carried: leave it out of the plan, or keep its text in a column beside it");
        }
        return new MariaColumn(
                row.name(), mapped.name(), row.type(), row.column().nullable());
    }

    private static List<MariaColumn> key(Image image, List<MariaColumn> columns, TableName table) throws SQLException {
        List<MariaColumn> key = new ArrayList<>();
        for (String name : image.targetKey()) {
            MariaColumn column = columns.stream()
                    .filter(c -> c.target().equals(name))
                    .findFirst()
                    .orElseThrow();
            if (column.type().key(column.quoted()).isEmpty()) {
                throw MariaErrors.refused("Column " + column.name() + " can't be part of the key of " + table
                        + ": values of a type that becomes " + column.type().postgres()
                        + " have no reliable text. Name another unique NOT NULL key in the plan");
            }
            if (column.nullable()) {
                throw MariaErrors.refused("Column " + column.name() + " of the key of " + table
                        + " may be NULL: name a unique key of NOT NULL columns in the plan");
            }
            key.add(column);
        }
        return key;
    }
}
