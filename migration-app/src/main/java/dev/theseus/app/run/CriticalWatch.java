package dev.theseus.app.run;

import dev.theseus.domain.alert.Alert;
import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Notice;
import dev.theseus.domain.critical.CriticalNews;
import dev.theseus.domain.critical.CriticalOutcome;
import dev.theseus.domain.critical.CriticalRecovery;
import dev.theseus.domain.critical.OpenWrite;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Settles critical writes that nobody is at work on any more, every few seconds, and tells people of those that can't
 * be settled. The nodes do it too; this is for when none of them is left.
 */
final class CriticalWatch implements CriticalNews, AutoCloseable {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Ground ground;
    private final AlertSink sink;
    private final CriticalRecovery recovery;
    private final CountDownLatch stop = new CountDownLatch(1);

    private CriticalWatch(Ground ground, AlertSink sink) {
        this.ground = ground;
        this.sink = sink;
        this.recovery = ground.data().criticalWrites(this);
    }

    static CriticalWatch start(Ground ground, AlertSink sink) {
        CriticalWatch watch = new CriticalWatch(ground, sink);
        Thread.ofPlatform().name("theseus-critical-writes").daemon().start(watch::watch);
        return watch;
    }

    private void watch() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                recover();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void recover() {
        try {
            recovery.recover();
        } catch (DatabaseUnavailable | DatabaseRefused notNow) {
            // the server watch tells of servers that are away; the journal keeps what is to be done
            return;
        }
    }

    @Override
    public void open(OpenWrite write) {
        tell(
                Alert.Severity.CRITICAL,
                "Critical write " + write.id() + " of node " + write.node() + " in the journal of the " + write.side()
                        + " database can't be settled after " + write.tries() + " tries: " + write.detail()
                        + ". It is tried again; its rows are " + String.join(", ", write.rows()) + ".");
    }

    @Override
    public void closed(Side side, long id, CriticalOutcome outcome) {
        tell(
                Alert.Severity.INFO,
                "Critical write " + id + " in the journal of the " + side + " database is settled: " + outcome + ".");
    }

    private void tell(Alert.Severity severity, String text) {
        sink.tell(Notice.of(ground.plan().id(), ground.now(), new Alert(Alert.Kind.CRITICAL_WRITE, severity, text)));
    }

    /** A write in hand is left to whoever comes next. */
    @Override
    public void close() {
        stop.countDown();
    }
}
