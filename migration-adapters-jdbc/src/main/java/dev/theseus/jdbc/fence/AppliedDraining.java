package dev.theseus.jdbc.fence;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.jdbc.relay.Hurry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Emptied by whoever looks, for a table that no relay knows. */
record AppliedDraining(ChangeLog log, Applier applier, TablePlan table) implements Draining {

    private static final int MOST = 1000;

    @Override
    public Hurry hurry() {
        return () -> {};
    }

    @Override
    public Drain catchUp(Duration patience) {
        return look() == Left.NOTHING ? Drain.DRAINED : Drain.STILL_PENDING;
    }

    @Override
    public Left look() {
        Set<Integer> number = Set.of(table.number());
        List<LogEntry> entries = log.pending(number, List.of(), MOST);
        if (!entries.isEmpty()) {
            Set<RowKey> keys = entries.stream().map(AppliedDraining::key).collect(Collectors.toSet());
            if (applier.apply(table, keys, Applier.Patience.WAIT) instanceof ApplyOutcome.Applied applied
                    && applied.left().isEmpty()) {
                log.retire(entries, (no, micros) -> {});
            }
        }
        return log.pending(number, List.of(), 1).isEmpty() ? Left.NOTHING : Left.ENTRIES;
    }

    private static RowKey key(LogEntry entry) {
        return switch (entry.change()) {
            case LogEntry.Change.KeyChanged changed -> changed.key();
            case LogEntry.Change.Truncated truncated ->
                throw new IllegalStateException("Nobody truncates the table of a rehearsal");
        };
    }
}
