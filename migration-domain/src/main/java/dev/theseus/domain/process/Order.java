package dev.theseus.domain.process;

import dev.theseus.domain.migration.MigrationCommand;
import java.time.Instant;

/**
 * What a process wants done. Each may be given again after a crash, and some are then lost: see
 * {@link MigrationProcess}.
 */
public sealed interface Order {

    /** Lets the crew carry work out. */
    record Do(Work work) implements Order {}

    /** Sends a command; if it is refused by then, nothing is wrong: the migration has gone on. */
    record Send(MigrationCommand command) implements Order {}

    /**
     * Lets {@link MigrationCommand.NoteDeadline} come at a moment; a later order for the same deadline moves it.
     *
     * @param deadline its name within the process
     */
    record Wake(String deadline, Instant at) implements Order {}

    /** Takes a deadline back; one that is on its way comes all the same. */
    record Forget(String deadline) implements Order {}
}
