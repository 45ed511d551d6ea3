package dev.theseus.app.run;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.RestoreCause;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.TrafficSettings;
import dev.theseus.domain.rollout.TrafficWindow;
import dev.theseus.domain.rollout.Watch;
import dev.theseus.domain.routing.NodeReports.NodeBeat;
import dev.theseus.messaging.ControlDatabaseFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Looks about once a second what the nodes counted, while requests go to new, and tells the aggregate when more fail
 * than may. What is decided upon that is published at once.
 */
final class TrafficWatch implements Supplier<TrafficWindow>, AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(1);

    private final Ground ground;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("theseus-traffic").daemon().unstarted(this::watch);
    private volatile TrafficWindow window;
    private Known known = new Known(-1, Optional.empty());

    /** The migration as of a version; it is read anew when that has grown. */
    private record Known(long version, Optional<Underway> migration) {}

    TrafficWatch(Ground ground) {
        this.ground = ground;
        this.window = TrafficWindow.of(length(ground.plan().settings().traffic()));
    }

    TrafficWatch start() {
        thread.start();
        return this;
    }

    /** As long as anything that is asked of it. */
    private static Duration length(TrafficSettings settings) {
        AutomaticRollbackSettings automatic = settings.automaticRollback();
        return Stream.concat(
                        Stream.of(automatic.window()),
                        settings.rollout().steps().stream().map(RolloutSettings.Step::dwell))
                .max(Duration::compareTo)
                .orElseThrow()
                .plus(EVERY.multipliedBy(2));
    }

    @Override
    public TrafficWindow get() {
        return window;
    }

    private void watch() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            migration()
                    .filter(u -> PhaseTable.hasReached(u.phase(), Phase.RAMPING))
                    .ifPresent(this::look);
        } catch (DatabaseUnavailable | DatabaseRefused | ControlDatabaseFailed | IllegalTransition notNow) {
            // others tell of it, and the next look is soon
            known = new Known(-1, Optional.empty());
        }
    }

    private void look(Underway migration) {
        Instant now = ground.now();
        List<NodeBeat> nodes = ground.data().nodes().nodes();
        window = window.with(now, nodes);
        Watch.trouble(
                        ground.plan().settings().traffic().automaticRollback(),
                        migration.course().watched(migration.authority()),
                        window,
                        now,
                        nodes)
                .ifPresent(this::tell);
    }

    private void tell(String trouble) {
        ground.report(id -> new MigrationCommand.ReportTrouble(id, ground.now(), RestoreCause.ERROR_RATE, trouble));
        ground.publication().publish();
    }

    private Optional<Underway> migration() {
        long version = ground.reports().version();
        if (known.version() != version) {
            known = new Known(
                    version, ground.reports().state() instanceof Underway u ? Optional.of(u) : Optional.empty());
        }
        return known.migration();
    }

    @Override
    public void close() {
        stop.countDown();
    }
}
