package dev.theseus.app.run;

import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.routing.NodeReports;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.messaging.ControlDatabaseFailed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the routing board several times a second: publishes what others decided and did not live to publish, and
 * takes the nodes' words. A word is removed after it was put on record, so after a crash in between it is told again.
 */
final class BoardWatch implements AutoCloseable {

    private static final Duration EVERY = Duration.ofMillis(250);

    /** Fewer than the aggregate remembers of those it has heard. */
    private static final int WORDS = 100;

    private final Publication publication;
    private final NodeReports nodes;
    private final Consumer<NodeWord> record;
    private final Consumer<String> trouble;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread =
            Thread.ofPlatform().name("theseus-board").daemon().unstarted(this::watch);
    private String lastTrouble = "";

    private BoardWatch(
            Publication publication, NodeReports nodes, Consumer<NodeWord> record, Consumer<String> trouble) {
        this.publication = publication;
        this.nodes = nodes;
        this.record = record;
        this.trouble = trouble;
    }

    /**
     * @param record puts a word on record; returns when it is kept
     * @param trouble hears why something could not be done, once
     */
    static BoardWatch start(
            Publication publication, NodeReports nodes, Consumer<NodeWord> record, Consumer<String> trouble) {
        BoardWatch watch = new BoardWatch(publication, nodes, record, trouble);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try {
            while (!stop.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
            // what ended the run may be what nodes have to know
            look();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        try {
            publication.publish();
            List<NodeWord> words = nodes.words(WORDS);
            words.forEach(record);
            if (!words.isEmpty()) {
                nodes.taken(words);
            }
            lastTrouble = "";
        } catch (DatabaseUnavailable away) {
            // the server watch tells of that, and the next look tries again
            lastTrouble = "";
        } catch (DatabaseRefused | ControlDatabaseFailed failed) {
            tell(String.valueOf(failed.getMessage()));
        }
    }

    private void tell(String what) {
        if (!what.equals(lastTrouble)) {
            lastTrouble = what;
            trouble.accept(what);
        }
    }

    /** Ends the watch, after a last look. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
