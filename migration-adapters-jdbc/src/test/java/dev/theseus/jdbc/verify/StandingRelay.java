package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.RelayStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;

/** A relay and an applier that do nothing: what the log holds stays there. */
public final class StandingRelay implements Relay, Applier {

    @Override
    public void start() {}

    @Override
    public RelayStatus status() {
        return new RelayStatus(Backlog.EMPTY, Instant.EPOCH, 0, 0, RelayStatus.Lag.NONE);
    }

    @Override
    public Drain awaitDrained(Collection<TablePlan> tables, Duration patience) {
        return Drain.STILL_PENDING;
    }

    @Override
    public BroughtOver broughtOver(Collection<TablePlan> tables, Duration past) {
        return BroughtOver.NOTHING;
    }

    @Override
    public Duration beforeOutages(Duration past) {
        return past;
    }

    @Override
    public ApplyOutcome apply(TablePlan table, Set<RowKey> keys, Patience patience) {
        return new ApplyOutcome.Applied(Set.of(), keys);
    }

    @Override
    public ApplyOutcome removeVanished(TablePlan table, Patience patience) {
        throw new UnsupportedOperationException("A comparison removes nothing");
    }

    @Override
    public void close() {}
}
