package dev.theseus.messaging.deadline;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerClient.ScheduleOptions;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceCurrentlyExecutingException;
import com.github.kagkarlsson.scheduler.exceptions.TaskInstanceNotFoundException;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.logging.LogLevel;
import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * The deadlines of one kind, such as those of the cutover of one migration. They stand in the control database. Several
 * processes may hear the same kind: one of them is called, and another in its place if it dies. Safe for several
 * threads.
 *
 * <p>Scheduling and cancelling take effect at once, in a transaction of their own, which a surrounding unit of work
 * does not take back. So schedule from where events are heard: what is heard again is scheduled again, which moves a
 * deadline to where it is, and one too many is a late one.
 */
public final class Deadlines implements AutoCloseable {

    private static final String TABLE = "theseus_control.deadline";

    /** How late the call may come, besides what the machine takes. */
    private static final Duration POLL = Duration.ofMillis(250);

    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(2);

    /** A process that is silent for four of these is taken for dead and another is called in its place. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(2);

    private static final int SILENT_HEARTBEATS = 4;

    /** Other kinds are somebody else's: never to be cleared away for being unknown here. */
    private static final Duration KEPT_IF_UNKNOWN = Duration.ofDays(36_500);

    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final String kind;
    private final Scheduler scheduler;

    private Deadlines(String kind, Scheduler scheduler) {
        this.kind = kind;
        this.scheduler = scheduler;
    }

    /**
     * Begins to listen, until closed; what came due while nobody listened is due now.
     *
     * @param database the control database, with connections that don't commit by themselves; one at a time is used for
     *     looking and one for each call
     * @param kind names these deadlines for ever; where only the one process that runs a migration may hear of it, the
     *     migration belongs into the name
     */
    public static Deadlines listen(DataSource database, String kind, Due due) {
        Deadlines deadlines = new Deadlines(kind, scheduler(database, task(kind, due)));
        deadlines.scheduler.start();
        return deadlines;
    }

    private static OneTimeTask<Void> task(String kind, Due due) {
        return Tasks.oneTime(kind)
                .onFailure(new FailureHandler.OnFailureRetryLater<>(REST_AFTER_FAILURE))
                .onDeadExecutionRevive()
                .execute((instance, context) ->
                        due.isDue(Deadline.of(instance.getId()), context.getExecution().executionTime));
    }

    private static Scheduler scheduler(DataSource database, OneTimeTask<Void> task) {
        return Scheduler.create(database, task)
                .tableName(TABLE)
                .jdbcCustomization(new PostgreSqlJdbcCustomization(false, true))
                .serializer(new NothingToSerialize())
                .commitWhenAutocommitDisabled(true)
                // looks first and claims what it knows: to claim in one step would claim other kinds as well
                .pollUsingFetch(0.5, 1)
                .pollingInterval(POLL)
                .enableImmediateExecution()
                .threads(2)
                .heartbeatInterval(HEARTBEAT)
                .missedHeartbeatsLimit(SILENT_HEARTBEATS)
                .deleteUnresolvedAfter(KEPT_IF_UNKNOWN)
                .shutdownMaxWait(LONGEST_STOP)
                .failureLogging(LogLevel.WARN, false)
                .build();
    }

    /**
     * Has the deadline come at a moment, or moves it there.
     *
     * @throws DeadlineIsBeingHeard if this very deadline is being heard at this moment
     */
    public void schedule(Deadline deadline, Instant at) {
        try {
            scheduler.schedule(
                    new TaskInstance<Void>(kind, deadline.text()), at, ScheduleOptions.WHEN_EXISTS_RESCHEDULE);
        } catch (TaskInstanceCurrentlyExecutingException beingHeard) {
            throw new DeadlineIsBeingHeard(deadline, beingHeard);
        }
    }

    /** Takes a deadline back. One that is being heard at this moment, or is there no more, is left alone. */
    public void cancel(Deadline deadline) {
        try {
            scheduler.cancel(TaskInstanceId.of(kind, deadline.text()));
        } catch (TaskInstanceNotFoundException | TaskInstanceCurrentlyExecutingException past) {
            // whoever hears of it decides whether it still means anything
        }
    }

    /** Stops listening, after the calls in hand, for which it waits some seconds at most. */
    @Override
    public void close() {
        scheduler.stop();
    }
}
