package dev.theseus.jdbc.copy;

import dev.theseus.domain.backfill.Chunk;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that threads of this process are at work on. The database knows which process claimed a chunk, not whether
 * that process still works on it. Safe for several threads.
 */
final class ChunksInHand {

    private record Held(int table, long number) {}

    private final Set<Held> held = ConcurrentHashMap.newKeySet();

    /** For one claim, which may fail after the chunk was taken. */
    Grip grip() {
        return new Grip();
    }

    void letGo(Chunk chunk) {
        held.remove(new Held(chunk.table(), chunk.number()));
    }

    void letGoOfAll() {
        held.clear();
    }

    Collection<Long> of(int table) {
        return held.stream().filter(h -> h.table() == table).map(Held::number).toList();
    }

    /** At most one chunk, about to be claimed. */
    final class Grip {

        private @Nullable Chunk taken;

        void take(Chunk chunk) {
            held.add(new Held(chunk.table(), chunk.number()));
            taken = chunk;
        }

        void letGo() {
            if (taken != null) {
                ChunksInHand.this.letGo(taken);
            }
        }
    }
}
