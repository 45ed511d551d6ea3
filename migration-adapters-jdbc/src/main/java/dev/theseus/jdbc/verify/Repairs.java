package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;

/**
 * What a comparison repairs with.
 *
 * @param log of the side with authority: a key appended to it is brought over again
 * @param applier brings rows over that change too often to be waited for
 * @param relay whose passing is waited for
 */
public record Repairs(ChangeLog log, Applier applier, Relay relay) {}
