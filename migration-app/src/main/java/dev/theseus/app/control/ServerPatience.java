package dev.theseus.app.control;

import java.time.Duration;

/**
 * How long a control server that runs is waited for.
 *
 * @param toAnswer before it counts as stuck, and is stopped
 * @param toStop in order, before it is killed
 */
record ServerPatience(Duration toAnswer, Duration toStop) {

    static final ServerPatience USUAL = new ServerPatience(Duration.ofSeconds(5), Duration.ofSeconds(10));
}
