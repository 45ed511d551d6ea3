package dev.theseus.domain.chain;

import java.time.Instant;

/**
 * An event as it stands in the event store now.
 *
 * @param place where
 * @param digest made anew from what stands there
 * @param at when it says that it happened
 */
public record KeptEvent(EventPlace place, String digest, Instant at) {}
