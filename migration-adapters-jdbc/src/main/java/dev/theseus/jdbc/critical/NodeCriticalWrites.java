package dev.theseus.jdbc.critical;

import dev.theseus.domain.critical.CriticalProcess;
import dev.theseus.domain.critical.CriticalRowsBusy;
import dev.theseus.domain.critical.CriticalState;
import dev.theseus.domain.critical.CriticalWriteOpen;
import dev.theseus.domain.critical.CriticalWriteRefused;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.GrowingRest;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.critical.CriticalWritten.Extent;
import dev.theseus.jdbc.critical.SourceWrite.Attempt;
import dev.theseus.jdbc.critical.SourceWrite.Place;
import dev.theseus.jdbc.gateway.Touched;
import dev.theseus.jdbc.postgres.SqlWork;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Critical writes of one node over the service's own pools. */
final class NodeCriticalWrites implements CriticalWrites {

    private static final GrowingRest BETWEEN_TRIES = new GrowingRest(Duration.ofMillis(2), Duration.ofMillis(50));

    private final Pools pools;
    private final Ways ways;
    private final JournalRecovery recovery;
    private final Settlement.Parts parts;
    private final SourceWrite source;
    private final AtomicReference<Side> authority = new AtomicReference<>(Side.OLD);

    /** The service's own. */
    record Pools(DataSource old, DataSource target) {
        DataSource of(Side side) {
            return side == Side.OLD ? old : target;
        }
    }

    NodeCriticalWrites(String node, Pools pools, Ways ways, Settlement.Parts parts) {
        this.pools = pools;
        this.ways = ways;
        this.parts = parts;
        this.recovery = new JournalRecovery(ways, parts);
        this.source = new SourceWrite(node, parts.limits(), parts.seams());
    }

    @Override
    public <T extends @Nullable Object> CriticalWritten<T> write(List<Touched> touched, SqlWork<T> work)
            throws SQLException {
        Waiting waiting = new Waiting("write");
        while (true) {
            Side side = authority.get();
            Plans.Standing standing = ways.plans().at(side);
            if (!standing.inStep()) {
                return new CriticalWritten<>(alone(work), Extent.OLD_ALONE);
            }
            RowsOf rows = standing.rows(touched);
            Way way = ways.from(side);
            switch (source.attempt(new Place(way, pools.of(side), standing.tables()), rows, work)) {
                case Attempt.NothingChanged<T> nothing -> {
                    return new CriticalWritten<>(nothing.result(), Extent.IN_BOTH);
                }
                case Attempt.Made<T> made -> {
                    parts.seams().steps().accept(CriticalStep.COMMITTED);
                    settle(way, made.write(), rows, standing.tables());
                    return new CriticalWritten<>(made.result(), Extent.IN_BOTH);
                }
                case Attempt.NoAuthority<T> none -> {
                    authority.compareAndSet(side, side.other());
                    waiting.rest("neither database has authority: it is being moved");
                }
                case Attempt.Taken<T> taken -> makeWay(waiting, way, taken.holder());
            }
        }
    }

    /** An unsettled write of a node that died is settled by whoever meets it. */
    private void makeWay(Waiting waiting, Way way, Optional<Locks.Holder> holder) {
        if (holder.isEmpty()) {
            waiting.rest("others hold the rows");
            return;
        }
        String who = "critical write " + holder.get().write() + " in the " + way.side() + " database";
        if (holder.get().state().equals(Journal.OPEN)) {
            throw new CriticalRowsBusy(
                    who + " has these rows and is open: it could not be taken back so far. Nothing was done; see to it"
                            + " (theseus.critical_write says what fails), and repeat the request",
                    null);
        }
        recovery.recover(way);
        waiting.rest(who + " has these rows");
    }

    private void settle(Way way, long write, RowsOf rows, List<TablePlan> tables) {
        Map<Integer, TablePlan> plans = new HashMap<>();
        tables.forEach(t -> plans.put(t.number(), t));
        Settlement settlement =
                new Settlement(parts, new Settlement.Case(way, write, rows, plans, Settlement.Worker.OWNER));
        CriticalProcess process = parts.process();
        tell(write, settlement.run(process.begin()), settlement.cause());
    }

    private static void tell(long write, CriticalState state, @Nullable Throwable cause) {
        switch (state) {
            case CriticalState.Ended ended -> tell(write, ended, cause);
            case CriticalState.Open open -> {
                String what = switch (open.reason()) {
                    case TAKING_BACK_FAILS -> "could not be taken back so far; that is tried until it succeeds";
                    case CHANGED_BY_OTHERS ->
                        "was not taken back, because others have built on it; what stands now will be in both"
                                + " databases";
                    case AUTHORITY_LEFT ->
                        "was not taken back, because authority moved; what stands now will be in both databases";
                };
                throw open(write, what + " (" + open.detail() + ")", cause);
            }
            case CriticalState.Left left -> throw open(write, "was left to the recovery (" + left.why() + ")", cause);
            case CriticalState.Written s -> throw new IllegalStateException("not at an end: " + s);
            case CriticalState.Doubtful s -> throw new IllegalStateException("not at an end: " + s);
            case CriticalState.InBoth s -> throw new IllegalStateException("not at an end: " + s);
            case CriticalState.Standing s -> throw new IllegalStateException("not at an end: " + s);
            case CriticalState.TakingBack s -> throw new IllegalStateException("not at an end: " + s);
        }
    }

    private static void tell(long write, CriticalState.Ended ended, @Nullable Throwable cause) {
        switch (ended.outcome()) {
            case CONFIRMED -> {}
            case TAKEN_BACK ->
                throw new CriticalWriteRefused(
                        "Critical write " + write + " is in neither database: the other one did not take it ("
                                + ended.why() + "), so it was taken back. Repeat the request when that is mended",
                        cause);
            case STANDS -> throw open(write, "could not be taken back and stands in both databases", cause);
        }
    }

    private static CriticalWriteOpen open(long write, String what, @Nullable Throwable cause) {
        return new CriticalWriteOpen("Critical write " + write + " " + what, cause);
    }

    /** As any write, before there is a new database that is kept in step. */
    private <T extends @Nullable Object> T alone(SqlWork<T> work) throws SQLException {
        try (Borrowed borrowed = Borrowed.of(pools.old())) {
            T result = work.on(borrowed.session());
            borrowed.session().commit();
            return result;
        }
    }

    @Override
    public <T extends @Nullable Object> T read(List<Touched> touched, SqlWork<T> work) throws SQLException {
        Waiting waiting = new Waiting("read");
        while (true) {
            Side side = authority.get();
            Plans.Standing standing = ways.plans().at(side);
            if (!standing.inStep()) {
                return alone(work);
            }
            Way way = ways.from(side);
            switch (new SettledRead(way, pools.of(side)).read(standing.rows(touched), work)) {
                case SettledRead.Answer.Settled<T> settled -> {
                    return settled.result();
                }
                case SettledRead.Answer.NoAuthority<T> none -> {
                    authority.compareAndSet(side, side.other());
                    waiting.rest("neither database has authority: it is being moved");
                }
                case SettledRead.Answer.Unsettled<T> unsettled -> makeWay(waiting, way, Optional.of(unsettled.by()));
            }
        }
    }

    @Override
    public Recovered recover() {
        return recovery.recover();
    }

    @Override
    public List<OpenWrite> open() {
        return recovery.open();
    }

    /** Tries until the limit. */
    private final class Waiting {

        private final String attempted;
        private final long deadline = System.nanoTime() + parts.limits().lock().toNanos();
        private GrowingRest rest = BETWEEN_TRIES;

        Waiting(String attempted) {
            this.attempted = attempted;
        }

        void rest(String why) {
            if (System.nanoTime() > deadline) {
                throw busy(why);
            }
            try {
                Thread.sleep(rest.next());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw busy("interrupted, while " + why);
            }
            rest = rest.grown();
        }

        private CriticalRowsBusy busy(String why) {
            return new CriticalRowsBusy(
                    "Tried to " + attempted + " rows for "
                            + parts.limits().lock().toMillis() + " ms, but " + why
                            + ". Nothing was done; repeat the request",
                    null);
        }
    }
}
