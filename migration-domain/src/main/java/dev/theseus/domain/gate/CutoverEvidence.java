package dev.theseus.domain.gate;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.health.DatabaseHealth;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What was measured before authority moves to new.
 *
 * @param measured the log and its age
 * @param fence whether it stands
 * @param old whether the old database could take the service back
 * @param nodesBehind names of the live nodes that don't go by the current rollout
 */
public record CutoverEvidence(
        Evidence measured, Fencing.State fence, DatabaseHealth old, SortedSet<String> nodesBehind) {

    public CutoverEvidence {
        nodesBehind = Collections.unmodifiableSortedSet(new TreeSet<>(nodesBehind));
    }
}
