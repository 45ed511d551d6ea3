package dev.theseus.jdbc.shop;

import dev.theseus.domain.routing.NodeReports.NodeCounts;

/**
 * What the gateways of the shop's nodes count.
 *
 * @param percentage of the rollout that all nodes go by; the lowest where they differ
 * @param writes that committed
 * @param left of these, those whose rows were left to the relay, though they were to be applied at once
 * @param shadowed reads that were repeated on new and compared
 * @param mismatches of these, those that truly differed
 */
public record GatewayFigures(double percentage, long writes, long left, long shadowed, long mismatches) {

    static GatewayFigures of(double percentage, NodeCounts counts) {
        return new GatewayFigures(
                percentage, counts.writes(), counts.writesLeft(), counts.shadowed(), counts.mismatches());
    }

    public GatewayFigures plus(GatewayFigures other) {
        return new GatewayFigures(
                Math.min(percentage, other.percentage),
                writes + other.writes,
                left + other.left,
                shadowed + other.shadowed,
                mismatches + other.mismatches);
    }
}
