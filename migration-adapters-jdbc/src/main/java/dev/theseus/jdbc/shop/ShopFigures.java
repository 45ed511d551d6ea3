package dev.theseus.jdbc.shop;

import dev.theseus.jdbc.shop.ReadFigures.Answers;
import java.util.List;
import java.util.Map;

/**
 * What a node of the shop has seen so far, or all of them together.
 *
 * @param traffic what became of the clients' transactions
 * @param reads what became of their reads
 * @param gateway what the gateway counts
 */
public record ShopFigures(TrafficFigures traffic, ReadFigures reads, GatewayFigures gateway) {

    /** Calls of the clients, of all kinds. */
    public long requests() {
        return traffic.committed() + traffic.rolledBack() + traffic.conflicts() + traffic.errorCount() + reads.all();
    }

    public ShopFigures plus(ShopFigures other) {
        return new ShopFigures(traffic.plus(other.traffic), reads.plus(other.reads), gateway.plus(other.gateway));
    }

    /** In a form that any mapper of records can write. */
    public record Form(
            TrafficFigures traffic,
            List<Answers> reads,
            long stale,
            long fallbacks,
            Map<String, String> latencies,
            GatewayFigures gateway) {

        private static final String OLD = "old";
        private static final String TARGET = "new";

        public static Form of(ShopFigures figures) {
            ReadFigures reads = figures.reads();
            return new Form(
                    figures.traffic(),
                    List.of(reads.browsed(), reads.own()),
                    reads.stale(),
                    reads.fallbacks(),
                    Map.of(
                            OLD, reads.latencies().old().text(),
                            TARGET, reads.latencies().target().text()),
                    figures.gateway());
        }

        public ShopFigures read() {
            return new ShopFigures(
                    traffic,
                    new ReadFigures(
                            reads.get(0),
                            reads.get(1),
                            stale,
                            fallbacks,
                            new ReadFigures.Sides(latencies(OLD), latencies(TARGET))),
                    gateway);
        }

        private Latencies latencies(String side) {
            return Latencies.parse(latencies.getOrDefault(side, ""));
        }
    }
}
