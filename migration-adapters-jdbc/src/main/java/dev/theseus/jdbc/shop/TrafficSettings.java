package dev.theseus.jdbc.shop;

/**
 * How busy the shop is.
 *
 * @param clients writing at the same time, each on its own connection, 1 to 64
 * @param perSecond transactions of all clients together that are aimed at, above 0; a slow server gives fewer
 * @param seed the same seed draws the same deeds in the same order for each client
 */
public record TrafficSettings(int clients, double perSecond, long seed) {

    public TrafficSettings {
        if (clients < 1 || clients > 64) {
            throw new IllegalArgumentException("The shop has 1 to 64 clients, not " + clients);
        }
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("The traffic is more than 0 transactions a second, not " + perSecond);
        }
    }
}
