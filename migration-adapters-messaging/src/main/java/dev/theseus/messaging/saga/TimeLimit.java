package dev.theseus.messaging.saga;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Interrupts who takes too long. Safe for several threads. */
final class TimeLimit implements AutoCloseable {

    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("theseus-saga-time").daemon().factory());

    TimeLimit(InstantSource clock) {
        this.clock = clock;
    }

    /** Something that may fail. */
    @FunctionalInterface
    interface Task<T> {
        T run() throws Exception;
    }

    /** Runs a task on this thread, which is interrupted at a moment and not after the task has ended. */
    <T> T within(Instant until, Task<T> task) throws Exception {
        Interruption interruption = new Interruption(Thread.currentThread());
        Future<?> scheduled = timer.schedule(
                interruption,
                Math.max(0, Duration.between(clock.instant(), until).toMillis()),
                TimeUnit.MILLISECONDS);
        try {
            return task.run();
        } finally {
            scheduled.cancel(false);
            interruption.end();
        }
    }

    private static final class Interruption implements Runnable {

        private final Thread thread;
        private boolean over;
        private boolean done;

        Interruption(Thread thread) {
            this.thread = thread;
        }

        @Override
        public synchronized void run() {
            if (!over) {
                done = true;
                thread.interrupt();
            }
        }

        /** Leaves an interruption by somebody else standing: the process stops. */
        synchronized void end() {
            over = true;
            if (done) {
                Thread.interrupted();
            }
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
