package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import java.util.function.Supplier;

/**
 * Whether old has had authority since a look began. Only then do rows that differ, and do not stand in its log, differ
 * in truth: after a handover new goes on, and old follows.
 *
 * @param believed the epoch that the node goes by, which may be an earlier one than is in force
 * @param measured the epoch that the old database keeps
 */
record AuthorityOfOld(Supplier<Epoch> believed, Supplier<Epoch> measured) {

    /** To be asked for before the look. */
    Epoch begin() {
        return believed.get();
    }

    /** Epochs only grow: one that was in force before the look, and still is, has been all the while. */
    boolean lasts(Epoch begun) {
        return begun.direction().source() == Side.OLD && measured.get().equals(begun);
    }
}
