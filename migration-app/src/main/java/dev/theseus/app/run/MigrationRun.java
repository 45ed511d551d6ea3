package dev.theseus.app.run;

import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.process.RunLock;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.process.WorkCrew;
import dev.theseus.domain.routing.NodeWord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * One run of the tool in the foreground: takes the plan on, lets the process go on from wherever the migration stands,
 * and ends when the phase asked for is reached, when it can't go on, or when somebody stops it. Use it once.
 */
public final class MigrationRun {

    /** How long a stop waits for work in hand to be put down before the program ends all the same. */
    private static final Duration STOP = Duration.ofSeconds(25);

    private final Plan plan;
    private final Control control;
    private final DataPlane data;
    private final Screen screen;
    private final AlertSink alerts;
    private final UnaryOperator<RunListener> beside;
    private final InstantSource clock;
    private final RunId id;
    private final CompletableFuture<Void> stopAsked = new CompletableFuture<>();
    private final CompletableFuture<Void> superseded = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * The control plane as a run needs it.
     *
     * @see Reports
     */
    public interface Control extends Reports {

        /** What lets this process alone run the migration; it stays the caller's to close. */
        RunLock.Held right();

        /** Begins to pass the orders that processes give in a run to its crew. */
        void startProcesses(RunId run, WorkCrew crew);
    }

    /**
     * Who hears how the run goes.
     *
     * @param screen shows it to whoever looks
     * @param alerts tells those who don't
     * @param beside what makes of a listener one that others hear through as well
     */
    public record Watchers(Screen screen, AlertSink alerts, UnaryOperator<RunListener> beside) {}

    public MigrationRun(RunId id, Plan plan, Control control, DataPlane data, Watchers watchers, InstantSource clock) {
        this.id = id;
        this.plan = plan;
        this.control = control;
        this.data = data;
        this.screen = watchers.screen();
        this.alerts = watchers.alerts();
        this.beside = watchers.beside();
        this.clock = clock;
    }

    /**
     * Runs until the phase is reached; follows the old database until stopped when none is given.
     *
     * @throws dev.theseus.domain.migration.IllegalTransition if the plan doesn't fit the migration that is under way
     */
    public RunResult until(Optional<Phase> until) {
        return carry(until, Optional.empty());
    }

    /** Takes everything of Theseus's off both databases. */
    public RunResult takeBack(RowDisposition rows) {
        return carry(Optional.empty(), Optional.of(rows));
    }

    /** Asks the run to stop, and waits until it has, up to a limit. For signal handlers; may be called at any time. */
    public void stop() {
        stopAsked.complete(null);
        try {
            ended.await(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @SuppressWarnings("try") // the watches look by themselves
    private RunResult carry(Optional<Phase> until, Optional<RowDisposition> back) {
        Instant began = clock.instant();
        try (RunView view = new RunView(screen, data, clock).begin();
                ServerWatch watch = ServerWatch.start(data::answers, this::note);
                RightWatch right = RightWatch.start(control.right(), standing -> heed(standing, until))) {
            Ground ground = Ground.of(plan, data, control, beside.apply(view), clock);
            TrafficWatch traffic = new TrafficWatch(ground);
            Crew crew = new Crew(id, new Workbench(ground, traffic));
            try (AlertWatch alerting = AlertWatch.start(control, alerts);
                    TrafficWatch watching = traffic.start();
                    CriticalWatch settling = CriticalWatch.start(ground, alerts);
                    DefinitionWatch looking =
                            DefinitionWatch.start(DefinitionLook.on(ground), what -> screen.say("! " + what));
                    BoardWatch board = BoardWatch.start(
                            ground.publication(), data.nodes(), this::note, what -> screen.say("! " + what))) {
                begin(crew, began, until, back);
                Ending ending = await(crew);
                crew.dismiss();
                control.send(new MigrationCommand.EndRun(plan.id(), clock.instant(), id, ending.outcome()));
                return result(began, ending, view);
            } finally {
                crew.dismiss();
            }
        } finally {
            ended.countDown();
        }
    }

    private void begin(Crew crew, Instant began, Optional<Phase> until, Optional<RowDisposition> back) {
        control.send(new MigrationCommand.PlanMigration(plan.id(), began, plan));
        control.startProcesses(id, crew);
        control.send(new MigrationCommand.BeginRun(plan.id(), clock.instant(), id, until));
        back.ifPresent(rows -> control.send(new MigrationCommand.RollBack(plan.id(), clock.instant(), rows)));
        if (control.state() instanceof MigrationState.Paused) {
            screen.say("The migration is paused. It goes on after: theseus resume <plan>");
        }
    }

    private void note(Incident incident) {
        screen.say("! " + Wording.of(incident));
        control.send(new MigrationCommand.ReportIncident(plan.id(), clock.instant(), incident));
    }

    /**
     * Whoever had the right in between may have begun a run of its own: another beginning of this one makes the process
     * order whatever is still to be done.
     */
    private void heed(RunLock.Standing standing, Optional<Phase> until) {
        switch (standing) {
            case HELD -> screen.say("! the control database answers again");
            case UNKNOWN -> screen.say("! the control database does not answer");
            case TAKEN_AGAIN -> {
                control.send(new MigrationCommand.BeginRun(plan.id(), clock.instant(), id, until));
                screen.say("! the control database was restarted; this run goes on");
            }
            case LOST -> superseded.complete(null);
        }
    }

    private void note(NodeWord word) {
        screen.say("! " + Wording.of(word));
        control.send(new MigrationCommand.NoteNodeWord(plan.id(), clock.instant(), word));
    }

    private record Ending(RunOutcome outcome, Optional<String> reason) {}

    private Ending await(Crew crew) {
        try {
            CompletableFuture.anyOf(crew.finished(), stopAsked, superseded).get();
            if (superseded.isDone()) {
                return new Ending(RunOutcome.FAILED, Optional.of("another process runs this migration now"));
            }
            if (!crew.finished().isDone()) {
                return new Ending(RunOutcome.STOPPED, Optional.empty());
            }
            Work.Finish finish = crew.finished().get();
            return new Ending(finish.outcome(), finish.reason());
        } catch (ExecutionException e) {
            return new Ending(RunOutcome.FAILED, Optional.of("unexpected " + e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Ending(RunOutcome.STOPPED, Optional.of("interrupted"));
        }
    }

    private RunResult result(Instant began, Ending ending, RunView view) {
        return new RunResult(
                plan.id(),
                ending.outcome(),
                ending.reason(),
                Migration.phase(control.state()).orElse(Phase.PLANNED),
                began,
                Duration.between(began, clock.instant()),
                view.copying(),
                data.backfill().progress(),
                data.relay().status(),
                view.verification());
    }
}
