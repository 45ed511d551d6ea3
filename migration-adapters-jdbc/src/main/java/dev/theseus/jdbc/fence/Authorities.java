package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Reads what both databases say about authority. */
record Authorities(HandoverGround ground) {

    private static final String NOT_IN_THE_STATE = "55000";

    /**
     * Old is read before and after new: an epoch only grows, so what it says both times it said while new was read.
     * Else authority that moved in between would look as if both had it.
     */
    Authority look() {
        while (true) {
            Epoch before = read(ground.old());
            Epoch target = read(ground.target());
            Epoch after = read(ground.old());
            if (before.equals(after)) {
                return authority(after, target);
            }
        }
    }

    private Epoch read(PgDatabase database) {
        return database.inTransaction("read the epoch", ground.fence()::read);
    }

    static Authority authority(Epoch old, Epoch target) {
        if (Math.abs(old.number() - target.number()) > 1) {
            throw notAPair(old, target);
        }
        try {
            return new Authority(old, target);
        } catch (IllegalArgumentException e) {
            throw notAPair(old, target);
        }
    }

    /** No handover brings this about, whatever died. */
    private static DatabaseRefused notAPair(Epoch old, Epoch target) {
        return new DatabaseRefused(
                Side.NEW,
                NOT_IN_THE_STATE,
                "Old says epoch " + old.number() + " and new says epoch " + target.number()
                        + ", which no handover leaves behind: one of the databases was restored from a backup, has"
                        + " failed over to a standby that lagged, or its sequence theseus.epoch was changed. Find out"
                        + " which of them took the latest writes before anything else is done.");
    }
}
