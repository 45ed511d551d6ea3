package dev.theseus.jdbc.control;

import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.stream.StreamLag;
import dev.theseus.domain.stream.StreamProgress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads the place that a stream has reached, without claiming it, and counts what stands behind it. */
record PgStreamProgress(DataSource database, ControlAddress address) implements StreamProgress {

    /** An event in a gap of the place was not committed when the stream passed, and is still to come. */
    private static final String BEHIND = """
            WITH place AS (
                SELECT convert_from(token, 'UTF8')::jsonb AS token
                FROM theseus_control.token WHERE processor_name = ? AND segment = 0
            )
            SELECT count(*), min(time_stamp) FROM theseus_control.event e
            WHERE e.aggregate_identifier = ?
              AND e.global_index > coalesce((SELECT (token ->> 'index')::bigint FROM place), -1)
               OR e.aggregate_identifier = ?
              AND e.global_index IN (
                SELECT gap::bigint FROM place, jsonb_array_elements_text(place.token -> 'gaps') AS gap)
            """;

    @Override
    public StreamLag lag(String stream, MigrationId migration) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(BEHIND)) {
            statement.setString(1, stream);
            statement.setString(2, migration.value());
            statement.setString(3, migration.value());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new StreamLag(
                        row.getLong(1), Optional.ofNullable(row.getString(2)).map(Instant::parse));
            }
        } catch (SQLException e) {
            throw new ControlDatabaseUnavailable("tell how far the event stream is", address, e);
        }
    }
}
