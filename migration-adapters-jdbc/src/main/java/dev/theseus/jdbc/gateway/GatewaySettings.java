package dev.theseus.jdbc.gateway;

import java.time.Duration;

/**
 * How one node's gateway behaves. All durations are more than zero.
 *
 * @param node its name, unique among the nodes
 * @param service that it belongs to; matched with the rollout's eligible services
 * @param look between two looks at the routing board
 * @param readLimit for one read from new; old is asked after it
 * @param writeLimit for bringing one write over; it is left to the relay after it
 * @param breaker when reads from new, or applies to it, are given up for a while
 * @param readsAtOnce reads from new under way at the same time
 * @param shadowsAtOnce shadow reads under way at the same time; more are dropped
 * @param checks between two background comparisons of a random row; zero turns them off
 * @param grace for calls in hand when the gateway is closed
 */
public record GatewaySettings(
        String node,
        String service,
        Duration look,
        Duration readLimit,
        Duration writeLimit,
        Breaker breaker,
        int readsAtOnce,
        int shadowsAtOnce,
        Duration checks,
        Duration grace) {

    /**
     * @param failureRate of the last calls that opens it, in percent, above 0 to 100
     * @param slowRate of the last calls that opens it, in percent
     * @param slow from when on a call counts as slow
     * @param window number of calls that it looks at
     * @param rest before it lets some calls through again
     * @param trials calls that it lets through then
     */
    public record Breaker(float failureRate, float slowRate, Duration slow, int window, Duration rest, int trials) {
        public static final Breaker DEFAULT = new Breaker(50, 80, Duration.ofMillis(200), 50, Duration.ofSeconds(2), 5);
    }

    /** The defaults for a node. */
    public static GatewaySettings of(String node, String service) {
        return new GatewaySettings(
                node,
                service,
                Duration.ofMillis(100),
                Duration.ofMillis(250),
                Duration.ofMillis(500),
                Breaker.DEFAULT,
                64,
                16,
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }
}
