package dev.theseus.app.demo;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * On Ctrl-C, interrupts the thread that opened this and keeps the program alive until that thread has closed what it
 * opened: else the servers would outlive the program, or go before their clients.
 */
final class LastOrders implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    private LastOrders(Thread guest) {
        hook = Thread.ofPlatform().name("last-orders").unstarted(() -> call(guest));
    }

    static LastOrders open() {
        LastOrders orders = new LastOrders(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(orders.hook);
        return orders;
    }

    private void call(Thread guest) {
        guest.interrupt();
        try {
            var unused = closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // the program is ending already, and the hook has been let go
        }
    }
}
