package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.jdbc.postgres.PgErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Applies changes of one table and retires their entries. Where the target refuses a batch, it is split until what is
 * to blame stands alone; that one rests, and is set aside after so many attempts. Safe for several threads.
 */
final class RoundWork {

    private final ChangeLog log;
    private final Applier applier;
    private final RelaySettings settings;
    private final Refusals refusals = new Refusals();
    private final Meter meter = new Meter();
    private final LatelyBrought brought = new LatelyBrought();

    RoundWork(ChangeLog log, Applier applier, RelaySettings settings) {
        this.log = log;
        this.applier = applier;
        this.settings = settings;
    }

    /** What came of some changes. */
    enum Result {
        /** Something was applied, set aside, or sent to rest. */
        MOVED,
        /** Others hold the locks of all of them; nothing was done. */
        LEFT,
        /** Rows collide with rows of other keys; nothing was done, and all of the table may have to go together. */
        COLLIDED,
        /** The target takes no changes from this side. */
        NOT_IN_FORCE
    }

    ChangeLog log() {
        return log;
    }

    Meter meter() {
        return meter;
    }

    LatelyBrought brought() {
        return brought;
    }

    Refusals refusals() {
        return refusals;
    }

    /** All entries in the change must have been seen before this is called. */
    Result truncated(TablePlan table, Change change, Retiring retiring) {
        return switch (guarded(() -> applier.removeVanished(table, Patience.LEAVE))) {
            case ApplyOutcome.Applied all -> {
                applied(table, List.of(change), retiring);
                yield Result.MOVED;
            }
            case ApplyOutcome.NotInForce away -> Result.NOT_IN_FORCE;
            case ApplyOutcome.Refused refused ->
                refused.reason().sqlState().equals(PgErrors.LOCK_NOT_AVAILABLE)
                        ? Result.LEFT
                        : refuse(change, refused.reason());
        };
    }

    /** All entries in these changes must have been seen before this is called. */
    Result changed(TablePlan table, List<Change> changes, Retiring retiring) {
        return switch (apply(table, changes)) {
            case ApplyOutcome.Applied outcome -> applied(table, changes, outcome, retiring);
            case ApplyOutcome.NotInForce away -> Result.NOT_IN_FORCE;
            case ApplyOutcome.Refused refused ->
                isCollision(refused) ? Result.COLLIDED : split(table, changes, refused.reason(), retiring);
        };
    }

    /** As {@link #changed}, where all that might help was tried: whoever collides now, is to blame. */
    Result settle(TablePlan table, List<Change> changes, Retiring retiring) {
        return switch (apply(table, changes)) {
            case ApplyOutcome.Applied outcome -> applied(table, changes, outcome, retiring);
            case ApplyOutcome.NotInForce away -> Result.NOT_IN_FORCE;
            case ApplyOutcome.Refused refused -> split(table, changes, refused.reason(), retiring);
        };
    }

    private ApplyOutcome apply(TablePlan table, List<Change> changes) {
        Map<RowKey, Change> byKey = byKey(changes);
        return guarded(() -> applier.apply(table, byKey.keySet(), Patience.LEAVE));
    }

    private static Map<RowKey, Change> byKey(List<Change> changes) {
        Map<RowKey, Change> byKey = new LinkedHashMap<>();
        changes.forEach(c -> byKey.put(c.key().orElseThrow(), c));
        return byKey;
    }

    /** An error that nobody thought of is a refusal: it must neither stop the relay nor be repeated for ever. */
    private static ApplyOutcome guarded(Supplier<ApplyOutcome> applying) {
        try {
            return applying.get();
        } catch (DatabaseUnavailable | DatabaseRefused e) {
            throw e;
        } catch (RuntimeException e) {
            return new ApplyOutcome.Refused(
                    new SetAside.Reason(PgErrors.NO_STATE, e.getClass().getName(), 1));
        }
    }

    private static boolean isCollision(ApplyOutcome.Refused refused) {
        String state = refused.reason().sqlState();
        return state.equals(PgErrors.UNIQUE_VIOLATION) || state.equals(PgErrors.EXCLUSION_VIOLATION);
    }

    private Result split(TablePlan table, List<Change> changes, SetAside.Reason reason, Retiring retiring) {
        if (changes.size() == 1) {
            return refuse(changes.getFirst(), reason);
        }
        int half = changes.size() / 2;
        Result first = settle(table, changes.subList(0, half), retiring);
        if (first == Result.NOT_IN_FORCE) {
            return first;
        }
        Result second = settle(table, changes.subList(half, changes.size()), retiring);
        return second == Result.LEFT ? first : second;
    }

    private Result refuse(Change change, SetAside.Reason reason) {
        int attempts = refusals.refused(change, System.nanoTime());
        if (attempts >= settings.maximumAttempts()) {
            log.setAside(change.entries(), new SetAside.Reason(reason.sqlState(), reason.what(), attempts));
            refusals.forget(change);
        }
        return Result.MOVED;
    }

    private Result applied(TablePlan table, List<Change> changes, ApplyOutcome.Applied outcome, Retiring retiring) {
        Map<RowKey, Change> byKey = byKey(changes);
        applied(table, outcome.applied().stream().map(byKey::get).toList(), retiring);
        return outcome.applied().isEmpty() ? Result.LEFT : Result.MOVED;
    }

    private void applied(TablePlan table, List<Change> changes, Retiring retiring) {
        if (changes.isEmpty()) {
            return;
        }
        brought.brought(table.number(), changes);
        changes.forEach(refusals::forget);
        retiring.add(changes);
        if (retiring.size() >= settings.batchKeys()) {
            retire(retiring);
        }
    }

    /** Takes out of the log what is still to be retired. */
    void retire(Retiring retiring) {
        if (retiring.size() > 0) {
            meter.retired(log.retire(retiring.entries(), meter::stood), retiring.keys());
            retiring.clear();
        }
    }
}
