package dev.theseus.domain.throttle;

import java.time.Duration;

/** Holds the copy back for the sake of the service. Asked before each chunk and while a chunk streams. */
public interface Throttle {

    /**
     * Blocks until a chunk may begin.
     *
     * @return why it had to wait, or that it did not
     * @throws InterruptedException if the calling thread was interrupted
     */
    Verdict beforeChunk() throws InterruptedException;

    /**
     * Blocks as long as the rate limit asks.
     *
     * @param rows passed since the last call
     * @param bytes passed since the last call
     */
    void passed(long rows, long bytes) throws InterruptedException;

    /** Blocks for the rest that the duty cycle leaves to the service. */
    void afterChunk(Duration worked) throws InterruptedException;
}
