package dev.theseus.messaging.saga;

import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.saga.SagaAlerts;
import dev.theseus.domain.saga.SagaCommand;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.domain.saga.Workflow;
import dev.theseus.messaging.ControlDatabaseFailed;
import dev.theseus.messaging.deadline.Deadlines;
import dev.theseus.messaging.store.AxonStores;
import dev.theseus.messaging.store.ControlTables;
import dev.theseus.messaging.stored.EventUpcasters;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.common.AxonException;

/**
 * Runs workflows of a service's own. Several processes may have them open on one control database: each step is carried
 * out by one of them, and by another one if that one dies. Safe for several threads.
 *
 * <p>A step runs at least once until it is reported done or given up; never at the same time as another step of the
 * same saga, unless a process that was taken for dead after eight seconds of silence lives on. So actions must be
 * idempotent, see {@link dev.theseus.domain.saga.StepAction}.
 *
 * <p>Every method throws {@link ControlDatabaseFailed} if the control database does not answer; what was asked may be
 * asked again.
 */
public final class BusinessSagas implements AutoCloseable {

    /** Names the orders and the watches in the control database. */
    private static final String WORK = "workflow-step";

    private static final String WATCH = "workflow-watch";

    private final AxonStores stores;
    private final AxonSagas sagas;
    private final Workflows workflows;
    private final InstantSource clock;
    private final TimeLimit limit;
    private final Deadlines watches;
    private final Deadlines work;
    private final SagaFollower follower;

    private BusinessSagas(AxonStores stores, Collection<Workflow> known, Settings settings) {
        this.stores = stores;
        this.clock = settings.clock();
        sagas = new AxonSagas(stores.events());
        workflows = new Workflows(known);
        limit = new TimeLimit(clock);
        watches = stores.deadlines(WATCH, new WatchOrder(sagas, settings.alerts(), clock));
        work = stores.deadlines(
                WORK,
                settings.atOnce(),
                new KnownWorkOnly(new StepWork(sagas, workflows, limit, clock), settings.alerts(), clock));
        follower = SagaFollower.start(stores, new ScheduledOrders(work, watches));
    }

    /**
     * How workflows run in this process.
     *
     * @param atOnce how many steps at most, each of another saga, are carried out at the same time; at least 1
     * @param alerts hears of what a person should know
     * @param clock for the times in the events
     */
    public record Settings(int atOnce, SagaAlerts alerts, InstantSource clock) {

        /** Four at once. */
        public static Settings telling(SagaAlerts alerts) {
            return new Settings(4, alerts, InstantSource.system());
        }

        public Settings {
            if (atOnce < 1) {
                throw new IllegalArgumentException("At least one step at once, not " + atOnce);
            }
        }
    }

    /** The tables that must stand before {@link #open}; may be run again and again. */
    public static String ddl() {
        return ControlTables.DDL;
    }

    /**
     * Opens them and goes on with whatever is open.
     *
     * @param database the control database, with connections that don't commit by themselves ({@code autoCommit}
     *     false), of which it takes {@code atOnce} and four more at times; it stays the caller's to close, after this
     * @param workflows all that this process knows, old versions with open sagas included
     */
    public static BusinessSagas open(DataSource database, Collection<Workflow> workflows, Settings settings) {
        return new BusinessSagas(
                new AxonStores(database, List.of(StepSaga.FORM), EventUpcasters.all()), workflows, settings);
    }

    /**
     * Begins a saga, which goes on by itself; it has begun when this returns. To begin it again changes nothing.
     *
     * @param workflow by its name; the newest version that this process knows
     * @param inputs keys and figures for the steps; they are kept for ever, so no contents of rows
     * @throws dev.theseus.domain.saga.SagaRefused if there is such a saga with another workflow or inputs
     */
    public void begin(SagaId saga, String workflow, Map<String, String> inputs, Origin origin) {
        SagaCommand begin = new SagaCommand.BeginSaga(saga, clock.instant(), workflows.newest(workflow), inputs);
        execute(begin, origin);
    }

    /**
     * Has a saga that rests or is stuck tried at once.
     *
     * @throws dev.theseus.domain.saga.SagaRefused if there is no such saga, or it has ended
     */
    public void retry(SagaId saga, Origin origin) {
        execute(new SagaCommand.RetrySaga(saga, clock.instant()), origin);
    }

    private void execute(SagaCommand command, Origin origin) {
        asking(() -> {
            sagas.execute(command, origin);
            return Boolean.TRUE;
        });
    }

    /** How a saga stands, by its events. */
    public SagaState state(SagaId saga) {
        return asking(() -> sagas.state(saga));
    }

    /** Everything that happened to a saga, oldest first; empty if there is no such saga. */
    public List<SagaEntry> trail(SagaId saga) {
        return asking(() -> sagas.trail(saga));
    }

    /** All sagas that have not ended; what happened in the last moments may be missing. */
    public List<SagaStanding> open() {
        return asking(follower::open);
    }

    /**
     * Stops, after the steps in hand, for which it waits some seconds at most. What is open goes on elsewhere or later.
     */
    @Override
    public void close() {
        follower.close();
        work.close();
        watches.close();
        limit.close();
        stores.close();
    }

    private static <T> T asking(Supplier<T> question) {
        try {
            return question.get();
        } catch (AxonException failed) {
            throw new ControlDatabaseFailed(failed);
        }
    }
}
