package dev.theseus.app.plan;

import dev.theseus.domain.plan.DatabaseAddress;
import java.nio.file.Path;

/** Where the events, sagas and read models of a migration are kept; it outlives both databases. */
public sealed interface ControlStore {

    /** @param directory in which an embedded PostgreSQL keeps its files */
    record Embedded(Path directory) implements ControlStore {}

    /** @param address of a database that is given */
    record Server(DatabaseAddress address) implements ControlStore {}
}
