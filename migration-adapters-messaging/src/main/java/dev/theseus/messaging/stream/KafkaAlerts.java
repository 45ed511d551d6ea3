package dev.theseus.messaging.stream;

import dev.theseus.domain.alert.AlertSink;
import dev.theseus.domain.alert.Notice;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes alerts, one after the other, on a thread of its own; what the broker does not take is sent again until it
 * does. Alerts wait in a queue that has an end: when it is full, new ones are dropped, and the log says so.
 */
final class KafkaAlerts implements AlertSink {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaAlerts.class);
    private static final int QUEUED = 1_000;

    private final KafkaTopic topic;
    private final StreamSettings.Patience patience;
    private final ExecutorService thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(QUEUED),
            Thread.ofPlatform().daemon().name("theseus-alert-stream").factory());

    KafkaAlerts(KafkaTopic topic, StreamSettings.Patience patience) {
        this.topic = topic;
        this.patience = patience;
    }

    @Override
    public void tell(Notice notice) {
        try {
            thread.execute(() -> deliver(AlertRecords.of(notice)));
        } catch (RejectedExecutionException full) {
            LOG.warn(
                    "An alert of kind {} was not published: too many wait already",
                    notice.alert().kind());
        }
    }

    private void deliver(CloudEvent alert) {
        Duration rest = patience.rest();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                topic.send(alert);
                return;
            } catch (NotPublished isSentAgain) {
                rest(rest);
            }
        }
    }

    private static void rest(Duration rest) {
        try {
            TimeUnit.NANOSECONDS.sleep(rest.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(patience.atEnd().toMillis(), TimeUnit.MILLISECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
        topic.close();
    }
}
