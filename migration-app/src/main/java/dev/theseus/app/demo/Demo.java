package dev.theseus.app.demo;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.shop.Receipts;
import dev.theseus.jdbc.shop.Shop;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The whole demonstration: servers, shop, two nodes with clients, the migration under them, the reads' way to new, that
 * of the writes, back and there again, a last run and a comparison at rest, the end, report.
 */
public final class Demo {

    private final DemoSettings settings;
    private final Program program;
    private final Narration narration;
    private final LastOrders orders = new LastOrders();

    /** The parts of the program that the demonstration shows. */
    public record Program(MigrationRunner runner, Helm helm, FinalComparison comparison) {}

    public Demo(DemoSettings settings, Program program, PrintStream out) {
        this.settings = settings;
        this.program = program;
        this.narration = new Narration(out);
    }

    /**
     * @throws IOException if the directory or the report can't be written
     * @throws InterruptedException if the calling thread was interrupted, or the program is to end; clients and servers
     *     are stopped then
     */
    public DemoReport show() throws IOException, InterruptedException {
        orders.open();
        try (DemoDirectory directory = DemoDirectory.open(settings.directory())) {
            narration.say("Starting two PostgreSQL servers in " + directory.path());
            try (DemoServers servers = DemoServers.start(directory.path())) {
                return show(servers, directory.path());
            }
        } finally {
            orders.close();
        }
    }

    private DemoReport show(DemoServers servers, Path directory) throws IOException, InterruptedException {
        Shop shop = new Shop(servers.urlWithUser(Side.OLD), servers.urlWithUser(Side.NEW));
        Shop.Census begun = build(shop);
        Path plan = DemoPlan.write(servers, directory);
        narration.say("The plan is " + plan);
        Migrated migrated = migrate(servers, directory, plan);
        DemoReport.AtRest atRest = compare(shop, plan, migrated.left().receipts());
        Crossed crossed = complete(new Stage(servers, directory, plan), shop, migrated);
        DemoReport report = new DemoReport(
                begun,
                migrated.run(),
                new DemoReport.Served(migrated.left().figures(), migrated.way().shifted(), crossed),
                atRest,
                narration.elapsed());
        publish(report);
        return report;
    }

    private Shop.Census build(Shop shop) {
        narration.say(String.format(
                Locale.ROOT,
                "Building a shop of %,d rows on the old server",
                settings.size().rows()));
        shop.build(settings.size());
        Shop.Census census = shop.census(Side.OLD);
        narration.say(String.format(
                Locale.ROOT, "The shop holds %,d rows, %,d MB", census.rows(), census.bytes() / 1_000_000));
        return census;
    }

    /** Under traffic first, then once more when it has stopped. */
    private Migrated migrate(DemoServers servers, Path directory, Path plan) throws IOException, InterruptedException {
        try (ShopNodes nodes = ShopNodes.start(servers, directory, settings.traffic())) {
            narration.say(String.format(
                    Locale.ROOT,
                    "%d clients use the shop through the gateways of two nodes (processes %s)",
                    settings.traffic().clients(),
                    nodes.processes()));
            RunResult under = underTraffic(plan, nodes);
            Way way = under.stopped().isPresent() ? Way.NONE : goOver(servers, plan, nodes);
            ShopNodes.Left left = nodes.stop();
            narration.say("The clients have left");
            RunResult run = under.stopped().isPresent()
                    ? under
                    : under.followedBy(way.shifted().followed()).followedBy(once(plan));
            return new Migrated(run, way, left);
        }
    }

    private RunResult underTraffic(Path plan, ShopNodes nodes) throws IOException, InterruptedException {
        ShopWindow window = ShopWindow.open(narration, nodes);
        try {
            return once(plan);
        } finally {
            window.close();
        }
    }

    /** While the migration follows in the background. */
    private Way goOver(DemoServers servers, Path plan, ShopNodes nodes) throws IOException, InterruptedException {
        if (settings.shift().percentages().isEmpty()) {
            return Way.NONE;
        }
        narration.say("New follows old from now on, and the reads go over to it step by step");
        Helm.Following following = program.helm().follow(plan, narration::say);
        try {
            ReadShift.Stage stage = new ReadShift.Stage(program.helm(), plan, nodes, servers);
            Shifted shifted = new ReadShift(settings.shift(), stage, narration, orders).show();
            narration.say("All reads are on new; now the writes go there, come back, and go there again");
            Crossed crossed = crossing(plan).show(nodes);
            return new Way(shifted.with(following.stop()), crossed);
        } catch (IOException | InterruptedException | RuntimeException e) {
            var unused = following.stop();
            throw e;
        }
    }

    private Crossing crossing(Path plan) {
        return new Crossing(
                program.helm(), plan, narration, orders, settings.shift().dwell());
    }

    /** With other clients, since those of before have left for the comparison at rest. */
    private Crossed complete(Stage stage, Shop shop, Migrated migrated) throws IOException, InterruptedException {
        if (migrated.way().crossed().moves().isEmpty()
                || migrated.run().stopped().isPresent()) {
            return migrated.way().crossed();
        }
        orders.check();
        narration.say("Other clients come, and what leads back is taken away");
        Helm.Following following = program.helm().follow(stage.plan(), narration::say);
        try (ShopNodes nodes = ShopNodes.start(stage.servers(), stage.directory(), settings.trafficAfterwards())) {
            return migrated.way()
                    .crossed()
                    .with(crossing(stage.plan())
                            .complete(shop, nodes, migrated.left().receipts()));
        } finally {
            var unused = following.stop();
        }
    }

    private RunResult once(Path plan) throws InterruptedException {
        orders.check();
        RunResult result = program.runner().run(plan, narration::say);
        orders.check();
        return result;
    }

    private DemoReport.AtRest compare(Shop shop, Path plan, Receipts receipts) throws InterruptedException {
        narration.say("Comparing both databases row by row, independently of the verification");
        return new DemoReport.AtRest(
                shop.census(Side.OLD),
                program.comparison().compare(plan),
                shop.losses(receipts, Side.NEW),
                shop.sequencesLeftBehind());
    }

    private void publish(DemoReport report) throws IOException {
        narration.print("");
        narration.print(ReportText.of(report));
        if (settings.report().isPresent()) {
            Files.writeString(settings.report().get(), ReportJson.of(report) + System.lineSeparator());
        }
    }

    private record Migrated(RunResult run, Way way, ShopNodes.Left left) {}

    /** From the first read on new to authority there. */
    private record Way(Shifted shifted, Crossed crossed) {
        static final Way NONE = new Way(Shifted.NOTHING, Crossed.NOTHING);
    }

    private record Stage(DemoServers servers, Path directory, Path plan) {}
}
