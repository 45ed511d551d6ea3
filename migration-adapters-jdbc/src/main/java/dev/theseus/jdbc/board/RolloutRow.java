package dev.theseus.jdbc.board;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/** The form of a rollout on the board. */
final class RolloutRow {

    private RolloutRow() {}

    static void bind(PreparedStatement upsert, Connection connection, Rollout rollout) throws SQLException {
        RolloutPolicy policy = rollout.policy();
        upsert.setLong(1, rollout.version());
        upsert.setLong(2, rollout.epoch().number());
        upsert.setString(3, rollout.phase().name());
        upsert.setDouble(4, policy.percentage());
        upsert.setArray(5, RoutedTableRow.texts(connection, policy.segments()));
        upsert.setArray(6, RoutedTableRow.texts(connection, policy.regions()));
        upsert.setArray(7, RoutedTableRow.texts(connection, policy.services()));
        upsert.setString(8, policy.dualWrites().name());
        upsert.setString(9, policy.shadowReads().name());
        upsert.setDouble(10, policy.shadowSample());
        upsert.setDouble(11, policy.checkSample());
        // a tiny limit must not become none
        upsert.setLong(12, Math.max(1, policy.maximumLag().toNanos() / 1000));
    }

    /** With the epoch that the database measures; the published one is for people. */
    static Rollout read(ResultSet row) throws SQLException {
        RolloutPolicy policy = new RolloutPolicy(
                row.getDouble("percentage"),
                Set.copyOf(RoutedTableRow.texts(row.getArray("segments"))),
                Set.copyOf(RoutedTableRow.texts(row.getArray("regions"))),
                Set.copyOf(RoutedTableRow.texts(row.getArray("services"))),
                Switch.valueOf(row.getString("dual_writes")),
                Switch.valueOf(row.getString("shadow_reads")),
                row.getDouble("shadow_sample"),
                row.getDouble("check_sample"),
                Duration.of(row.getLong("maximum_lag_us"), ChronoUnit.MICROS));
        return new Rollout(
                row.getLong("version"),
                new Epoch(row.getLong("measured")),
                Phase.valueOf(row.getString("phase")),
                policy);
    }
}
