package dev.theseus.jdbc.critical;

import dev.theseus.domain.critical.CriticalEvent;
import dev.theseus.domain.critical.CriticalOutcome;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.postgres.PgFence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes a write back, in one transaction on the side that it is on: all of its rows or none. It is an ordinary
 * transaction, so capture notes it, and whatever the other side has of the write is put right by the relay.
 */
final class Restoring {

    /** Clients that note their changes themselves don't see this one. */
    private static final String NOTE = """
            INSERT INTO theseus.change_log (table_no, key)
            SELECT r.table_no, r.key FROM theseus.critical_row r WHERE r.write_id = ?""";

    private final Way way;
    private final Map<Integer, TablePlan> plans;
    private final Duration lockLimit;
    private final Seams seams;

    Restoring(Way way, Map<Integer, TablePlan> plans, Duration lockLimit, Seams seams) {
        this.way = way;
        this.plans = plans;
        this.lockLimit = lockLimit;
        this.seams = seams;
    }

    CriticalEvent restore(long write) {
        try (Connection connection = way.source().connect()) {
            OwnSettings.enter(connection, lockLimit);
            Optional<CriticalEvent> obstacle = obstacle(connection, write);
            if (obstacle.isPresent()) {
                connection.rollback();
                return obstacle.get();
            }
            restoreAll(connection, write);
            seams.steps().accept(CriticalStep.RESTORED);
            connection.commit();
            return new CriticalEvent.TakenBack();
        } catch (ChangedMeanwhile e) {
            return new CriticalEvent.ChangedByOthers(e.getMessage());
        } catch (SQLException e) {
            way.forgetShapes();
            return new CriticalEvent.NotTakenBack(PgErrors.describe(e));
        }
    }

    private Optional<CriticalEvent> obstacle(Connection connection, long write) throws SQLException {
        if (PgFence.MIGRATION.hold(connection).direction().source() != way.side()) {
            return Optional.of(new CriticalEvent.AuthorityLeft());
        }
        Optional<String> state = Journal.state(connection, write);
        if (state.isEmpty()) {
            // only a confirmation leaves nothing
            return Optional.of(new CriticalEvent.SettledByOthers(CriticalOutcome.CONFIRMED));
        }
        return switch (state.get()) {
            case Journal.WRITTEN, Journal.OPEN -> Optional.empty();
            default -> Optional.of(new CriticalEvent.SettledByOthers(CriticalOutcome.valueOf(state.get())));
        };
    }

    private void restoreAll(Connection connection, long write) throws SQLException, ChangedMeanwhile {
        List<ImagedTable> tables = tables(connection, write);
        for (ImagedTable table : tables) {
            RowImages images = new RowImages(table);
            images.holdMade(connection, write);
            require(images.changedByOthers(connection, write), "rows of %s were changed by others", table);
        }
        Collections.reverse(tables);
        try (PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setLong(1, write);
            note.executeUpdate();
        }
        for (ImagedTable table : tables) {
            RowImages images = new RowImages(table);
            require(images.dependents(connection, write), "rows of others refer to rows of %s", table);
            images.restore(connection, write);
        }
        Journal.settle(connection, write, CriticalOutcome.TAKEN_BACK);
    }

    private List<ImagedTable> tables(Connection connection, long write) throws SQLException {
        List<ImagedTable> tables = new ArrayList<>();
        Set<Map.Entry<Integer, List<RowKey>>> rows =
                Journal.rows(connection, write).entrySet();
        for (Map.Entry<Integer, List<RowKey>> each : rows) {
            TablePlan plan = plans.get(each.getKey());
            if (plan == null) {
                throw new SQLException(
                        "The board names no table " + each.getKey() + ", which the critical write changed", "42P01");
            }
            tables.add(way.shape(connection, plan));
        }
        return tables;
    }

    private static void require(long number, String what, ImagedTable table) throws ChangedMeanwhile {
        if (number > 0) {
            throw new ChangedMeanwhile(
                    number + " " + what.formatted(table.plan().on(dev.theseus.domain.database.Side.OLD)));
        }
    }

    /** Others have built on the write. */
    private static final class ChangedMeanwhile extends Exception {

        private static final long serialVersionUID = 1L;

        ChangedMeanwhile(String what) {
            super(what);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
