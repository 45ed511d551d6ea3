package dev.theseus.app.embed.saga;

import dev.theseus.domain.saga.SagaAlert;
import dev.theseus.domain.saga.SagaAlerts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts alerts into the log: the least that a service should do with them. */
public final class LoggedAlerts implements SagaAlerts {

    private static final Logger LOG = LoggerFactory.getLogger(LoggedAlerts.class);

    @Override
    public void tell(SagaAlert alert) {
        switch (alert.kind()) {
            case STUCK -> LOG.error("The saga {} of \"{}\" is stuck. {}", alert.saga(), alert.workflow(), alert.text());
            case UNKNOWN_WORKFLOW -> LOG.warn("The saga {} may stand still. {}", alert.saga(), alert.text());
            case OVERDUE -> LOG.warn("The saga {} of \"{}\" is late. {}", alert.saga(), alert.workflow(), alert.text());
        }
    }
}
