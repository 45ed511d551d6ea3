package dev.theseus.app.bench;

import dev.theseus.app.configuration.PgDataPlane;
import dev.theseus.app.plan.DatabaseUrl;
import dev.theseus.app.plan.Passwords;
import dev.theseus.app.plan.PlanFile;
import dev.theseus.app.plan.PlanResolution;
import dev.theseus.app.plan.TableSelection;
import dev.theseus.app.run.DataPlane;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkOrder;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.BackfillSettings.IndexBuild;
import dev.theseus.domain.plan.BackfillSettings.RateLimit;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.GateSettings;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.ThrottleSettings;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.jdbc.catalog.PgCatalogs;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data plane as a migration has it, with capture installed, its throttle off and no control plane above it. */
final class TheseusRig implements AutoCloseable {

    private static final int WORKERS = 2;

    private final Plan plan;
    private final DataPlane data;

    private TheseusRig(Plan plan, DataPlane data) {
        this.plan = plan;
        this.data = data;
    }

    /** Makes the bookkeeping stand and installs capture on all tables of a schema. */
    static TheseusRig install(BenchServers servers, String schema, ChunkOrder order, IndexBuild indexes) {
        Map<String, String> secrets = new HashMap<>();
        PlanFile file = new PlanFile(
                new MigrationId("bench"),
                address(servers, Side.OLD, secrets),
                address(servers, Side.NEW, secrets),
                Optional.empty(),
                new TableSelection(List.of(schema), List.of(), List.of()),
                settings(order, indexes));
        Passwords passwords = new Passwords(secrets);
        return install(resolve(file, passwords), passwords);
    }

    /** The same for one table, which may look otherwise on new. */
    static TheseusRig install(BenchServers servers, TablePlan table) {
        Map<String, String> secrets = new HashMap<>();
        Plan plan = new Plan(
                new MigrationId("bench"),
                address(servers, Side.OLD, secrets),
                address(servers, Side.NEW, secrets),
                List.of(table),
                settings(ChunkOrder.HEAP, IndexBuild.KEEP));
        return install(plan, new Passwords(secrets));
    }

    private static TheseusRig install(Plan plan, Passwords passwords) {
        TheseusRig rig = new TheseusRig(plan, PgDataPlane.open(plan, passwords));
        rig.data.preparation().prepare(plan.id());
        plan.tables().forEach(rig.data.capture()::install);
        return rig;
    }

    private static Plan.Settings settings(ChunkOrder order, IndexBuild indexes) {
        return new Plan.Settings(
                new BackfillSettings(WORKERS, ChunkSize.DEFAULT, order, indexes, RateLimit.UNLIMITED, Optional.empty()),
                ThrottleSettings.OFF,
                RelaySettings.DEFAULT,
                VerificationSettings.DEFAULT,
                GateSettings.DEFAULT);
    }

    private static DatabaseAddress address(BenchServers servers, Side side, Map<String, String> secrets) {
        DatabaseUrl url = DatabaseUrl.parse(servers.url(side));
        url.password().ifPresent(password -> secrets.put(side.name(), password));
        return new DatabaseAddress(
                url.jdbcUrl(), url.user().orElse("postgres"), url.password().map(password -> side.name()));
    }

    private static Plan resolve(PlanFile file, Passwords passwords) {
        try (PgDatabase old = open(Side.OLD, file.old(), passwords);
                PgDatabase target = open(Side.NEW, file.target(), passwords)) {
            var resolution = PlanResolution.resolve(file, PgCatalogs.catalog(old), PgCatalogs.catalog(target));
            return resolution
                    .plan(file)
                    .orElseThrow(() -> new IllegalStateException("no plan: " + resolution.findings()));
        }
    }

    private static PgDatabase open(Side side, DatabaseAddress address, Passwords passwords) {
        return PgDatabase.open(side, address.url(), address.user(), passwords.of(address), 2);
    }

    DataPlane data() {
        return data;
    }

    List<TablePlan> tables() {
        return plan.tables();
    }

    void copy() throws InterruptedException {
        data.backfill().copy(plan, data.order(plan), copied -> {});
    }

    /** As a run with indexes built after the copy does it. */
    void copyInBulk() throws InterruptedException {
        data.indexes().takeAway(plan.tables());
        data.backfill()
                .copy(
                        plan,
                        data.order(plan),
                        copied -> data.indexes()
                                .buildIndexes(plan.tables(copied.table()).getFirst()));
        data.indexes().buildForeignKeys(plan.tables());
    }

    /** Takes everything off both databases. */
    @Override
    public void close() {
        try (data) {
            data.relay().close();
            plan.tables().forEach(data.capture()::remove);
            data.preparation().remove(plan.id());
        }
    }
}
