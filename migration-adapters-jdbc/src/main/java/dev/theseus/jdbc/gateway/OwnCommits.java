package dev.theseus.jdbc.gateway;

import dev.theseus.jdbc.gateway.Drawn.Flush;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The transactions on old whose rows this process is bringing over, and which reached old's disk before their commit
 * was answered. Safe for several threads.
 */
final class OwnCommits {

    private final Set<Long> onDisk = ConcurrentHashMap.newKeySet();

    void begin(Drawn drawn) {
        if (drawn.flush() == Flush.AT_COMMIT) {
            onDisk.add(drawn.transaction());
        }
    }

    void end(Drawn drawn) {
        onDisk.remove(drawn.transaction());
    }

    boolean isOnDisk(long transaction) {
        return onDisk.contains(transaction);
    }
}
