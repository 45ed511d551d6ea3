package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.ApplyOutcome;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import dev.theseus.jdbc.gateway.GatewayMeters.DualWrite;
import dev.theseus.jdbc.guard.Breaker;
import dev.theseus.jdbc.guard.LimitedCall;
import dev.theseus.jdbc.guard.Share;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the rows of a write that has committed over to new at once. It works on a thread of its own, so that the
 * caller waits no longer than the limit, whatever a pool or a server does; what takes longer is ended, and the relay
 * brings it over. Safe for several threads.
 */
final class DualWrites {

    private final Applier applier;
    private final Breaker breaker;
    private final Share share;
    private final Duration limit;
    private final OwnCommits commits;
    private final GatewayMeters meters;
    private final ExecutorService threads;

    /**
     * What stands between a write and new.
     *
     * @param breaker that counts how it goes
     * @param share how many may be under way
     * @param limit of the time that a caller waits
     */
    record Guard(Breaker breaker, Share share, Duration limit) {}

    /**
     * @param node whose threads they are. Not virtual ones: their reads from a socket are woken by way of another
     *     thread, and an apply is many short reads. The share bounds how many there are
     * @param applier over sources that are guarded, so that what is late can be ended
     * @param commits told of those whose rows are brought over
     */
    DualWrites(String node, Applier applier, Guard guard, OwnCommits commits, GatewayMeters meters) {
        this.applier = applier;
        this.breaker = guard.breaker();
        this.share = guard.share();
        this.limit = guard.limit();
        this.commits = commits;
        this.meters = meters;
        this.threads = Executors.newCachedThreadPool(Thread.ofPlatform()
                .daemon()
                .name("theseus-dual-write-" + node + "-", 0)
                .factory());
    }

    /**
     * What became of the rows.
     *
     * @param outcome of all of them
     * @param fresh fingerprints of those that stand in new now
     */
    record Result(DualWrite outcome, Set<Long> fresh) {
        static Result left(DualWrite outcome) {
            return new Result(outcome, Set.of());
        }
    }

    /** @param drawn the transaction that has written them */
    Result bring(Outlook outlook, Drawn drawn, Collection<Touched> touched) {
        if (!isWanted(outlook.snapshot().rollout())) {
            return Result.left(DualWrite.NOT_WANTED);
        }
        Carried rows = Carried.of(outlook, touched);
        if (rows.isNothing()) {
            return Result.left(rows.areAllTraced() ? DualWrite.NOT_WANTED : DualWrite.NOT_TAKEN);
        }
        if (breaker.admission() == Breaker.Admission.REFUSED) {
            return Result.left(DualWrite.BREAKER_OPEN);
        }
        if (share.take() == Share.Part.NONE_LEFT) {
            breaker.notCounted();
            return Result.left(DualWrite.SHARE_TAKEN);
        }
        Consumer<DualWrite> told = meters.applies();
        Result result = await(new InTime(drawn, rows));
        told.accept(result.outcome());
        return result;
    }

    private static boolean isWanted(Rollout rollout) {
        return rollout.policy().dualWrites() == Switch.ON
                && rollout.epoch().direction().source() == Side.OLD
                && PhaseTable.hasReached(rollout.phase(), Phase.DUAL_WRITING);
    }

    /** Nothing is brought over from now on; what is under way ends by its limit. */
    void close() {
        threads.shutdown();
    }

    private Result await(InTime inTime) {
        long begun = System.nanoTime();
        Future<Result> task;
        try {
            task = threads.submit(inTime::apply);
        } catch (RejectedExecutionException e) {
            // closed while this write was under way; it has committed all the same
            share.giveBack();
            breaker.notCounted();
            return Result.left(DualWrite.NOT_WANTED);
        }
        try {
            Result result = task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            breaker.succeeded(System.nanoTime() - begun);
            return result;
        } catch (TimeoutException e) {
            inTime.expire();
            breaker.failed(System.nanoTime() - begun, e);
            return Result.left(DualWrite.TIME_LIMIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            inTime.expire();
            breaker.notCounted();
            return Result.left(DualWrite.TIME_LIMIT);
        } catch (ExecutionException | CancellationException e) {
            Throwable error = e.getCause() == null ? e : e.getCause();
            if (error instanceof DatabaseUnavailable away && away.side() == Side.OLD) {
                breaker.notCounted();
            } else {
                breaker.failed(System.nanoTime() - begun, error);
            }
            return Result.left(DualWrite.FAILED);
        }
    }

    /** The apply of one write's rows, which can be ended from outside. */
    private final class InTime {

        private final Drawn drawn;
        private final Carried rows;
        private @Nullable LimitedCall call;
        private @Nullable Thread thread;
        private boolean expired;

        InTime(Drawn drawn, Carried rows) {
            this.drawn = drawn;
            this.rows = rows;
        }

        Result apply() {
            LimitedCall limited = LimitedCall.open();
            commits.begin(drawn);
            try {
                return begin(limited) ? applyAll() : Result.left(DualWrite.TIME_LIMIT);
            } finally {
                end();
                limited.end();
                commits.end(drawn);
                share.giveBack();
            }
        }

        private synchronized boolean begin(LimitedCall limited) {
            call = limited;
            thread = Thread.currentThread();
            return !expired;
        }

        /** The thread's next work must not be interrupted for this one. */
        private synchronized void end() {
            thread = null;
            Thread.interrupted();
        }

        private Result applyAll() {
            Map<TablePlan, Set<RowKey>> applied = new HashMap<>();
            DualWrite outcome = rows.areAllTraced() ? DualWrite.APPLIED : DualWrite.NOT_TAKEN;
            for (Map.Entry<TablePlan, Set<RowKey>> table : rows.byPlan().entrySet()) {
                ApplyOutcome each = applier.apply(table.getKey(), table.getValue(), Applier.Patience.WAIT);
                if (each instanceof ApplyOutcome.Applied all && all.left().isEmpty()) {
                    applied.put(table.getKey(), all.applied());
                } else {
                    outcome = DualWrite.NOT_TAKEN;
                }
            }
            Set<Long> fresh = rows.fresh(applied);
            // a token that named only some of them would say nothing wrong, but more than these it can't name
            return new Result(outcome, fresh.size() > ConsistencyToken.MOST_FRESH ? Set.of() : fresh);
        }

        /** Ends what waits on a server, and what waits for a pool. */
        synchronized void expire() {
            expired = true;
            if (call != null) {
                call.expire();
            }
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
