package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.ShopSize;
import dev.theseus.jdbc.shop.TrafficSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How large the demonstration is.
 *
 * @param size rows of the shop, and the seed that they are drawn from
 * @param traffic what its clients do meanwhile, on all nodes together
 * @param shift how the reads go to new
 * @param directory where the servers, the plan and the control database keep their files: they stay there; without it,
 *     they are in a temporary one and gone at the end
 * @param report where to write the report as JSON
 */
public record DemoSettings(
        ShopSize size, TrafficSettings traffic, ShiftSettings shift, Optional<Path> directory, Optional<Path> report) {

    private static final long SEED = 1;

    public static final DemoSettings DEFAULT = new DemoSettings(
            new ShopSize(600_000, SEED),
            new TrafficSettings(0, 4, 200, 4, SEED),
            ShiftSettings.DEFAULT,
            Optional.empty(),
            Optional.empty());

    /** That of other clients, who come when the first have left. */
    TrafficSettings trafficAfterwards() {
        return new TrafficSettings(
                traffic.firstClient() + traffic.clients(),
                traffic.clients(),
                traffic.perSecond(),
                traffic.reads(),
                traffic.seed() + 1);
    }

    /** The same with another number of rows, 1,000 or more, and another place for the report. */
    public DemoSettings with(long rows, Optional<Path> otherReport) {
        return new DemoSettings(new ShopSize(rows, size.seed()), traffic, shift, directory, otherReport);
    }

    /** The same with another way of shifting the reads. */
    public DemoSettings with(ShiftSettings changed) {
        return new DemoSettings(size, traffic, changed, directory, report);
    }
}
