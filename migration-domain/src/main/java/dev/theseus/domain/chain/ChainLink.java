package dev.theseus.domain.chain;

import java.time.Instant;

/**
 * What the chain says of one event.
 *
 * @param position in the chain, from 1, without gaps
 * @param event that it is about
 * @param digest of the event when it was written
 * @param hash of this link, over the previous one and all of the above
 * @param sealed when the event was written, by the clock of the control database, in microseconds since 1970
 * @param origin how the event came into the chain
 */
public record ChainLink(long position, EventPlace event, String digest, String hash, long sealed, Origin origin) {

    /** How an event came into the chain. */
    public enum Origin {
        /** In the transaction that wrote it. */
        WRITTEN,
        /** When the chain began: it had been there before, and nobody can say since when. */
        ADOPTED
    }

    /** When the event was written, by the clock of the control database. */
    public Instant sealedAt() {
        return Instant.EPOCH.plusNanos(Math.multiplyExact(sealed, 1_000L));
    }
}
