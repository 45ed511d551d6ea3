package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaAlert;
import dev.theseus.domain.saga.SagaAlerts;
import dev.theseus.domain.saga.SagaCommand;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.domain.saga.SagaState;
import dev.theseus.messaging.deadline.Deadline;
import dev.theseus.messaging.deadline.Due;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Says when the time of a step is over, and tells people: {@code late debit}, {@code tell STUCK The step …}. Alerts are
 * kept like other orders, so that a sink that fails holds up no saga, and loses none of them.
 */
record WatchOrder(AxonSagas sagas, SagaAlerts alerts, InstantSource clock) implements Due {

    private static final String LATE = "late";
    private static final String TELL = "tell";

    static String late(String step) {
        return LATE + " " + step;
    }

    static String tell(SagaAlert alert) {
        return TELL + " " + alert.kind() + " " + alert.text();
    }

    @Override
    public void isDue(Deadline deadline, Instant at) {
        SagaId saga = new SagaId(deadline.subject());
        String[] order = deadline.purpose().split(" ", 2);
        switch (order[0]) {
            case LATE -> sagas.report(new SagaCommand.PassDeadline(saga, clock.instant(), order[1]));
            case TELL -> tell(saga, at, order[1].split(" ", 2));
            default -> throw new IllegalArgumentException("Nobody wrote the order \"" + deadline.purpose() + "\"");
        }
    }

    private void tell(SagaId saga, Instant at, String[] alert) {
        alerts.tell(new SagaAlert(saga, workflow(sagas.state(saga)), at, SagaAlert.Kind.valueOf(alert[0]), alert[1]));
    }

    private static String workflow(SagaState state) {
        return switch (state) {
            case SagaState.Absent s -> "";
            case SagaState.Forward s -> s.course().definition().workflow();
            case SagaState.Backward s -> s.course().definition().workflow();
            case SagaState.Ended s -> s.course().definition().workflow();
        };
    }
}
