package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.domain.routing.RoutedTable;
import dev.theseus.jdbc.gateway.GatewayMeters.Shadow;
import dev.theseus.jdbc.guard.LimitedCall;
import dev.theseus.jdbc.guard.Watchdog;
import dev.theseus.jdbc.verify.RowCheck.Found;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Repeats some of the reads that old answered on new, and compares. The reader never waits for it. An answer that
 * differs is read again from both sides: it may be a change under way, or the reader may have changed what it was
 * given.
 */
final class Shadows {

    /** A row would have to change this often, always between two reads, to be taken for one that differs. */
    private static final int CERTAIN = 3;

    private final ReadComparison comparison;
    private final Background background;
    private final Watchdog watchdog;
    private final Mismatches mismatches;
    private final Reads.Told told;

    Shadows(
            ReadComparison comparison,
            Background background,
            Watchdog watchdog,
            Mismatches mismatches,
            Reads.Told told) {
        this.comparison = comparison;
        this.background = background;
        this.watchdog = watchdog;
        this.mismatches = mismatches;
        this.told = told;
    }

    /** The two reads of one shadow. */
    private record Pair(RoutedTable table, List<RowKey> keys, Work<?, ?> old, Work<?, ?> target) {}

    void consider(Outlook outlook, Touched touched, @Nullable Object answer, Work<?, ?> old, Work<?, ?> target) {
        Rollout rollout = outlook.snapshot().rollout();
        if (rollout.policy().shadowReads() == Switch.OFF
                || !PhaseTable.hasReached(rollout.phase(), Phase.SHADOWING)
                || ThreadLocalRandom.current().nextDouble() >= rollout.policy().shadowSample()) {
            return;
        }
        RoutedTable table = outlook.tables().get(touched.table());
        if (table == null) {
            return;
        }
        RequestContext context = RequestContexts.current();
        Pair pair = new Pair(table, touched.keys(), old, target);
        Background.Begun begun = background.begin(
                () -> {
                    RequestContexts.Scope scope = RequestContexts.open(context);
                    try {
                        compare(pair, answer);
                    } finally {
                        scope.close();
                    }
                },
                () -> told.meters().shadow(Shadow.FAILED));
        if (begun == Background.Begun.DROPPED) {
            told.meters().shadow(Shadow.DROPPED);
        }
    }

    private void compare(Pair pair, @Nullable Object answer) throws InterruptedException {
        Shadow outcome = comparison.alike(answer, onTarget(pair)) ? Shadow.ALIKE : classify(pair);
        told.counts().shadowed.increment();
        if (outcome == Shadow.LAGGING) {
            told.counts().lagging.increment();
        }
        told.meters().shadow(outcome);
    }

    private Shadow classify(Pair pair) throws InterruptedException {
        int certain = 0;
        for (int look = 0; look < Mismatches.LOOKS && certain < CERTAIN; look++) {
            Mismatches.rest(look);
            Found rows = pair.keys.isEmpty() ? Found.EQUAL : mismatches.look(pair.table, pair.keys);
            if (rows == Found.DIFFERENT) {
                return Shadow.MISMATCH;
            }
            if (rows == Found.EQUAL) {
                Object before = run(pair.old);
                boolean pending = mismatches.isPending(pair.table, pair.keys);
                Object target = onTarget(pair);
                if (comparison.alike(before, target) || comparison.alike(run(pair.old), target)) {
                    return Shadow.LAGGING;
                }
                certain += pending ? 0 : 1;
            }
        }
        if (certain < CERTAIN) {
            return Shadow.LAGGING;
        }
        mismatches.answersDiffer(pair.table, pair.keys);
        return Shadow.MISMATCH;
    }

    private @Nullable Object onTarget(Pair pair) {
        LimitedCall call = watchdog.open();
        try {
            return run(pair.target);
        } finally {
            call.end();
        }
    }

    private static @Nullable Object run(Work<?, ?> work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ShadowFailed(e);
        }
    }

    private static final class ShadowFailed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ShadowFailed(Exception cause) {
            super("A shadow read failed: " + cause.getClass().getName(), cause);
        }
    }
}
