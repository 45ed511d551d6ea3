package dev.theseus.domain.gate;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import java.time.Instant;

/**
 * What was measured for a gate.
 *
 * @param measuredAt when; old evidence counts as none
 * @param backlog of the change log
 * @param shadowReads what they found
 */
public record Evidence(Instant measuredAt, Backlog backlog, ShadowReads shadowReads) {

    /** Where no reads are shadowed yet. */
    public Evidence(Instant measuredAt, Backlog backlog) {
        this(measuredAt, backlog, ShadowReads.NONE);
    }
}
