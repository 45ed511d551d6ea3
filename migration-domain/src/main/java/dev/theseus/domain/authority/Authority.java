package dev.theseus.domain.authority;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import java.util.Optional;

/**
 * What both databases say about authority. A database has it while its own epoch says that changes travel from it; it
 * is taken away on one side before it is given on the other, so there are moments in which nobody has it, and none in
 * which both do.
 *
 * @param old the epoch that the old database keeps
 * @param target the epoch that the new database keeps
 */
public record Authority(Epoch old, Epoch target) {

    public static final Authority FIRST = new Authority(Epoch.FIRST, Epoch.FIRST);

    public Authority {
        if (holds(Side.OLD, old) && holds(Side.NEW, target)) {
            throw new IllegalArgumentException("Both databases say that they have authority: old in epoch "
                    + old.number() + ", new in epoch " + target.number());
        }
    }

    /** The side that accepts writes; empty while authority moves. */
    public Optional<Side> holder() {
        if (holds(Side.OLD, old)) {
            return Optional.of(Side.OLD);
        }
        return holds(Side.NEW, target) ? Optional.of(Side.NEW) : Optional.empty();
    }

    /** The epoch of a side. */
    public Epoch on(Side side) {
        return side == Side.OLD ? old : target;
    }

    /** Whether both sides say the same. */
    public State state() {
        return old.equals(target) ? State.SETTLED : State.MOVING;
    }

    /** The newer epoch of both: the one that is in force, or that a handover which was cut off was to bring. */
    public Epoch newest() {
        return old.number() >= target.number() ? old : target;
    }

    private static boolean holds(Side side, Epoch epoch) {
        return epoch.direction() == Direction.FORWARD ? side == Side.OLD : side == Side.NEW;
    }

    /** Whether authority stands still. */
    public enum State {
        SETTLED,
        /** Taken away on one side and not given on the other yet. */
        MOVING
    }
}
