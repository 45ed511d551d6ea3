package dev.theseus.app.run;

import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Alerts;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.messaging.ControlDatabaseFailed;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells people of what happens to the migration while a run is at work, whoever did it. It reads events that are kept
 * already, so nothing waits for it. What happened while no run was at work is in the trail alone.
 */
final class AlertWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(250);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final Reports reports;
    private final AlertSink sink;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("theseus-alerts").daemon().unstarted(this::watch);
    private long told;

    private AlertWatch(Reports reports, AlertSink sink) {
        this.reports = reports;
        this.sink = sink;
        this.told = reports.version();
    }

    static AlertWatch start(Reports reports, AlertSink sink) {
        AlertWatch watch = new AlertWatch(reports, sink);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            if (reports.version() > told) {
                for (MigrationEvent event : reports.since(told)) {
                    told++;
                    Alerts.of(event).ifPresent(alert -> sink.tell(Notice.of(event.migration(), event.at(), alert)));
                }
            }
        } catch (ControlDatabaseFailed away) {
            // what was kept meanwhile is told when it answers again
            return;
        }
    }

    /** After a last look. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(TO_END.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
