package dev.theseus.messaging.saga;

import dev.theseus.domain.saga.SagaAlert;
import dev.theseus.domain.saga.SagaAlerts;
import dev.theseus.domain.saga.SagaDefinition;
import dev.theseus.domain.saga.SagaId;
import dev.theseus.messaging.deadline.Deadline;
import dev.theseus.messaging.deadline.Due;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Leaves work that this process does not know to others: the order comes again after seconds, to whoever takes it.
 * Since there may be no other, people are told, once in a while for each workflow.
 */
final class KnownWorkOnly implements Due {

    private static final Duration ONCE_IN = Duration.ofMinutes(10);

    private final Due work;
    private final SagaAlerts alerts;
    private final InstantSource clock;
    private final Map<SagaDefinition, Instant> told = new ConcurrentHashMap<>();

    KnownWorkOnly(Due work, SagaAlerts alerts, InstantSource clock) {
        this.work = work;
        this.alerts = alerts;
        this.clock = clock;
    }

    @Override
    public void isDue(Deadline deadline, Instant at) {
        try {
            work.isDue(deadline, at);
        } catch (UnknownStep unknown) {
            tell(new SagaId(deadline.subject()), unknown);
            throw unknown;
        }
    }

    private void tell(SagaId saga, UnknownStep unknown) {
        Instant now = clock.instant();
        Instant last = told.put(unknown.definition(), now);
        if (last == null || Duration.between(last, now).compareTo(ONCE_IN) > 0) {
            alerts.tell(new SagaAlert(
                    saga, unknown.definition().workflow(), now, SagaAlert.Kind.UNKNOWN_WORKFLOW, unknown.text()));
        } else {
            told.put(unknown.definition(), last);
        }
    }
}
