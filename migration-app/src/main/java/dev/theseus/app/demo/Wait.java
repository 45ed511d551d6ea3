package dev.theseus.app.demo;

import java.time.Duration;

/** The demonstration's wait for something that comes by itself. Used by one thread. */
final class Wait {

    /** On a slow machine that has other work, too: a wait that runs out ends the demonstration. */
    static final Duration LIMIT = Duration.ofMinutes(5);

    private final String what;
    private final LastOrders orders;
    private final Duration limit;
    private final long begun = System.nanoTime();

    /** @param what is waited for, as a phrase that follows "waited 300 s for" */
    Wait(String what, LastOrders orders) {
        this(what, orders, LIMIT);
    }

    Wait(String what, LastOrders orders, Duration limit) {
        this.what = what;
        this.orders = orders;
        this.limit = limit;
    }

    /** Since it began. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /**
     * Asked before each further look.
     *
     * @param missing for people, at this moment
     * @throws WaitRanOut if it has taken too long
     * @throws InterruptedException if the program is to end
     */
    void goOn(String missing) throws InterruptedException {
        orders.check();
        if (elapsed().compareTo(limit) > 0) {
            throw new WaitRanOut(what, limit, missing);
        }
    }
}
