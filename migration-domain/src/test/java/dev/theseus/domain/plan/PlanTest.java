package dev.theseus.domain.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.theseus.domain.database.TableName;
import dev.theseus.domain.keymap.KeyMap;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.BackfillSettings.RateLimit;
import dev.theseus.domain.plan.BackfillSettings.Window;
import dev.theseus.domain.plan.TablePlan.CaptureMode;
import dev.theseus.domain.plan.TablePlan.ExistingRows;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static final TableName USERS = new TableName("public", "users");
    private static final TableName ORDERS = new TableName("public", "orders");

    @Test
    void a_plan_names_at_least_one_table() {
        assertThatIllegalArgumentException().isThrownBy(() -> plan()).withMessageContaining("names no table");
    }

    @Test
    void two_tables_have_different_numbers_names_and_targets() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(table(1, USERS, USERS), table(1, ORDERS, ORDERS)))
                .withMessageContaining("the number 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(table(1, USERS, USERS), table(2, USERS, ORDERS)))
                .withMessageContaining("names table public.users twice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(table(1, USERS, USERS), table(2, ORDERS, USERS)))
                .withMessageContaining("go into public.users");
    }

    @Test
    void a_key_map_is_among_the_tables_and_has_a_name_of_its_own() {
        KeyMap map = new KeyMap(
                "users",
                new KeyMap.End(USERS, "id", new KeyMap.Given.Counted(1_000)),
                new KeyMap.End(USERS, "id", new KeyMap.Given.Random()));
        TablePlan users = table(1, USERS, USERS);
        TablePlan carried = TablePlan.of(map, 2);

        assertThat(plan(List.of(map), users, carried)
                        .with(Plan.Settings.DEFAULT)
                        .keyMaps())
                .containsExactly(map);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(List.of(map), users))
                .withMessageContaining("Key map users is not among the plan's tables");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan(List.of(map, map), users, carried))
                .withMessageContaining("Two key maps of the plan are named users");
    }

    @Test
    void a_table_may_go_into_one_of_another_name_even_if_that_is_planned_too() {
        assertThat(plan(table(1, USERS, ORDERS), table(2, ORDERS, USERS)).tables(ORDERS))
                .extracting(TablePlan::number)
                .containsExactly(2);
    }

    @Test
    void a_table_has_a_key_among_its_columns_and_a_number_from_1() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table(1, List.of(), List.of("id")))
                .withMessageContaining("has no key");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table(1, List.of("id"), List.of("note")))
                .withMessageContaining("must be among its carried columns");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table(0, List.of("id"), List.of("id")))
                .withMessageContaining("numbered from 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Shop", "1shop", "my shop", "../shop", "a234567890123456789012345678901234567890x"})
    void a_name_that_does_not_fit_into_file_names_and_events_is_refused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new MigrationId(name));
    }

    @Test
    void an_address_never_holds_a_password() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatabaseAddress("jdbc:postgresql://h/d?PassWord=s3cret", "u", Optional.empty()))
                .withMessageContaining("environment variable")
                .matches(e -> !e.getMessage().contains("s3cret"));
    }

    @Test
    void settings_stay_within_their_ranges() {
        refused(() -> new ChunkSize(100, 1));
        refused(() -> new ChunkSize(1 << 20, 0));
        refused(() -> new RateLimit(-1, 0));
        refused(() -> backfill(0));
        refused(() -> backfill(65));
        refused(() -> new RelaySettings(0, 1, 1, Duration.ofMillis(1)));
        refused(() -> new RelaySettings(1, 10_001, 1, Duration.ofMillis(1)));
        refused(() -> new RelaySettings(1, 1, 0, Duration.ofMillis(1)));
        refused(() -> new RelaySettings(1, 1, 1, Duration.ZERO));
        refused(() -> new ThrottleSettings(Duration.ZERO, 0, Duration.ZERO, 0, Duration.ZERO));
        refused(() -> new ThrottleSettings(Duration.ZERO, 0, Duration.ZERO, 1.01, Duration.ZERO));
        refused(() -> new ThrottleSettings(Duration.ZERO, 0, Duration.ZERO, Double.NaN, Duration.ZERO));
        refused(() -> new ThrottleSettings(Duration.ZERO, -1, Duration.ZERO, 1, Duration.ZERO));
        refused(() -> new VerificationSettings(0, 1, 1));
        refused(() -> new VerificationSettings(1, 0, 1));
        refused(() -> new GateSettings(Duration.ZERO, -1, Duration.ZERO));
    }

    @Test
    void a_window_may_go_over_midnight() {
        Window night = new Window(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("Europe/Zurich"));
        Window day = new Window(LocalTime.of(6, 0), LocalTime.of(22, 0), ZoneId.of("Europe/Zurich"));

        for (LocalTime time : List.of(LocalTime.of(22, 0), LocalTime.MIDNIGHT, LocalTime.of(5, 59))) {
            assertThat(night.contains(time)).isTrue();
            assertThat(day.contains(time)).isFalse();
        }
        for (LocalTime time : List.of(LocalTime.of(6, 0), LocalTime.NOON, LocalTime.of(21, 59))) {
            assertThat(night.contains(time)).isFalse();
            assertThat(day.contains(time)).isTrue();
        }
    }

    private static void refused(ThrowingCallable making) {
        assertThatIllegalArgumentException().isThrownBy(making);
    }

    private static BackfillSettings backfill(int parallelism) {
        BackfillSettings usual = BackfillSettings.DEFAULT;
        return new BackfillSettings(
                parallelism, usual.chunk(), usual.order(), usual.indexes(), usual.rate(), usual.window());
    }

    private static Plan plan(TablePlan... tables) {
        return plan(List.of(), tables);
    }

    private static Plan plan(List<KeyMap> keyMaps, TablePlan... tables) {
        DatabaseAddress address = new DatabaseAddress("jdbc:postgresql://h/db", "app", Optional.empty());
        return new Plan(new MigrationId("shop"), address, address, List.of(tables), keyMaps, Plan.Settings.DEFAULT);
    }

    private static TablePlan table(int number, TableName old, TableName target) {
        return new TablePlan(
                number, old, target, List.of("id"), List.of("id"), ExistingRows.REFUSE, CaptureMode.AUTOMATIC);
    }

    private static TablePlan table(int number, List<String> key, List<String> columns) {
        return new TablePlan(number, USERS, USERS, key, columns, ExistingRows.REFUSE, CaptureMode.AUTOMATIC);
    }
}
