package dev.theseus.messaging;

import dev.theseus.domain.audit.Actor;
import dev.theseus.domain.audit.Origin;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A migration to play with. */
public final class Shop {

    public static final MigrationId ID = new MigrationId("shop");
    public static final Instant NOON = Instant.parse("2025-03-01T12:00:00Z");
    public static final TableName USERS = new TableName("public", "users");
    public static final TableName ORDERS = new TableName("public", "Order \"Line\"");
    public static final Origin ANNA = new Origin(new Actor("anna"), "the old server is too small", "run-1");

    private Shop() {}

    public static Plan plan() {
        return plan(ID);
    }

    public static Plan plan(MigrationId id) {
        return new Plan(
                id,
                new DatabaseAddress("jdbc:postgresql://old/shop", "app", Optional.of("OLD_PASSWORD")),
                new DatabaseAddress("jdbc:postgresql://new/shop", "app", Optional.empty()),
                List.of(table(1, USERS, "id"), table(2, ORDERS, "Ordered At")),
                Plan.Settings.DEFAULT);
    }

    private static TablePlan table(int number, TableName name, String key) {
        return new TablePlan(
                number, name, name, List.of(key), List.of(key, "note"), ExistingRows.REFUSE, CaptureMode.AUTOMATIC);
    }
}
