package dev.theseus.domain.migration;

import dev.theseus.domain.database.Side;

/** Something that happened to a migration from outside, worth keeping in its trail. */
public sealed interface Incident {

    /** A server stopped answering; work on it waits. */
    record ServerAway(Side side) implements Incident {}

    /** A server answers again. */
    record ServerBack(Side side) implements Incident {}
}
