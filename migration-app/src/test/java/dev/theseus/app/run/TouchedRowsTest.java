package dev.theseus.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.changelog.BroughtByRequests;
import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.changelog.LogEntry;
import dev.theseus.domain.database.RowKey;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.Migration;
import dev.theseus.domain.migration.MigrationEvent;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.plan.AutomaticRollbackSettings;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.FailbackSettings;
import dev.theseus.domain.plan.FailbackSettings.Compare;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.RolloutSettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.TrafficSettings;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.Verification;
import dev.theseus.domain.verification.VerificationReport;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TouchedRowsTest {

    private static final MigrationId ID = new MigrationId("shop");
    private static final TableName ITEM = new TableName("public", "item");
    private static final DatabaseAddress SOMEWHERE =
            new DatabaseAddress("jdbc:postgresql://nowhere/db", "u", Optional.empty());
    private static final Instant NOON = Instant.parse("2025-03-01T12:00:00Z");
    private static final Duration AWAY = Duration.ofMinutes(3);
    private static final BroughtOver BY_RELAY = new BroughtOver(Map.of(1, Set.of(RowKey.of("1"))), Set.of());
    private static final BroughtOver BY_REQUESTS = new BroughtOver(Map.of(1, Set.of(RowKey.of("2"))), Set.of());

    private final List<BroughtOver> compared = new ArrayList<>();
    private final List<Duration> asked = new ArrayList<>();
    private Instant now = NOON;
    private MigrationState state = Migration.INITIAL;
    private long lost;
    private Brought brought = Brought.BEFORE_NEW_WENT;

    /** When requests brought their row over for the last time. */
    private enum Brought {
        BEFORE_NEW_WENT,
        ONLY_LATER
    }

    private static Plan plan(Compare compare) {
        TablePlan table = new TablePlan(
                1,
                ITEM,
                ITEM,
                List.of("id"),
                List.of("id"),
                TablePlan.ExistingRows.REFUSE,
                TablePlan.CaptureMode.AUTOMATIC);
        Plan.Settings settings = Plan.Settings.DEFAULT.with(new TrafficSettings(
                RolloutSettings.DEFAULT,
                new FailbackSettings(Duration.ofMinutes(10), compare),
                AutomaticRollbackSettings.DEFAULT));
        return new Plan(ID, SOMEWHERE, SOMEWHERE, List.of(table), settings);
    }

    private TouchedRows rows(Compare compare) {
        Plan plan = plan(compare);
        happens(new MigrationEvent.MigrationPlanned(ID, NOON, plan));
        Reports reports = only(Reports.class, Map.of("state", () -> state));
        DataPlane data = only(
                DataPlane.class,
                Map.of(
                        "verification", Comparison::new,
                        "relay",
                                () -> only(
                                        Relay.class,
                                        Map.of(
                                                "broughtOver", () -> BY_RELAY,
                                                "beforeOutages", () -> AWAY)),
                        "broughtByRequests", Requests::new));
        return new TouchedRows(Ground.of(plan, data, reports, only(RunListener.class, Map.of()), () -> now));
    }

    private void happens(MigrationEvent event) {
        state = Migration.evolve(state, event);
    }

    private void readsFail(Instant deadline) {
        happens(new MigrationEvent.FailbackBegan(ID, now, 50, deadline));
    }

    @FunctionalInterface
    private interface Answer {
        @Nullable
        Object give();
    }

    /** Answers what is given; everything else is not asked for. */
    private static <T> T only(Class<T> type, Map<String, Answer> answers) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        answers.getOrDefault(method.getName(), () -> null).give()));
    }

    private final class Requests implements BroughtByRequests {
        @Override
        public void retire(Collection<LogEntry> entries) {
            throw new AssertionError("That is the nodes' work");
        }

        @Override
        public BroughtOver lately(Collection<TablePlan> tables, Duration past) {
            asked.add(past);
            return past.compareTo(AWAY) > 0 || brought == Brought.ONLY_LATER ? BY_REQUESTS : BroughtOver.NOTHING;
        }
    }

    /** Finds what was lost, once. */
    private final class Comparison implements Verification {
        @Override
        public VerificationReport verify(List<TablePlan> tables, Consumer<TableComparison> verified) {
            return verify(tables, BroughtOver.unknown(tables), verified);
        }

        @Override
        public VerificationReport verify(
                List<TablePlan> tables, BroughtOver brought, Consumer<TableComparison> verified) {
            compared.add(brought);
            TableComparison found =
                    new TableComparison(ITEM, ITEM, 2, 2, 0, 0, 0, lost, 0, 0, List.of(), List.of(), "md5");
            lost = 0;
            return new VerificationReport(List.of(found));
        }
    }

    /** A failure of reads has been noticed. */
    private TouchedRows noticing(Compare compare) {
        TouchedRows rows = rows(compare);
        readsFail(NOON.plusSeconds(600));
        rows.readsFail();
        return rows;
    }

    private static BroughtOver everything() {
        return BroughtOver.unknown(plan(Compare.ALL).tables());
    }

    @Test
    void what_relay_and_requests_brought_over_is_enough_where_nothing_of_it_is_lost() throws Exception {
        TouchedRows rows = noticing(Compare.TOUCHED);
        now = NOON.plusSeconds(30);

        assertThat(rows.compare().isFlawless()).isTrue();

        assertThat(compared).containsExactly(BY_RELAY.and(BY_REQUESTS));
        assertThat(asked).containsExactly(AWAY.plusSeconds(20), AWAY);
    }

    @Test
    void rows_that_were_all_brought_over_again_since_new_went_tell_nothing() throws Exception {
        TouchedRows rows = noticing(Compare.TOUCHED);
        brought = Brought.ONLY_LATER;

        var unused = rows.compare();

        assertThat(compared).containsExactly(everything());
    }

    @Test
    void where_one_of_them_is_lost_all_tables_are_compared() throws Exception {
        TouchedRows rows = noticing(Compare.TOUCHED);
        lost = 1;

        assertThat(rows.compare().isFlawless()).isTrue();

        assertThat(compared).containsExactly(BY_RELAY.and(BY_REQUESTS), everything());
    }

    @Test
    void of_a_failure_that_an_earlier_run_noticed_nothing_is_known() throws Exception {
        TouchedRows rows = noticing(Compare.TOUCHED);
        readsFail(NOON.plusSeconds(700));

        var unused = rows.compare();

        assertThat(compared).containsExactly(everything());
    }

    @Test
    void who_wants_all_compared_has_all_compared_once() throws Exception {
        TouchedRows rows = noticing(Compare.ALL);
        lost = 1;

        assertThat(rows.compare().repaired()).isEqualTo(1);

        assertThat(compared).containsExactly(everything());
    }
}
