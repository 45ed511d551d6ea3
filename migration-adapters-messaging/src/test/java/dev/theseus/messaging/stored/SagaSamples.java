package dev.theseus.messaging.stored;

import static dev.theseus.messaging.Shop.NOON;

import dev.theseus.domain.saga.Effect;
import dev.theseus.domain.saga.Failure;
import dev.theseus.domain.saga.RetryPolicy;
import dev.theseus.domain.saga.SagaDefinition;
import dev.theseus.domain.saga.SagaEvent;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaOutcome;
import dev.theseus.domain.saga.StepOutline;
import dev.theseus.domain.saga.StepOutline.Undo;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One event of sagas of every kind. */
public final class SagaSamples {

    public static final SagaId ID = new SagaId("transfer-17");

    public static final SagaDefinition DEFINITION = new SagaDefinition(
            "transfer",
            2,
            List.of(
                    new StepOutline("debit", Duration.ofMinutes(1), RetryPolicy.DEFAULT, Undo.COMPENSATION),
                    new StepOutline("notify", Duration.ofHours(2), RetryPolicy.once(), Undo.NOTHING_TO_UNDO)));

    /** By the name of the file that holds the approved form. */
    static final Map<String, SagaEvent> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("saga.began.1", new SagaEvent.SagaBegan(ID, NOON, DEFINITION, Map.of("from", "4711"))),
            Map.entry("saga.attempt-began.1", new SagaEvent.AttemptBegan(ID, NOON, "debit", 2)),
            Map.entry("saga.step-done.1", new SagaEvent.StepDone(ID, NOON, "debit", 2)),
            Map.entry(
                    "saga.attempt-failed.1",
                    new SagaEvent.AttemptFailed(
                            ID,
                            NOON,
                            "debit",
                            1,
                            new Failure(Effect.POSSIBLE, Failure.Remedy.TRY_AGAIN, "old is away"))),
            Map.entry("saga.deadline-passed.1", new SagaEvent.DeadlinePassed(ID, NOON, "debit")),
            Map.entry(
                    "saga.step-given-up.1",
                    new SagaEvent.StepGivenUp(ID, NOON, "notify", Effect.RULED_OUT, "nobody is there")),
            Map.entry("saga.step-compensated.1", new SagaEvent.StepCompensated(ID, NOON, "debit", 1)),
            Map.entry(
                    "saga.compensation-failed.1",
                    new SagaEvent.CompensationFailed(ID, NOON, "debit", 1, "old is away")),
            Map.entry("saga.stuck.1", new SagaEvent.SagaStuck(ID, NOON, "debit", "old is away")),
            Map.entry("saga.retried.1", new SagaEvent.SagaRetried(ID, NOON)),
            Map.entry("saga.ended.1", new SagaEvent.SagaEnded(ID, NOON, SagaOutcome.COMPENSATED))));

    private SagaSamples() {}
}
