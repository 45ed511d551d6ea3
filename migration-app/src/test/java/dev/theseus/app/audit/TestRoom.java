package dev.theseus.app.audit;

import dev.theseus.app.configuration.ControlRoom;
import dev.theseus.app.plan.ControlStore;
import dev.theseus.app.plan.Passwords;
import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import dev.theseus.jdbc.testing.TestDatabases;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A control database in the old one of a test, and things that happen in it.
 *
 * @param address of the control database
 */
record TestRoom(DatabaseAddress address) {

    static final MigrationId SHOP = new MigrationId("shop");

    private static final Origin ANNA = new Origin(new Actor("anna"), "it is late", "run-1");

    static TestRoom in(TestDatabases databases) {
        return new TestRoom(new DatabaseAddress(
                databases.url(Side.OLD).replace("?user=postgres", ""), "postgres", Optional.empty()));
    }

    ControlRoom open() {
        return ControlRoom.open(new ControlStore.Server(address), new Passwords(Map.of()));
    }

    /** A plan file that has it, and databases that are never asked. */
    String planFile() {
        return """
                migration: shop
                old: { url: "postgresql://nowhere/old", user: u }
                new: { url: "postgresql://nowhere/new", user: u }
                control: { url: "%s", user: postgres }
                schemas: [public]
                """.formatted(address.url().replace("jdbc:", ""));
    }

    static void plan(ControlRoom room, MigrationId migration) {
        room.plane().execute(new MigrationCommand.PlanMigration(migration, Instant.now(), planOf(migration)), ANNA);
    }

    private static Plan planOf(MigrationId migration) {
        TableName users = new TableName("public", "users");
        return new Plan(
                migration,
                new DatabaseAddress("jdbc:postgresql://nowhere/old", "u", Optional.empty()),
                new DatabaseAddress("jdbc:postgresql://nowhere/new", "u", Optional.empty()),
                List.of(new TablePlan(
                        1, users, users, List.of("id"), List.of("id"), ExistingRows.REFUSE, CaptureMode.AUTOMATIC)),
                Plan.Settings.DEFAULT);
    }

    /** Adds an event each. */
    static void happen(ControlRoom room, MigrationId migration, int events) {
        for (int i = 0; i < events; i++) {
            room.plane()
                    .execute(
                            new MigrationCommand.ReportFailure(migration, Instant.now(), "work " + i, "because"), ANNA);
        }
    }
}
