package dev.theseus.app.report;

import dev.theseus.app.alert.ReportSettings;
import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.plan.MigrationId;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends reports to whoever is told of alerts: one when it begins, and one each time a period is over. One that can't be
 * made now is left out; the log says so.
 */
public final class ReportSchedule implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReportSchedule.class);
    private static final Duration TO_END = Duration.ofSeconds(5);

    private final MigrationId migration;
    private final Callable<Optional<MigrationReport>> making;
    private final AlertSink sink;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private ReportSchedule(
            MigrationId migration,
            ReportSettings settings,
            Callable<Optional<MigrationReport>> making,
            AlertSink sink) {
        this.migration = migration;
        this.making = making;
        this.sink = sink;
        this.thread = Thread.ofPlatform()
                .name("theseus-reports")
                .daemon()
                .unstarted(() -> settings.every().ifPresent(this::send));
    }

    /**
     * Begins; nothing is sent if the settings want no reports.
     *
     * @param making looks how things stand; empty if there is nothing to tell yet
     * @param sink stays the caller's to close, after this
     */
    public static ReportSchedule start(
            MigrationId migration,
            ReportSettings settings,
            Callable<Optional<MigrationReport>> making,
            AlertSink sink) {
        ReportSchedule schedule = new ReportSchedule(migration, settings, making, sink);
        schedule.thread.start();
        return schedule;
    }

    private void send(Duration every) {
        try {
            do {
                send();
            } while (!stop.await(every.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() throws InterruptedException {
        try {
            making.call().map(this::notice).ifPresent(sink::tell);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception failed) {
            LOG.warn("No report of migration {} was sent: {}", migration, failed.getMessage());
        }
    }

    private Notice notice(MigrationReport report) {
        Alert alert = new Alert(Alert.Kind.REPORT, Alert.Severity.INFO, ReportPages.markdown(report));
        return Notice.of(migration, report.at(), alert);
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            if (!thread.join(TO_END)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
