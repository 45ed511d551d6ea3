package dev.theseus.messaging.stored;

import dev.theseus.domain.saga.SagaEvent;
import java.util.List;

/** The logical name and revision of every event of sagas. A name is for ever; a changed form gets the next revision. */
public final class SagaForms {

    private SagaForms() {}

    public static final List<StoredForm<? extends SagaEvent, ?>> ALL = List.of(
            StoredForm.of(SagaEvent.SagaBegan.class, "saga.began", 1),
            StoredForm.of(SagaEvent.AttemptBegan.class, "saga.attempt-began", 1),
            StoredForm.of(SagaEvent.StepDone.class, "saga.step-done", 1),
            StoredForm.of(SagaEvent.AttemptFailed.class, "saga.attempt-failed", 1),
            StoredForm.of(SagaEvent.DeadlinePassed.class, "saga.deadline-passed", 1),
            StoredForm.of(SagaEvent.StepGivenUp.class, "saga.step-given-up", 1),
            StoredForm.of(SagaEvent.StepCompensated.class, "saga.step-compensated", 1),
            StoredForm.of(SagaEvent.CompensationFailed.class, "saga.compensation-failed", 1),
            StoredForm.of(SagaEvent.SagaStuck.class, "saga.stuck", 1),
            StoredForm.of(SagaEvent.SagaRetried.class, "saga.retried", 1),
            StoredForm.of(SagaEvent.SagaEnded.class, "saga.ended", 1));
}
