package dev.theseus.domain.access;

import dev.theseus.domain.plan.MigrationId;
import java.util.List;
import java.util.Optional;

/** Keeps the commands that wait for a second person. Safe for several threads and several processes. */
public interface ApprovalRequests {

    /**
     * Keeps one, unless the same command of the same migration waits already.
     *
     * @return whether it waits now
     */
    boolean add(ApprovalRequest request);

    /** Those that wait, oldest first. */
    List<ApprovalRequest> waiting(MigrationId migration);

    /**
     * Takes one away, in one step: of several who agree at the same moment one gets it, and carries it out.
     *
     * @return empty if it does not wait any more
     */
    Optional<ApprovalRequest> take(String id);
}
