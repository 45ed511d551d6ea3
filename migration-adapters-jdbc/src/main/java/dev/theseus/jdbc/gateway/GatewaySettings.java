package dev.theseus.jdbc.gateway;

import java.time.Duration;

/**
 * How one node's gateway behaves. All durations are more than zero, but that of checks may be zero.
 *
 * @param node its name, unique among the nodes
 * @param service that it belongs to; matched with the rollout's eligible services
 * @param look between two looks at the routing board
 * @param readLimit for one read from new; old is asked after it
 * @param writeLimit for bringing one write over; it is left to the relay after it
 * @param breaker when reads from new, or applies to it, are given up for a while
 * @param readsAtOnce reads from new under way at the same time
 * @param writesAtOnce writes that are being brought over at the same time, each with one session on either side; must
 *     be fewer than old's pool has, since the caller may still hold one of those; more are left to the relay
 * @param shadowsAtOnce shadow reads and checks under way at the same time; more are dropped
 * @param checks between two background comparisons of a random row; zero turns them off
 * @param movePatience how long a write waits while authority moves, and for the fate of one whose answer was lost;
 *     about twice the budget of the pause
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
        int writesAtOnce,
        int shadowsAtOnce,
        Duration checks,
        Duration movePatience,
        Duration grace) {

    /**
     * @param failureRate of the last calls that opens it, in percent, above 0 to 100
     * @param slowRate of the last calls that opens it, in percent
     * @param slow from when on a call counts as slow
     * @param window number of calls that it looks at
     * @param rest between two tries, off the requests' threads, whether new answers again; then it lets some calls
     *     through
     * @param trials calls that it lets through then
     */
    public record Breaker(float failureRate, float slowRate, Duration slow, int window, Duration rest, int trials) {
        public static final Breaker DEFAULT = new Breaker(50, 80, Duration.ofMillis(200), 50, Duration.ofSeconds(2), 5);
    }

    public GatewaySettings {
        requirePositive("look", look);
        requirePositive("readLimit", readLimit);
        requirePositive("writeLimit", writeLimit);
        requirePositive("breaker.rest", breaker.rest());
        requirePositive("movePatience", movePatience);
        requirePositive("grace", grace);
        if (readsAtOnce < 1 || writesAtOnce < 1 || shadowsAtOnce < 1) {
            throw new IllegalArgumentException("A gateway needs at least one read, write and shadow read at once, not "
                    + readsAtOnce + ", " + writesAtOnce + " and " + shadowsAtOnce);
        }
    }

    private static void requirePositive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException("A gateway's " + what + " must be more than zero, not " + value);
        }
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
                4,
                16,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10));
    }

    public GatewaySettings withLimits(Duration read, Duration write) {
        return with(read, write, breaker, checks, movePatience);
    }

    public GatewaySettings withBreaker(Breaker changed) {
        return with(readLimit, writeLimit, changed, checks, movePatience);
    }

    public GatewaySettings withChecks(Duration changed) {
        return with(readLimit, writeLimit, breaker, changed, movePatience);
    }

    public GatewaySettings withMovePatience(Duration changed) {
        return with(readLimit, writeLimit, breaker, checks, changed);
    }

    private GatewaySettings with(Duration read, Duration write, Breaker guard, Duration comparisons, Duration moving) {
        return new GatewaySettings(
                node,
                service,
                look,
                read,
                write,
                guard,
                readsAtOnce,
                writesAtOnce,
                shadowsAtOnce,
                comparisons,
                moving,
                grace);
    }
}
