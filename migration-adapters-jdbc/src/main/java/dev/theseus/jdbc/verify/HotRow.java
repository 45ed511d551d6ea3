package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.jdbc.postgres.PgErrors;
import dev.theseus.jdbc.verify.KeyedRows.Row;
import dev.theseus.jdbc.verify.RowLook.Seen;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;

/**
 * Settles a row that changes too often to be caught still: holds it still by a shared row lock on the source for the
 * few milliseconds of one apply, and compares before it lets go. One row at a time, because whoever holds one lock and
 * waits for none can't be part of a deadlock with the service.
 */
final class HotRow {

    private static final int LOCK_TIMEOUT_MILLIS = 500;

    private final TablePair table;
    private final Applier applier;
    private final Attempts attempts;

    HotRow(TablePair table, Applier applier, Attempts attempts) {
        this.table = table;
        this.applier = applier;
        this.attempts = attempts;
    }

    /** {@link Seen#IN_FLIGHT} if it could not be held still this time. */
    Seen settle(RowKey key) throws InterruptedException {
        return attempts.inTransaction(
                table.source().database(),
                "hold a row of " + table.source().relation().name() + " still",
                source -> hold(source, key));
    }

    private Seen hold(Connection source, RowKey key) throws SQLException, InterruptedException {
        Map<RowKey, Row> held;
        try (Statement statement = source.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = " + LOCK_TIMEOUT_MILLIS);
            held = new KeyedRows(table.source()).held(source, key);
        } catch (SQLException e) {
            if (isRefusedToHold(PgErrors.state(e))) {
                source.rollback();
                return Seen.IN_FLIGHT;
            }
            throw e;
        }
        Row row = held.get(key);
        if (row == null) {
            return Seen.IN_FLIGHT;
        }
        Seen seen = compare(key, row);
        return seen.isDifference() && hasChanged(source, key, row) ? Seen.IN_FLIGHT : seen;
    }

    /** A row that completes it may have come meanwhile: one that is not there can't be held. */
    private boolean hasChanged(Connection source, RowKey key, Row held) throws SQLException, InterruptedException {
        Row now = new KeyedRows(table.source()).rows(source, Set.of(key)).get(key);
        return now == null || now.digest() != held.digest();
    }

    /** Waited too long, or the role may not lock rows. */
    private static boolean isRefusedToHold(String state) {
        return state.equals(PgErrors.LOCK_NOT_AVAILABLE)
                || state.equals(PgErrors.SERIALIZATION_FAILURE)
                || state.equals(PgErrors.DEADLOCK)
                || state.equals("42501");
    }

    /** Not repeated when the other side is away, since the row is held: the caller comes again. */
    private Seen compare(RowKey key, Row held) throws InterruptedException {
        try {
            ApplyOutcome outcome = applier.apply(table.plan(), Set.of(key), Applier.Patience.WAIT);
            return switch (outcome) {
                case ApplyOutcome.Applied applied when applied.applied().contains(key) -> look(key, held);
                case ApplyOutcome.Refused refused -> look(key, held);
                case ApplyOutcome.Applied left -> Seen.IN_FLIGHT;
                case ApplyOutcome.NotInForce moved -> Seen.IN_FLIGHT;
            };
        } catch (DatabaseUnavailable away) {
            return Seen.IN_FLIGHT;
        }
    }

    private Seen look(RowKey key, Row held) throws InterruptedException {
        RowKey there = table.keys().there(Set.of(key)).get(key);
        if (there == null) {
            return RowLook.compare(held, null);
        }
        Map<RowKey, Row> onSink = attempts.once(
                table.sink().database(),
                "look at a row of " + table.sink().relation().name(),
                connection -> new KeyedRows(table.sink()).rows(connection, Set.of(there)));
        return RowLook.compare(held, onSink.get(there));
    }
}
