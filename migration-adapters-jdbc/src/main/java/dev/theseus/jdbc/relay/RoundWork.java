package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.changelog.SetAside;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Applier.Patience;
import dev.theseus.domain.relay.ApplyOutcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

    RoundWork(ChangeLog log, Applier applier, RelaySettings settings) {
        this.log = log;
        this.applier = applier;
        this.settings = settings;
    }

    /** What came of some changes. */
    enum Result {
        /** Something was applied, set aside, or sent to rest. */
        MOVED,
        /** Others hold the locks of all of them. */
        LEFT,
        /** The target takes no changes from this side. */
        NOT_IN_FORCE
    }

    ChangeLog log() {
        return log;
    }

    Meter meter() {
        return meter;
    }

    Set<Long> resting() {
        return refusals.resting(System.nanoTime());
    }

    /** All entries in these changes must have been seen before this is called. */
    Result truncated(TablePlan table, Change change) {
        return switch (applier.removeVanished(table, Patience.LEAVE)) {
            case ApplyOutcome.Applied applied -> {
                retire(table, List.of(change));
                yield Result.MOVED;
            }
            case ApplyOutcome.NotInForce away -> Result.NOT_IN_FORCE;
            case ApplyOutcome.Refused refused -> refuse(change, refused.reason());
        };
    }

    /** All entries in these changes must have been seen before this is called. */
    Result changed(TablePlan table, List<Change> changes) {
        Map<RowKey, Change> byKey = new LinkedHashMap<>();
        changes.forEach(c -> byKey.put(c.key().orElseThrow(), c));
        return switch (applier.apply(table, byKey.keySet(), Patience.LEAVE)) {
            case ApplyOutcome.Applied applied -> {
                retire(table, applied.applied().stream().map(byKey::get).toList());
                yield applied.applied().isEmpty() ? Result.LEFT : Result.MOVED;
            }
            case ApplyOutcome.NotInForce away -> Result.NOT_IN_FORCE;
            case ApplyOutcome.Refused refused ->
                changes.size() == 1 ? refuse(changes.getFirst(), refused.reason()) : split(table, changes);
        };
    }

    private Result split(TablePlan table, List<Change> changes) {
        int half = changes.size() / 2;
        Result first = changed(table, changes.subList(0, half));
        if (first == Result.NOT_IN_FORCE) {
            return first;
        }
        Result second = changed(table, changes.subList(half, changes.size()));
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

    private void retire(TablePlan table, List<Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        List<LogEntry> entries = new ArrayList<>();
        for (Change change : changes) {
            entries.addAll(change.entries());
            refusals.forget(change);
        }
        meter.retired(log.retire(entries, meter.standing(table.number())), changes.size());
    }
}
