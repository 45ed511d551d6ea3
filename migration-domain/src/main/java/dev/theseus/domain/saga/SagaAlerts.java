package dev.theseus.domain.saga;

/**
 * Tells people about sagas. Returns soon; if it throws, it is asked again some seconds later. Safe for several threads.
 */
@FunctionalInterface
public interface SagaAlerts {

    void tell(SagaAlert alert);
}
