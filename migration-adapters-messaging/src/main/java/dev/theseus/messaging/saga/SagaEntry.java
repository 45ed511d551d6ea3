package dev.theseus.messaging.saga;

import dev.theseus.domain.audit.AuditEntry.Cause;
import dev.theseus.domain.saga.SagaEvent;

/**
 * One event of a saga as an auditor sees it.
 *
 * @param sequence its place among the events of the saga, from 0, without gaps
 * @param cause who asked for what and why
 * @param event what happened
 */
public record SagaEntry(long sequence, Cause cause, SagaEvent event) {}
