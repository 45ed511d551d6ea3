package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;
import org.jspecify.annotations.Nullable;

/**
 * The same write for either database.
 *
 * @param target null if it was given for old only
 */
record Works<W>(W old, @Nullable W target) {

    /** Whether the write can go to another database than the first. */
    enum Repeat {
        POSSIBLE,
        IMPOSSIBLE
    }

    Repeat repeat() {
        return target == null ? Repeat.IMPOSSIBLE : Repeat.POSSIBLE;
    }

    /** @throws AuthorityMoved if there is none for that side */
    W on(Side side) {
        if (side == Side.OLD) {
            return old;
        }
        if (target == null) {
            throw AuthorityMoved.ofOneSide(null);
        }
        return target;
    }
}
