package dev.theseus.domain.chain;

import java.util.List;
import java.util.Optional;

/**
 * The chain over the events of a control database. Each event is put into it by the transaction that writes it; this
 * port only looks. Safe for several threads.
 */
public interface AuditChain {

    /**
     * The newest link.
     *
     * @return empty if nothing has happened yet
     * @throws RuntimeException if the control database does not answer
     */
    Optional<ChainLink> last();

    /**
     * Holds every event and every link against each other, in one state of the control database, without holding up
     * those who write.
     *
     * @param anchors that the chain has to go through
     * @throws RuntimeException if the control database does not answer
     */
    ChainReport check(List<Anchor> anchors);
}
