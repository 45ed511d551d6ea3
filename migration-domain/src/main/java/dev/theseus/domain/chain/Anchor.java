package dev.theseus.domain.chain;

import java.time.Instant;

/**
 * What the chain was at a moment. Kept where the control database is not, it shows later whether the chain still goes
 * through it.
 *
 * @param position of the last link, from 1
 * @param hash of that link
 * @param at when
 */
public record Anchor(long position, String hash, Instant at) {

    /** What is signed. */
    public String text() {
        return "theseus audit anchor 1\n" + position + "\n" + hash + "\n" + at + "\n";
    }

    /** Of the last link. */
    public static Anchor of(ChainLink last, Instant at) {
        return new Anchor(last.position(), last.hash(), at);
    }
}
