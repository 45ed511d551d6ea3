package dev.theseus.jdbc.gateway;

import dev.theseus.domain.changelog.BroughtByRequests;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.jdbc.apply.CoveredEntries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes out of the log what dual writes have brought over themselves, many entries at a time, on a thread of its own;
 * else the relay would bring all of it over once more, and hold the locks that the next dual writes wait for. What it
 * does not come to is the relay's. Told by any thread.
 */
final class Retirement implements CoveredEntries, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Retirement.class);

    private static final int MOST = 1_000;
    private static final int WAITING = 10 * MOST;

    /** Shorter than the relay rests while little comes in. */
    private static final Duration GATHERING = Duration.ofMillis(5);

    private final BroughtByRequests log;
    private final OwnCommits commits;
    private final BlockingQueue<LogEntry> waiting = new ArrayBlockingQueue<>(WAITING);
    private final Thread thread;

    Retirement(String node, BroughtByRequests log, OwnCommits commits) {
        this.log = log;
        this.commits = commits;
        this.thread =
                Thread.ofPlatform().name("theseus-retire-" + node).daemon().unstarted(this::work);
    }

    void start() {
        thread.start();
    }

    @Override
    public void covered(Collection<LogEntry> entries) {
        entries.forEach(waiting::offer);
    }

    @Override
    public boolean isOnDisk(long transaction) {
        return commits.isOnDisk(transaction);
    }

    private void work() {
        try {
            while (true) {
                List<LogEntry> entries = new ArrayList<>();
                entries.add(waiting.take());
                Thread.sleep(GATHERING);
                waiting.drainTo(entries, MOST - 1);
                retire(entries);
            }
        } catch (InterruptedException e) {
            // closed; the relay brings the rest over
        }
    }

    private void retire(List<LogEntry> entries) {
        try {
            log.retire(entries);
        } catch (DatabaseUnavailable | DatabaseRefused e) {
            LOG.debug("Entries of dual writes are left to the relay: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
