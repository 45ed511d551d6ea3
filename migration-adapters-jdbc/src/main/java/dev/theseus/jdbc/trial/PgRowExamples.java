package dev.theseus.jdbc.trial;

import dev.theseus.domain.inspection.RowExamples;
import dev.theseus.domain.mapping.Expression;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.Sql;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Lets the server compute expressions over values that are bound. */
final class PgRowExamples implements RowExamples {

    private final PgDatabase database;

    PgRowExamples(PgDatabase database) {
        this.database = database;
    }

    @Override
    public Optional<String> value(Expression expression, List<Row> rows) {
        String from = rows.stream().map(PgRowExamples::derived).collect(Collectors.joining(" CROSS JOIN "));
        String statement = "SELECT (" + TrialSql.sql(expression) + ")::text FROM " + from;
        return database.inTransaction("compute an example", connection -> {
            try (Statement settings = connection.createStatement()) {
                settings.execute("SET TRANSACTION READ ONLY");
            }
            Savepoint before = connection.setSavepoint();
            try (PreparedStatement query = connection.prepareStatement(statement)) {
                int place = 1;
                for (Row row : rows) {
                    for (Value value : row.values()) {
                        query.setString(place++, value.text().orElse(null));
                    }
                }
                try (ResultSet result = query.executeQuery()) {
                    return result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty();
                }
            } catch (SQLException e) {
                if (e.getSQLState() == null || e.getSQLState().startsWith("08")) {
                    throw e;
                }
                connection.rollback(before);
                return Optional.empty();
            }
        });
    }

    private static String derived(Row row) {
        return row.values().stream()
                .map(v -> "CAST(?::text AS " + v.type() + ") AS " + Sql.quoted(v.column()))
                .collect(Collectors.joining(", ", "(SELECT ", ") " + Sql.quoted(row.alias())));
    }
}
