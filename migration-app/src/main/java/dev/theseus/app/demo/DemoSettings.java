package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.ShopSize;
import dev.theseus.jdbc.shop.TrafficSettings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How large the demonstration is.
 *
 * @param size rows of the shop, and the seed that they are drawn from
 * @param traffic what its clients do meanwhile
 * @param directory where the servers, the plan and the control database keep their files: they stay there; without it,
 *     they are in a temporary one and gone at the end
 * @param report where to write the report as JSON
 */
public record DemoSettings(ShopSize size, TrafficSettings traffic, Optional<Path> directory, Optional<Path> report) {

    private static final long SEED = 1;

    public static final DemoSettings DEFAULT = new DemoSettings(
            new ShopSize(1_000_000, SEED), new TrafficSettings(4, 400, SEED), Optional.empty(), Optional.empty());

    /** The same with another number of rows, 1,000 or more, and another place for the report. */
    public DemoSettings with(long rows, Optional<Path> otherReport) {
        return new DemoSettings(new ShopSize(rows, size.seed()), traffic, directory, otherReport);
    }
}
