package dev.theseus.app.run;

import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutingBoard;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Brings what was decided to the routing board. Whoever decided may have died before it did so, hence others do it too;
 * the board ignores what is not newer. Safe for several threads.
 */
public final class Publication {

    private final LongSupplier version;
    private final Supplier<Rollout> rollout;
    private final RoutingBoard board;
    private final Supplier<List<TablePlan>> tables;
    private final AtomicReference<Seen> seen = new AtomicReference<>(new Seen(0, Rollout.NONE, List.of()));

    /**
     * @param version of the migration when it was looked at last
     * @param published what was left on the board last; most events change nothing of it
     * @param tables likewise
     */
    private record Seen(long version, Rollout published, List<TablePlan> tables) {}

    /**
     * @param version of the migration, cheap to ask for
     * @param rollout as the migration's events say now
     * @param tables of the migration, with the mappings in force now
     */
    public Publication(
            LongSupplier version,
            Supplier<Rollout> rollout,
            RoutingBoard board,
            Supplier<List<TablePlan>> tables) {
        this.version = version;
        this.rollout = rollout;
        this.board = board;
        this.tables = tables;
    }

    /**
     * Publishes what stands now, if it is not what this has published last.
     *
     * @return what was published last; once more next time, where a database that nodes do without was away
     * @throws dev.theseus.domain.database.DatabaseUnavailable if the board's database is away; try again then
     */
    public Rollout publish() {
        Seen before = seen.get();
        if (version.getAsLong() == before.version()) {
            return before.published();
        }
        Rollout now = rollout.get();
        List<TablePlan> current = tables.get();
        if (saysTheSame(now, before.published()) && current.equals(before.tables())) {
            seen.set(new Seen(now.version(), before.published(), before.tables()));
            return before.published();
        }
        if (board.publish(now, current) == RoutingBoard.Published.EVERYWHERE) {
            seen.set(new Seen(now.version(), now, current));
        }
        return now;
    }

    private static boolean saysTheSame(Rollout one, Rollout other) {
        return one.epoch().equals(other.epoch())
                && one.phase() == other.phase()
                && one.policy().equals(other.policy());
    }
}
