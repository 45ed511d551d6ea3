package dev.theseus.jdbc.lineage;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.KeyJson;
import dev.theseus.jdbc.postgres.KeyMatch;
import dev.theseus.jdbc.postgres.PgRelation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One key of one table on one side, compared by the database.
 *
 * @param json the key
 */
record KeyQuestion(PgRelation relation, KeyMatch match, String json) {

    /**
     * Which transaction wrote a row.
     *
     * @param committed if the server keeps that
     */
    record Version(long transaction, Optional<Instant> committed) {}

    static KeyQuestion of(Connection connection, TablePlan table, Side side, RowKey key) throws SQLException {
        PgRelation relation = PgRelation.read(connection, table, side);
        return new KeyQuestion(relation, KeyMatch.of(connection, relation), KeyJson.of(List.of(key)));
    }

    /** The key as the change log has it. */
    RowKey canonical(Connection connection) throws SQLException {
        String parts = IntStream.range(0, relation.key().size())
                .mapToObj(i -> "a.k" + i + "::pg_catalog.text")
                .collect(Collectors.joining(", "));
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + parts + " FROM " + match.asked("?::jsonb") + " a")) {
            query.setString(1, json);
            try (ResultSet row = query.executeQuery()) {
                row.next();
                String[] texts = new String[relation.key().size()];
                for (int i = 0; i < texts.length; i++) {
                    texts[i] = row.getString(i + 1);
                }
                return RowKey.of(texts);
            }
        }
    }

    Optional<Version> version(Connection connection) throws SQLException {
        String sql = """
                SELECT r.xmin::pg_catalog.text::bigint,
                    CASE WHEN pg_catalog.current_setting('track_commit_timestamp') = 'on'
                        THEN pg_catalog.pg_xact_commit_timestamp(r.xmin) END
                FROM %s r, %s a WHERE %s""".formatted(relation.quoted(), match.asked("?::jsonb"), match.isAsked("r", "a"));
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, json);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Version(
                                row.getLong(1),
                                Optional.ofNullable(row.getTimestamp(2)).map(Timestamp::toInstant)))
                        : Optional.empty();
            }
        }
    }
}
