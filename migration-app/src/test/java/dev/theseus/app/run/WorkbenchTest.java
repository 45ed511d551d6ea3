package dev.theseus.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.backfill.IndexBuilding;
import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationCommand.ReportFailure;
import dev.theseus.domain.migration.MigrationCommand.ReportStepFailed;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.rollout.TrafficWindow;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WorkbenchTest {

    private static final TableName ITEM = new TableName("public", "item");
    private static final DatabaseAddress SOMEWHERE =
            new DatabaseAddress("jdbc:postgresql://nowhere/db", "u", Optional.empty());
    private static final Plan PLAN = new Plan(
            new MigrationId("shop"),
            SOMEWHERE,
            SOMEWHERE,
            List.of(new TablePlan(
                    1,
                    ITEM,
                    ITEM,
                    List.of("id"),
                    List.of("id"),
                    TablePlan.ExistingRows.REFUSE,
                    TablePlan.CaptureMode.AUTOMATIC)),
            Plan.Settings.DEFAULT);

    private final List<MigrationCommand> sent = new ArrayList<>();

    /** Answers what is given; everything else is not asked for. */
    private static <T> T only(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> answers.get(method.getName())));
    }

    private static <T> T locked(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (p, method, a) -> {
            throw new CaptureRefused(ITEM, "pid 7");
        }));
    }

    private Workbench bench() {
        DataPlane data =
                only(DataPlane.class, Map.of("fencing", locked(Fencing.class), "indexes", locked(IndexBuilding.class)));
        Reports reports = Reports.class.cast(Proxy.newProxyInstance(
                Reports.class.getClassLoader(), new Class<?>[] {Reports.class}, (p, method, arguments) -> {
                    sent.add((MigrationCommand) arguments[0]);
                    return null;
                }));
        RunListener listener = only(RunListener.class, Map.of());
        return new Workbench(
                Ground.of(PLAN, data, reports, listener, InstantSource.system()),
                () -> TrafficWindow.of(Duration.ofMinutes(1)));
    }

    @Test
    void work_of_the_backfill_that_fails_is_reported_so_that_the_run_ends() throws Exception {
        bench().carryOut("backfill", new Work.CopyTables());

        assertThat(sent)
                .singleElement()
                .isInstanceOfSatisfying(
                        ReportFailure.class, f -> assertThat(f.reason()).contains("pid 7"));
    }

    @Test
    void a_step_of_another_process_that_fails_is_its_own_to_try_again() throws Exception {
        bench().carryOut("transfer", new Work.InstallFence());

        assertThat(sent).singleElement().isInstanceOfSatisfying(ReportStepFailed.class, f -> {
            assertThat(f.process()).isEqualTo("transfer");
            assertThat(f.reason()).contains("pid 7");
        });
    }
}
