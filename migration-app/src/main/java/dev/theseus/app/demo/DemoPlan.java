package dev.theseus.app.demo;

import dev.theseus.app.plan.PlanComments;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.plan.TableSelection;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.CutoverSettings;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.jdbc.shop.Shop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plan of the demonstration: all tables of the shop, and every setting left at its default but the times that a
 * service would let pass before it burns a bridge.
 */
final class DemoPlan {

    private static final Duration SHORT = Duration.ofSeconds(2);

    private DemoPlan() {}

    /** Writes the plan and returns its file. */
    static Path write(DemoServers servers, Path directory) throws IOException {
        PlanFile plan = new PlanFile(
                new MigrationId("demo"),
                address(servers, Side.OLD),
                address(servers, Side.NEW),
                Optional.empty(),
                new TableSelection(List.of(Shop.SCHEMA), List.of(), List.of()),
                settings(Plan.Settings.DEFAULT));
        PlanComments comments =
                new PlanComments(List.of("Written by the demonstration, whose servers it names."), Map.of());
        return Files.writeString(directory.resolve("plan.yaml"), plan.write(comments));
    }

    private static Plan.Settings settings(Plan.Settings usual) {
        CutoverSettings cutover = usual.cutover();
        CutoverSettings.Readiness readiness = cutover.readiness();
        return usual.with(new CutoverSettings(
                cutover.budget(),
                cutover.approval(),
                new CutoverSettings.Readiness(
                        SHORT,
                        readiness.verificationMaximumAge(),
                        readiness.rehearsalMaximumAge(),
                        readiness.freeConnections()),
                SHORT,
                cutover.persistence()));
    }

    private static DatabaseAddress address(DemoServers servers, Side side) {
        return new DatabaseAddress(servers.url(side), DemoServers.USER, Optional.empty());
    }
}
