package dev.theseus.jdbc.gateway;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.TablePlan;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the change log of the side with authority now and then, so that asking costs nothing. */
final class BacklogGauge implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BacklogGauge.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final Lookout lookout;
    private final Sides<ChangeLog> logs;
    private final Thread thread;
    private volatile Backlog last = Backlog.EMPTY;

    BacklogGauge(String node, Lookout lookout, Sides<ChangeLog> logs) {
        this.lookout = lookout;
        this.logs = logs;
        this.thread = Thread.ofPlatform().name("theseus-gauge-" + node).daemon().unstarted(this::keepMeasuring);
    }

    void start() {
        thread.start();
    }

    Backlog backlog() {
        return last;
    }

    private void keepMeasuring() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(INTERVAL);
                measure(lookout.outlook());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void measure(Outlook outlook) {
        if (!PhaseTable.hasReached(outlook.snapshot().rollout().phase(), Phase.CAPTURING)) {
            return;
        }
        try {
            Set<Integer> numbers =
                    outlook.plans().stream().map(TablePlan::number).collect(Collectors.toSet());
            last = logs.of(outlook.authority()).backlog(numbers);
        } catch (RuntimeException e) {
            LOG.debug("The change log was not measured: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
