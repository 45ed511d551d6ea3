package dev.theseus.app.run;

import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.process.BackfillProcess;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.process.WorkCrew;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The crew of one run: a hand for each process, since what one process orders must not wait for what another one has in
 * hand. Safe for several threads.
 */
final class Crew implements WorkCrew {

    /** Long enough for a chunk to be rolled back, short enough for somebody who pressed Ctrl-C. */
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final RunId run;
    private final Workbench bench;
    private final Map<String, Hand> hands = new ConcurrentHashMap<>();
    private final CompletableFuture<Work.Finish> finished = new CompletableFuture<>();
    private volatile boolean dismissed;

    Crew(RunId run, Workbench bench) {
        this.run = run;
        this.bench = bench;
    }

    /** Completes when the process orders the run to finish. */
    CompletableFuture<Work.Finish> finished() {
        return finished;
    }

    @Override
    public void order(MigrationId migration, String process, RunId orderedRun, Work work) {
        if (!run.equals(orderedRun)) {
            return;
        }
        Hand hand = hand(process);
        switch (reach(work)) {
            case NOTHING -> {}
            case OWN_HAND -> hand.drop();
            case ALL_HANDS -> hands.values().forEach(Hand::drop);
        }
        if (isWork(process, work)) {
            hand.take(work);
        }
    }

    /** Only a migration that is paused has something to show while its hand rests. */
    private static boolean isWork(String process, Work work) {
        return !(work instanceof Work.Hold) || process.equals(BackfillProcess.PROCESS.name());
    }

    private Hand hand(String process) {
        Hand hand = hands.computeIfAbsent(
                process, p -> new Hand(p, work -> carryOut(p, work), finished::completeExceptionally));
        if (dismissed) {
            hand.dismiss();
        }
        return hand;
    }

    /** What else is dropped for the sake of some work. */
    private enum Reach {
        NOTHING,
        OWN_HAND,
        ALL_HANDS
    }

    private static Reach reach(Work work) {
        if (work instanceof Work.Hold || work instanceof Work.Settle) {
            return Reach.OWN_HAND;
        }
        return work instanceof Work.TakeBack || work instanceof Work.Finish ? Reach.ALL_HANDS : Reach.NOTHING;
    }

    private void carryOut(String process, Work work) throws InterruptedException {
        if (work instanceof Work.Finish finish) {
            finished.complete(finish);
        } else {
            bench.carryOut(process, work);
        }
    }

    /** Interrupts what is in hand, waits until it has been put down, and takes no further orders. May be repeated. */
    void dismiss() {
        dismissed = true;
        hands.values().forEach(Hand::dismiss);
        try {
            for (Hand hand : hands.values()) {
                hand.awaitRest(GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
