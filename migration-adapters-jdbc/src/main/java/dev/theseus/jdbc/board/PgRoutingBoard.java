package dev.theseus.jdbc.board;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.domain.routing.RoutingSnapshot;
import dev.theseus.jdbc.capture.LogFloor;
import dev.theseus.jdbc.postgres.Run;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Keeps the decision in one row, which is also what two who publish at the same time wait for each other at. */
final class PgRoutingBoard implements RoutingBoard {

    private static final String PUBLISH = """
            INSERT INTO theseus.routing AS r (version, epoch, phase, percentage, segments, regions, services, dual_writes,
              shadow_reads, shadow_sample, check_sample, maximum_lag_us)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (one) DO UPDATE SET (version, epoch, phase, percentage, segments, regions, services, dual_writes,
              shadow_reads, shadow_sample, check_sample, maximum_lag_us, published_at) =
              (excluded.version, excluded.epoch, excluded.phase, excluded.percentage, excluded.segments, excluded.regions,
              excluded.services, excluded.dual_writes, excluded.shadow_reads, excluded.shadow_sample,
              excluded.check_sample, excluded.maximum_lag_us, excluded.published_at)
            WHERE r.version < excluded.version""";

    private final BoardTables tables;
    private final LogFloor floor;
    private final Look look;

    PgRoutingBoard(BoardTables tables, LogFloor floor) {
        this.tables = tables;
        this.floor = floor;
        this.look = new Look(floor);
    }

    @Override
    public Published publish(Rollout rollout, Collection<TablePlan> plans) {
        tables.ifStanding("publish a rollout", connection -> {
            try (PreparedStatement upsert = connection.prepareStatement(PUBLISH)) {
                RolloutRow.bind(upsert, connection, rollout);
                boolean taken = upsert.executeUpdate() > 0;
                if (taken) {
                    replaceTables(connection, plans);
                }
                return taken;
            }
        });
        return Published.EVERYWHERE;
    }

    private static void replaceTables(Connection connection, Collection<TablePlan> plans) throws SQLException {
        Run.sql(connection, "DELETE FROM theseus.routed_table");
        try (PreparedStatement insert = connection.prepareStatement(RoutedTableRow.INSERT)) {
            for (TablePlan plan : plans) {
                RoutedTableRow.bind(insert, connection, plan);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        // of tables that it knows nothing of the server expects the worst, and compiles each look, which takes it
        // longer
        // than the look itself
        Run.sql(connection, "ANALYZE theseus.routing, theseus.routed_table");
    }

    @Override
    public RoutingSnapshot look() {
        tables.probe(floor);
        return tables.ifStanding("look at the routing board", look::at).orElse(RoutingSnapshot.NONE);
    }

    @Override
    public List<TablePlan> tables() {
        return tables.ifStanding("read the routed tables", PgRoutingBoard::read).orElse(List.of());
    }

    private static List<TablePlan> read(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(RoutedTableRow.SELECT);
                ResultSet rows = query.executeQuery()) {
            List<TablePlan> found = new ArrayList<>();
            while (rows.next()) {
                found.add(RoutedTableRow.read(rows));
            }
            return found;
        }
    }
}
