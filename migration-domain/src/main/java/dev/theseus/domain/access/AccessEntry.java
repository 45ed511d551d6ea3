package dev.theseus.domain.access;

import dev.theseus.domain.audit.AuditEntry.StoredEvent;
import dev.theseus.domain.audit.Origin;
import java.time.Instant;

/**
 * One event at the door, as an auditor sees it.
 *
 * @param sequence its place, from 0, without gaps
 * @param origin who and why
 * @param what its stored form
 */
public record AccessEntry(long sequence, Instant at, Origin origin, StoredEvent what) {}
