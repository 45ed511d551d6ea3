package dev.theseus.jdbc.shop;

/**
 * How busy one node of the shop is.
 *
 * @param firstClient number of the first client: clients of all nodes have different ones
 * @param clients of this node, working at the same time, 1 to 64
 * @param perSecond transactions of all clients of this node together that are aimed at, above 0; a slow server gives
 *     fewer
 * @param reads of anybody's account that go with each of them, 0 or more; beside these, clients read what they wrote
 * @param seed the same seed draws the same deeds in the same order for each client
 */
public record TrafficSettings(int firstClient, int clients, double perSecond, int reads, long seed) {

    public TrafficSettings {
        if (clients < 1 || clients > 64) {
            throw new IllegalArgumentException("The shop has 1 to 64 clients, not " + clients);
        }
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("The traffic is more than 0 transactions a second, not " + perSecond);
        }
        if (firstClient < 0 || reads < 0) {
            throw new IllegalArgumentException(
                    "Clients are numbered from 0, and read 0 times or more, not " + firstClient + " and " + reads);
        }
    }

    /** Clients of one node that is the only one. */
    public static TrafficSettings alone(int clients, double perSecond, long seed) {
        return new TrafficSettings(0, clients, perSecond, 2, seed);
    }

    /** The part of one of several nodes that share the traffic evenly. */
    public TrafficSettings share(int node, int nodes) {
        int each = clients / nodes;
        if (each * nodes != clients) {
            throw new IllegalArgumentException(clients + " clients can't be shared evenly by " + nodes + " nodes");
        }
        return new TrafficSettings(firstClient + node * each, each, perSecond / nodes, reads, seed);
    }
}
