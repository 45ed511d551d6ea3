package dev.theseus.jdbc.gateway;

import dev.theseus.jdbc.guard.Share;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that nobody waits for, on virtual threads; only so much at once, and what is too much is dropped. */
final class Background implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private final Share share;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Background(Share share) {
        this.share = share;
    }

    /** Whether work was begun. */
    enum Begun {
        BEGUN,
        DROPPED
    }

    /** Work that may be interrupted. */
    interface Task {
        void run() throws InterruptedException;
    }

    /** @param failed told when the work threw */
    Begun begin(Task task, Runnable failed) {
        if (closed || share.take() == Share.Part.NONE_LEFT) {
            return Begun.DROPPED;
        }
        Thread thread = Thread.ofVirtual().name("theseus-background").unstarted(() -> run(task, failed));
        threads.add(thread);
        thread.start();
        return Begun.BEGUN;
    }

    private void run(Task task, Runnable failed) {
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed.run();
        } catch (RuntimeException e) {
            LOG.debug("Background work of the gateway failed: {}", e.toString());
            failed.run();
        } finally {
            share.giveBack();
            threads.remove(Thread.currentThread());
        }
    }

    int underWay() {
        return share.taken();
    }

    /** Interrupts what is under way. */
    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
