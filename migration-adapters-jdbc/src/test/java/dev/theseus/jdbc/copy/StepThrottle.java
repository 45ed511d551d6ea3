package dev.theseus.jdbc.copy;

import dev.theseus.domain.throttle.Throttle;
import dev.theseus.domain.throttle.Verdict;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A throttle that lets everything pass, or that holds a copy in the middle of a chunk, when its snapshot is taken and
 * its rows have been read, until the test lets it go on.
 */
class StepThrottle implements Throttle {

    @Override
    public Verdict beforeChunk() {
        return new Verdict.Go();
    }

    @Override
    public void passed(long rows, long bytes) throws InterruptedException {}

    @Override
    public void afterChunk(Duration worked) {}

    /** Holds the first copy that passes. */
    static final class Gate extends StepThrottle {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        @Override
        public void passed(long rows, long bytes) throws InterruptedException {
            reached.countDown();
            await(opened);
        }

        void awaitReached() throws InterruptedException {
            await(reached);
        }

        void open() {
            opened.countDown();
        }

        private static void await(CountDownLatch latch) throws InterruptedException {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("the step was not reached");
            }
        }
    }
}
