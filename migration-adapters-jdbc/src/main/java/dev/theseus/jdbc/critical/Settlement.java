package dev.theseus.jdbc.critical;

import dev.theseus.domain.critical.CriticalAction;
import dev.theseus.domain.critical.CriticalEvent;
import dev.theseus.domain.critical.CriticalNews;
import dev.theseus.domain.critical.CriticalOutcome;
import dev.theseus.domain.critical.CriticalProcess;
import dev.theseus.domain.critical.CriticalState;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.jdbc.postgres.SqlWork;
import dev.theseus.jdbc.verify.RowCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Carries out what the process says, for one write, on the calling thread. */
final class Settlement {

    private final Parts parts;
    private final Case about;
    private @Nullable Throwable cause;

    /** What all settlements have in common. */
    record Parts(CriticalProcess process, CriticalLimits limits, CriticalNews news, Seams seams) {}

    /**
     * The write.
     *
     * @param way that it goes
     * @param id in the journal
     * @param rows that it touched
     * @param plans of all tables, by their numbers
     * @param worker who settles it
     */
    record Case(Way way, long id, RowsOf rows, Map<Integer, TablePlan> plans, Worker worker) {}

    /** Who settles a write. */
    enum Worker {
        /** Who made it: the only one who asks what became of it, so a confirmed one need not be kept. */
        OWNER,
        RECOVERY
    }

    Settlement(Parts parts, Case about) {
        this.parts = parts;
        this.about = about;
    }

    /** Until there is nothing more to be done now. */
    CriticalState run(CriticalProcess.Next begin) {
        CriticalProcess.Next next = begin;
        while (true) {
            CriticalEvent event = switch (next.action()) {
                case CriticalAction.Bring bring -> bring();
                case CriticalAction.Look look -> look();
                case CriticalAction.Confirm confirm -> confirm(confirm.after());
                case CriticalAction.TakeBack takeBack -> takeBack(takeBack.after());
                case CriticalAction.NoteOpen open -> noteOpen(open);
                case CriticalAction.NoteStanding standing -> noteStanding();
                case CriticalAction.Stop stop -> null;
            };
            if (event == null) {
                return next.state();
            }
            next = parts.process().react(next.state(), event);
        }
    }

    /** The last error of a database on the way. */
    @Nullable
    Throwable cause() {
        return cause;
    }

    private CriticalEvent bring() {
        try {
            return TimeLimit.run(parts.limits().apply(), this::applyAll);
        } catch (TimeoutException e) {
            return new CriticalEvent.ApplyUnknown(late("answer the apply"));
        } catch (ExecutionException e) {
            return new CriticalEvent.ApplyUnknown(described(e));
        } finally {
            parts.seams().steps().accept(CriticalStep.BROUGHT);
        }
    }

    private CriticalEvent applyAll() {
        for (Map.Entry<TablePlan, Set<RowKey>> table : about.rows().tables().entrySet()) {
            ApplyOutcome outcome = about.way().applier().apply(table.getKey(), table.getValue(), Patience.WAIT);
            String name = table.getKey().on(about.way().target().side()).toString();
            switch (outcome) {
                case ApplyOutcome.Applied applied -> {
                    if (!applied.left().isEmpty()) {
                        return new CriticalEvent.NotApplied("rows of " + name + " are locked by others");
                    }
                }
                case ApplyOutcome.NotInForce notInForce -> {
                    return new CriticalEvent.ApplyUnknown("authority moved");
                }
                case ApplyOutcome.Refused refused -> {
                    return new CriticalEvent.NotApplied(
                            name + " refused: " + refused.reason().what());
                }
            }
        }
        return new CriticalEvent.Applied();
    }

    private CriticalEvent look() {
        try {
            boolean all = TimeLimit.run(parts.limits().apply(), this::isThere);
            return all ? new CriticalEvent.FoundThere() : new CriticalEvent.NotFoundThere();
        } catch (TimeoutException e) {
            return new CriticalEvent.NotLooked(late("be looked at"));
        } catch (ExecutionException e) {
            return new CriticalEvent.NotLooked(described(e));
        }
    }

    private boolean isThere() throws InterruptedException {
        for (Map.Entry<TablePlan, Set<RowKey>> table : about.rows().tables().entrySet()) {
            Map<RowKey, RowCheck.Found> found = about.way().rowCheck().look(table.getKey(), table.getValue());
            if (found.values().stream().anyMatch(f -> f != RowCheck.Found.EQUAL)) {
                return false;
            }
        }
        return true;
    }

    private CriticalEvent confirm(Duration after) {
        parts.seams().steps().accept(CriticalStep.CONFIRMING);
        rest(after);
        return journal("confirm a critical write", connection -> switch (about.worker()) {
            case OWNER -> Journal.confirmAndForget(connection, about.id());
            case RECOVERY -> Journal.settle(connection, about.id(), CriticalOutcome.CONFIRMED);
        });
    }

    private CriticalEvent takeBack(Duration after) {
        rest(after);
        return new Restoring(about.way(), about.plans(), parts.limits().lock(), parts.seams()).restore(about.id());
    }

    private CriticalEvent noteOpen(CriticalAction.NoteOpen open) {
        parts.seams().steps().accept(CriticalStep.OPENING);
        CriticalEvent noted = journal(
                "note that a critical write is open",
                connection -> Journal.open(connection, about.id(), open.reason(), open.detail(), open.next()));
        if (noted instanceof CriticalEvent.Noted) {
            tell();
        }
        return noted;
    }

    /** An alert that fails changes nothing about the write; its caller is told of both. */
    private void tell() {
        try {
            about.way()
                    .source()
                    .inTransaction("read an open critical write", this::openOne)
                    .ifPresent(parts.news()::open);
        } catch (RuntimeException e) {
            cause = e;
        }
    }

    private Optional<OpenWrite> openOne(Connection connection) throws SQLException {
        return Journal.openOne(connection, about.way().side(), about.id());
    }

    private CriticalEvent noteStanding() {
        return journal(
                "note that a critical write stands",
                connection -> Journal.settle(connection, about.id(), CriticalOutcome.STANDS));
    }

    /** Changes the journal, or says what it says instead. */
    private CriticalEvent journal(String attempted, SqlWork<Boolean> change) {
        try {
            return about.way().source().inTransaction(attempted, connection -> {
                if (change.on(connection)) {
                    return new CriticalEvent.Noted();
                }
                return bySomebodyElse(connection);
            });
        } catch (DatabaseUnavailable | DatabaseRefused e) {
            cause = e;
            return new CriticalEvent.NotNoted(String.valueOf(e.getMessage()));
        }
    }

    private CriticalEvent bySomebodyElse(Connection connection) throws SQLException {
        // nothing is left by a confirmation of ours whose answer was lost, and by nothing else
        String state = Journal.state(connection, about.id()).orElse(CriticalOutcome.CONFIRMED.name());
        if (!state.equals(Journal.OPEN)) {
            return new CriticalEvent.SettledByOthers(CriticalOutcome.valueOf(state));
        }
        OpenWrite open = openOne(connection).orElseThrow();
        return new CriticalEvent.OpenedByOthers(open.reason(), open.detail());
    }

    private String late(String what) {
        return "the " + about.way().target().side() + " database did not " + what + " within "
                + parts.limits().apply().toMillis() + " ms";
    }

    /** Errors of ours have no row content in their messages; of others only the kind is told. */
    private String described(ExecutionException e) {
        Throwable error = e.getCause() == null ? e : e.getCause();
        cause = error;
        return error instanceof DatabaseUnavailable || error instanceof DatabaseRefused
                ? String.valueOf(error.getMessage())
                : error.getClass().getSimpleName();
    }

    /** Whoever is interrupted does not rest: his tries are bounded anyway. */
    private static void rest(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
