package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutedTable;
import dev.theseus.jdbc.gateway.GatewayMeters.Check;
import dev.theseus.jdbc.verify.RowCheck;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Compares rows now and then: some of those that were just written, and one at random, again and again. */
final class Checks implements AutoCloseable {

    private final Lookout lookout;
    private final RowCheck rows;
    private final Mismatches mismatches;
    private final Background background;
    private final GatewayMeters meters;
    private @Nullable Thread thread;

    Checks(Lookout lookout, RowCheck rows, Mismatches mismatches, Background background, GatewayMeters meters) {
        this.lookout = lookout;
        this.rows = rows;
        this.mismatches = mismatches;
        this.background = background;
        this.meters = meters;
    }

    /** @param interval of the background comparison; zero: none */
    void start(String node, Duration interval) {
        if (!interval.isZero()) {
            thread = Thread.ofPlatform().name("theseus-check-" + node).daemon().start(() -> keepChecking(interval));
        }
    }

    void afterWrite(Outlook outlook, Collection<Touched> touched) {
        Rollout rollout = outlook.snapshot().rollout();
        if (!isComparable(rollout)
                || ThreadLocalRandom.current().nextDouble() >= rollout.policy().checkSample()) {
            return;
        }
        for (Touched each : touched) {
            RoutedTable table = outlook.tables().get(each.table());
            if (table != null) {
                table.rows(each.keys()).forEach((plan, keys) -> begin(() -> check(plan, keys)));
            }
        }
    }

    private static boolean isComparable(Rollout rollout) {
        return rollout.epoch().direction().source() == Side.OLD
                && PhaseTable.hasReached(rollout.phase(), Phase.DUAL_WRITING);
    }

    private void begin(Background.Task task) {
        if (background.begin(task, () -> meters.check(Check.FAILED)) == Background.Begun.DROPPED) {
            meters.check(Check.DROPPED);
        }
    }

    private void check(TablePlan table, Collection<RowKey> keys) throws InterruptedException {
        meters.check(
                switch (mismatches.settle(table, keys)) {
                    case EQUAL -> Check.EQUAL;
                    case IN_FLIGHT -> Check.IN_FLIGHT;
                    case DIFFERENT -> Check.MISMATCH;
                });
    }

    private void keepChecking(Duration interval) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(interval);
                Outlook outlook = lookout.outlook();
                List<TablePlan> tables = outlook.plans().stream()
                        .filter(plan -> plan.mapping().forward().isPresent())
                        .toList();
                if (isComparable(outlook.snapshot().rollout()) && !tables.isEmpty()) {
                    begin(() -> checkOneOf(tables));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** From either side, so that a row which only new has is found too. */
    private void checkOneOf(List<TablePlan> tables) throws InterruptedException {
        TablePlan table = tables.get(ThreadLocalRandom.current().nextInt(tables.size()));
        Side side = ThreadLocalRandom.current().nextBoolean() ? Side.OLD : Side.NEW;
        Optional<RowKey> key = rows.randomKey(table, side);
        if (key.isPresent()) {
            check(table, List.of(key.get()));
        }
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
