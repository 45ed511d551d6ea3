package dev.theseus.app.demo;

import dev.theseus.app.run.EndOfProgram;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * On Ctrl-C, keeps the program alive until the demonstration has closed what it opened: else the servers would outlive
 * the program, or go before their clients. The run in hand is stopped by its own signal.
 */
final class LastOrders implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 60;

    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable EndOfProgram end;
    private volatile boolean called;

    /** From now on until it is closed. */
    void open() {
        end = EndOfProgram.calls("last-orders", this::call);
    }

    /** @throws InterruptedException if the program is to end: nothing new is begun then */
    void check() throws InterruptedException {
        if (called) {
            throw new InterruptedException("The demonstration was stopped");
        }
    }

    private void call() {
        called = true;
        try {
            var unused = closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        if (end != null) {
            end.close();
        }
    }
}
