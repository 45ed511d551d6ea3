package dev.theseus.messaging.saga;

import static dev.theseus.messaging.Shop.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.saga.RetryPolicy;
import dev.theseus.domain.saga.SagaAlert;
import dev.theseus.domain.saga.SagaAlerts;
import dev.theseus.domain.saga.SagaDefinition;
import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaOutcome;
import dev.theseus.domain.saga.SagaRefused;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.domain.saga.StepFailed;
import dev.theseus.domain.saga.StepOutline;
import dev.theseus.domain.saga.Workflow;
import dev.theseus.messaging.ControlPlane;
import dev.theseus.messaging.Shop;
import dev.theseus.messaging.TestControlDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BusinessSagasTest {

    private static final SagaId ID = new SagaId("17");
    private static final Map<String, String> INPUTS = Map.of("from", "4711", "to", "4712");
    private static final Map<String, String> REFUSED = Map.of("refuse", "yes");

    private final TestControlDatabase database = TestControlDatabase.create();
    private final List<BusinessSagas> opened = new ArrayList<>();
    private final List<SagaAlert> alerts = new CopyOnWriteArrayList<>();

    BusinessSagasTest() {
        database.execute(Bank.TABLES);
    }

    @AfterEach
    void close() {
        opened.forEach(BusinessSagas::close);
        database.close();
    }

    private BusinessSagas open(Bank.Point point) {
        return open(new Bank(database.source(), point).transfer(), alerts::add);
    }

    private BusinessSagas open(Workflow workflow, SagaAlerts told) {
        BusinessSagas sagas =
                BusinessSagas.open(database.source(), List.of(workflow), BusinessSagas.Settings.telling(told));
        opened.add(sagas);
        return sagas;
    }

    private void close(BusinessSagas sagas) {
        opened.remove(sagas);
        sagas.close();
    }

    private static void awaitEnd(BusinessSagas sagas, SagaId saga, SagaOutcome outcome) {
        await().atMost(Duration.ofSeconds(25))
                .untilAsserted(() -> assertThat(sagas.state(saga))
                        .isInstanceOfSatisfying(
                                SagaState.Ended.class,
                                e -> assertThat(e.outcome()).isEqualTo(outcome)));
    }

    private List<String> calls() {
        return database.texts("SELECT what FROM call ORDER BY number");
    }

    @Test
    void a_saga_goes_through_its_steps_and_says_who_asked_for_it() {
        BusinessSagas sagas = open((call, point) -> {});
        sagas.begin(ID, Bank.TRANSFER, INPUTS, ANNA);
        sagas.begin(ID, Bank.TRANSFER, INPUTS, ANNA);

        awaitEnd(sagas, ID, SagaOutcome.COMPLETED);
        assertThat(calls()).containsExactly("debit", "credit", "notify");
        List<SagaEntry> trail = sagas.trail(ID);
        assertThat(trail.getFirst().cause().origin()).isEqualTo(ANNA);
        assertThat(trail.getFirst().cause().command()).isEqualTo("begin-saga");
        assertThat(trail.getLast().cause().origin().correlation()).isEqualTo("17");
        assertThat(trail).extracting(SagaEntry::sequence).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        await().untilAsserted(() -> assertThat(sagas.open()).isEmpty());
        await().untilAsserted(() -> assertThat(database.texts("SELECT task_instance FROM theseus_control.deadline"))
                .isEmpty());
        assertThat(alerts).isEmpty();
    }

    @Test
    void when_a_step_is_refused_those_before_are_taken_back() {
        BusinessSagas sagas = open((call, point) -> {});
        sagas.begin(ID, Bank.TRANSFER, REFUSED, ANNA);

        awaitEnd(sagas, ID, SagaOutcome.COMPENSATED);
        assertThat(calls()).containsExactly("debit", "credit", "undo credit", "undo debit");
        assertThat(sagas.trail(ID))
                .extracting(SagaEntry::event)
                .filteredOn(SagaEvent.StepGivenUp.class::isInstance)
                .extracting(e -> ((SagaEvent.StepGivenUp) e).reason())
                .containsExactly("nobody is there");
    }

    @Test
    void of_a_failure_only_what_was_written_to_be_kept_is_kept() {
        AtomicInteger attempts = new AtomicInteger();
        BusinessSagas sagas = open((call, point) -> {
            if (point.equals("before credit")) {
                switch (attempts.incrementAndGet()) {
                    case 1 -> throw new IllegalStateException("Ms Miller owes 4711");
                    case 2 -> throw new StepFailed("new is away", new IllegalStateException("Ms Miller"));
                    default -> {}
                }
            }
        });
        sagas.begin(ID, Bank.TRANSFER, INPUTS, ANNA);

        awaitEnd(sagas, ID, SagaOutcome.COMPLETED);
        assertThat(sagas.trail(ID))
                .extracting(SagaEntry::event)
                .filteredOn(SagaEvent.AttemptFailed.class::isInstance)
                .extracting(e -> ((SagaEvent.AttemptFailed) e).failure().reason())
                .containsExactly("IllegalStateException", "new is away");
    }

    @Test
    void what_is_stuck_is_told_and_listed_and_goes_on_when_somebody_has_it_tried() {
        Set<String> broken = ConcurrentHashMap.newKeySet();
        broken.add("before undo debit");
        BusinessSagas sagas = open((call, point) -> {
            if (broken.contains(point)) {
                throw new StepFailed("old refuses", new IllegalStateException());
            }
        });
        sagas.begin(ID, Bank.TRANSFER, REFUSED, ANNA);

        await().until(() -> !alerts.isEmpty());
        assertThat(alerts.getFirst().kind()).isEqualTo(SagaAlert.Kind.STUCK);
        assertThat(alerts.getFirst().text()).contains("debit", "old refuses");
        await().untilAsserted(() -> assertThat(sagas.open()).singleElement().satisfies(s -> {
            assertThat(s.saga()).isEqualTo(ID);
            assertThat(s.isStuck()).isTrue();
        }));

        broken.clear();
        sagas.retry(ID, ANNA);
        awaitEnd(sagas, ID, SagaOutcome.COMPENSATED);
        assertThat(calls()).containsExactly("debit", "credit", "undo credit", "undo debit");
    }

    @Test
    void an_alert_that_could_not_be_told_is_told_again() {
        AtomicInteger told = new AtomicInteger();
        Bank bank = new Bank(database.source(), (call, point) -> {
            if (point.equals("before undo debit")) {
                throw new IllegalStateException("planted");
            }
        });
        BusinessSagas sagas = open(bank.transfer(), alert -> {
            if (told.incrementAndGet() == 1) {
                throw new IllegalStateException("the webhook is away");
            }
        });
        sagas.begin(ID, Bank.TRANSFER, REFUSED, ANNA);

        await().atMost(Duration.ofSeconds(15)).until(() -> told.get() == 2);
    }

    @Test
    void a_sink_that_fails_holds_up_no_other_saga() {
        Bank bank = new Bank(database.source(), (call, point) -> {
            if (point.equals("before undo debit") && call.saga().equals(ID)) {
                throw new IllegalStateException("planted");
            }
        });
        BusinessSagas sagas = open(bank.transfer(), alert -> {
            throw new IllegalStateException("the webhook is away");
        });
        sagas.begin(ID, Bank.TRANSFER, REFUSED, ANNA);
        await().until(() -> sagas.open().stream().anyMatch(SagaStanding::isStuck));

        sagas.begin(new SagaId("18"), Bank.TRANSFER, INPUTS, ANNA);
        awaitEnd(sagas, new SagaId("18"), SagaOutcome.COMPLETED);
    }

    @Test
    void what_one_process_does_not_know_somebody_is_told_of_and_another_process_carries_on() {
        restAtCredit();
        database.execute(
                "UPDATE theseus_control.deadline SET execution_time = now()" + " WHERE task_name = 'workflow-step'");
        BusinessSagas ignorant =
                open(Workflow.named("other", 1).step("nothing", call -> {}).build(), alerts::add);

        await().until(() -> !alerts.isEmpty());
        assertThat(alerts).extracting(SagaAlert::kind).containsOnly(SagaAlert.Kind.UNKNOWN_WORKFLOW);
        assertThat(ignorant.state(ID)).isInstanceOf(SagaState.Forward.class);

        open((call, point) -> {});
        awaitEnd(ignorant, ID, SagaOutcome.COMPLETED);
        assertThat(alerts).as("it is told once in a while").hasSize(1);
    }

    /** Its first attempt to credit has failed, the next one is an hour away, and nobody is there. */
    private Workflow restAtCredit() {
        Workflow resting = resting((call, point) -> {
            if (point.equals("before credit")) {
                throw new IllegalStateException("planted");
            }
        });
        BusinessSagas sagas = open(resting, alerts::add);
        sagas.begin(ID, Bank.TRANSFER, INPUTS, ANNA);
        await().until(() ->
                sagas.state(ID) instanceof SagaState.Forward f && f.attempt().number() == 2);
        await().until(() -> database.texts("SELECT task_instance FROM theseus_control.deadline")
                .contains("17 do 2 credit"));
        close(sagas);
        return resting;
    }

    /** As if the process died after each order that it gave and before it kept that it had. */
    @Test
    void an_order_that_is_given_twice_is_carried_out_once() {
        database.execute("""
                CREATE SEQUENCE planted;
                CREATE FUNCTION every_second_fails() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('planted') % 2 = 1 THEN
                        RAISE EXCEPTION 'planted';
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER planted BEFORE INSERT OR UPDATE ON theseus_control.saga
                    FOR EACH ROW EXECUTE FUNCTION every_second_fails();
                """);
        BusinessSagas sagas = open((call, point) -> {});
        sagas.begin(ID, Bank.TRANSFER, INPUTS, ANNA);

        awaitEnd(sagas, ID, SagaOutcome.COMPLETED);
        assertThat(calls()).containsExactly("debit", "credit", "notify");
        assertThat(database.texts("SELECT (last_value > 6)::text FROM planted")).containsExactly("true");
    }

    @Test
    void an_attempt_that_takes_too_long_is_interrupted_and_taken_back() {
        Bank bank = new Bank(database.source(), (call, point) -> {
            if (point.equals("after credit")) {
                new CountDownLatch(1).await();
            }
        });
        BusinessSagas sagas = open(bank.transfer(Duration.ofSeconds(1)), alerts::add);
        sagas.begin(ID, Bank.TRANSFER, INPUTS, ANNA);

        awaitEnd(sagas, ID, SagaOutcome.COMPENSATED);
        assertThat(calls()).containsExactly("debit", "credit", "undo credit", "undo debit");
    }

    @Test
    void the_time_of_a_step_goes_on_while_nobody_is_there() {
        Workflow resting = restAtCredit();
        // the watch is due, the next attempt is not
        database.execute(
                "UPDATE theseus_control.deadline SET execution_time = now()" + " WHERE task_name = 'workflow-watch'");

        BusinessSagas second = open(resting, alerts::add);

        awaitEnd(second, ID, SagaOutcome.COMPENSATED);
        assertThat(second.trail(ID))
                .extracting(SagaEntry::event)
                .hasAtLeastOneElementOfType(SagaEvent.DeadlinePassed.class);
        assertThat(alerts).extracting(SagaAlert::kind).containsExactly(SagaAlert.Kind.OVERDUE);
    }

    /** Between attempts it rests for hours. */
    private Workflow resting(Bank.Point point) {
        Workflow transfer = new Bank(database.source(), point).transfer(Duration.ofHours(10));
        List<StepOutline> steps = transfer.definition().steps().stream()
                .map(s -> new StepOutline(
                        s.name(),
                        s.deadline(),
                        new RetryPolicy(
                                3,
                                new RetryPolicy.Rests(Duration.ofHours(1), Duration.ofHours(1)),
                                Duration.ofHours(1)),
                        s.undo()))
                .toList();
        return new Workflow(new SagaDefinition(Bank.TRANSFER, 1, steps), transfer.steps());
    }

    @Test
    void of_two_processes_one_carries_out_each_step() {
        BusinessSagas one = open((call, point) -> {});
        BusinessSagas two = open((call, point) -> {});
        for (int i = 0; i < 20; i++) {
            (i % 2 == 0 ? one : two).begin(new SagaId("t" + i), Bank.TRANSFER, INPUTS, ANNA);
        }
        for (int i = 0; i < 20; i++) {
            awaitEnd(one, new SagaId("t" + i), SagaOutcome.COMPLETED);
        }
        assertThat(calls()).hasSize(60);
        assertThat(database.texts("SELECT saga || what FROM call")).doesNotHaveDuplicates();
        close(one);

        two.begin(new SagaId("last"), Bank.TRANSFER, INPUTS, ANNA);
        awaitEnd(two, new SagaId("last"), SagaOutcome.COMPLETED);
    }

    @Test
    void a_saga_and_a_migration_of_the_same_name_and_store_do_not_meet() {
        BusinessSagas sagas = open((call, point) -> {});
        SagaId shop = new SagaId(Shop.ID.value());
        sagas.begin(shop, Bank.TRANSFER, INPUTS, ANNA);
        awaitEnd(sagas, shop, SagaOutcome.COMPLETED);
        try (ControlPlane plane = ControlPlane.open(database.source())) {
            plane.execute(new MigrationCommand.PlanMigration(Shop.ID, Shop.NOON, Shop.plan()), ANNA);

            assertThat(plane.audit(Shop.ID)).hasSize(1);
            assertThat(sagas.trail(shop)).hasSize(8);
        }
    }

    @Test
    void what_can_not_be_begun_or_tried_is_refused_with_the_reason() {
        BusinessSagas sagas = open((call, point) -> {});
        assertThatThrownBy(() -> sagas.begin(ID, "transfre", INPUTS, ANNA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there are [transfer]");
        assertThatThrownBy(() -> sagas.retry(ID, ANNA))
                .isInstanceOf(SagaRefused.class)
                .hasMessageContaining("no saga");
        assertThat(sagas.trail(ID)).isEmpty();
    }
}
