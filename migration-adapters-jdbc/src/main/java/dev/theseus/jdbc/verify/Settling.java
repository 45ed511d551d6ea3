package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.jdbc.verify.DigestSpool.Candidate;
import dev.theseus.jdbc.verify.RelayPatience.Pace;
import dev.theseus.jdbc.verify.RowLook.Seen;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds out about each row that did not agree at first whether it only lagged, and repairs it if it did not. Only what
 * still differs after that is a divergence. Used by one thread.
 */
final class Settling implements DrillDown.Receiver {

    private final TablePair table;
    private final Steps steps;
    private final int looks;
    private final NotMapped notMapped;
    private final Tally tally;

    /**
     * What settling does to rows.
     *
     * @param look at rows on both sides
     * @param hot for rows that never hold still
     * @param strays for rows whose key leads back to no row
     * @param columns that differ, for people
     * @param repairs what is repaired with
     * @param patience with the relay
     * @param attempts by which everything is done
     */
    record Steps(
            RowLook look,
            HotRow hot,
            Strays strays,
            ColumnDifferences columns,
            Repairs repairs,
            RelayPatience patience,
            Attempts attempts) {}

    /**
     * @param looks at a row that keeps changing, before it is held still
     * @param notMapped rows of the source of which it is said already that they differ
     */
    Settling(TablePair table, Steps steps, int looks, NotMapped notMapped, Tally tally) {
        this.table = table;
        this.steps = steps;
        this.looks = looks;
        this.notMapped = notMapped;
        this.tally = tally;
    }

    @Override
    public void accept(List<Candidate> rows) throws InterruptedException {
        Set<RowKey> keys = new HashSet<>();
        Set<RowKey> untraced = new HashSet<>();
        rows.forEach(row -> row.source().ifPresentOrElse(keys::add, () -> untraced.add(row.key())));
        Map<RowKey, RowKey> back = table.keys().back(untraced);
        keys.addAll(back.values());
        untraced.removeAll(back.keySet());
        if (!untraced.isEmpty()) {
            keys.addAll(steps.strays.settle(untraced, tally));
        }
        keys.removeAll(notMapped.keys());
        settle(keys);
    }

    /** @param keys of the source, of rows that were not alike when they were looked at */
    void settle(Set<RowKey> keys) throws InterruptedException {
        Set<RowKey> inFlight = new HashSet<>(keys);
        Map<RowKey, Seen> different = new HashMap<>();
        for (int look = 0; look < looks && !inFlight.isEmpty(); look++) {
            if (look > 0) {
                steps.patience.await(table.plan());
            }
            steps.look.at(Set.copyOf(inFlight)).forEach((key, seen) -> {
                if (seen == Seen.EQUAL) {
                    tally.lagging();
                } else if (seen.isDifference()) {
                    different.put(key, seen);
                }
                if (seen != Seen.IN_FLIGHT) {
                    inFlight.remove(key);
                }
            });
        }
        repair(different);
        holdStill(inFlight, key -> tally.settled());
    }

    /** Through the log, as if the rows had changed. */
    private void repair(Map<RowKey, Seen> different) throws InterruptedException {
        if (different.isEmpty()) {
            return;
        }
        Map<RowKey, Divergence> were = tally.wantsRepairs() ? steps.columns.of(different) : Map.of();
        steps.attempts.untilAvailable(() -> {
            steps.repairs.log().append(table.plan(), different.keySet());
            return different;
        });
        Map<RowKey, Seen> divergent = new HashMap<>();
        Set<RowKey> inFlight = new HashSet<>(different.keySet());
        for (int look = 0; look < looks && !inFlight.isEmpty(); look++) {
            steps.patience.await(table.plan());
            steps.look.at(Set.copyOf(inFlight)).forEach((key, seen) -> {
                if (seen == Seen.EQUAL) {
                    repaired(key, were);
                } else if (seen.isDifference()) {
                    divergent.put(key, seen);
                }
                if (seen != Seen.IN_FLIGHT) {
                    inFlight.remove(key);
                }
            });
        }
        if (steps.patience.pace() == Pace.STANDING) {
            // nobody brings them over, so they differ as they did before
            inFlight.forEach(key -> divergent.put(key, different.getOrDefault(key, Seen.DIFFERENT)));
        } else {
            holdStill(inFlight, key -> repaired(key, were));
        }
        divergent(divergent);
    }

    private void repaired(RowKey key, Map<RowKey, Divergence> were) {
        tally.repaired();
        Divergence was = were.get(key);
        if (was != null) {
            tally.repair(was);
        }
    }

    private void holdStill(Collection<RowKey> keys, Consumer<RowKey> equal) throws InterruptedException {
        Set<RowKey> moving = applied(keys, equal);
        for (RowKey key : moving) {
            Seen seen = Seen.IN_FLIGHT;
            for (int attempt = 0; attempt < looks && seen == Seen.IN_FLIGHT; attempt++) {
                seen = steps.hot.settle(key);
            }
            settle(key, seen, equal);
        }
    }

    private void settle(RowKey key, Seen seen, Consumer<RowKey> equal) throws InterruptedException {
        switch (seen) {
            case EQUAL -> equal.accept(key);
            case IN_FLIGHT -> tally.unsettled();
            case MISSING, EXTRA, DIFFERENT -> divergent(Map.of(key, seen));
        }
    }

    /** Brings the rows over at once, which leaves them only milliseconds to change before the look. */
    private Set<RowKey> applied(Collection<RowKey> keys, Consumer<RowKey> equal) throws InterruptedException {
        Set<RowKey> moving = new HashSet<>(keys);
        for (int look = 0; look < looks && !moving.isEmpty(); look++) {
            Set<RowKey> now = Set.copyOf(moving);
            steps.attempts.untilAvailable(
                    () -> steps.repairs.applier().apply(table.plan(), now, Applier.Patience.WAIT));
            steps.look.at(now).forEach((key, seen) -> {
                if (seen == Seen.EQUAL) {
                    equal.accept(key);
                    moving.remove(key);
                }
            });
        }
        return moving;
    }

    private void divergent(Map<RowKey, Seen> rows) throws InterruptedException {
        Map<RowKey, Divergence> named = new HashMap<>();
        if (tally.wantsExamples()) {
            named.putAll(steps.columns.of(rows));
        }
        for (RowKey key : rows.keySet()) {
            tally.divergent();
            Divergence divergence = named.get(key);
            if (divergence != null) {
                tally.example(divergence);
            }
        }
    }
}
