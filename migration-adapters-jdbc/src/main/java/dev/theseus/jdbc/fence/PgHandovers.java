package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.Handover;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.relay.RelaysBothWays;

/** Makes what moves authority between two PostgreSQL databases. */
public final class PgHandovers {

    private PgHandovers() {}

    /**
     * For one thread at a time. It takes two sessions on each side while it is at work.
     *
     * @param relays that run in this process: they are hurried while writers are held
     * @param sequenceMargin how many numbers sequences of the side that takes over leave out; 0 or more
     */
    public static Handover handover(PgDatabase old, PgDatabase target, RelaysBothWays relays, long sequenceMargin) {
        HandoverGround ground =
                new HandoverGround(old, target, PgFence.MIGRATION, Rests.WITH_JITTER, sequenceMargin, step -> {});
        return new PgHandover(ground, relays, new PgRehearsal(old, target, LockPatience.DEFAULT, step -> {}));
    }
}
