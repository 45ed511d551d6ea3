package dev.theseus.domain.saga;

/** Tells people about sagas. Returns soon; what it throws is repeated until it is told. Safe for several threads. */
@FunctionalInterface
public interface SagaAlerts {

    void tell(SagaAlert alert);
}
