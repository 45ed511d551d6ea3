package dev.theseus.domain.process;

import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import java.util.Optional;

/**
 * A piece of work that the process orders. Each may be ordered again after a crash, and then continues or finds that it
 * is done; each ends in a report to the aggregate.
 */
public sealed interface Work {

    /** Puts the bookkeeping into both databases; reports prepared. */
    record Prepare() implements Work {}

    /** Installs capture on every table; reports each. */
    record InstallCapture() implements Work {}

    /** Copies every table, builds its indexes, relays it from then on; reports each. */
    record CopyTables() implements Work {}

    /**
     * Waits until the changes made during the copy are applied, builds foreign keys, moves sequences; reports caught
     * up.
     */
    record CatchUp() implements Work {}

    /** Compares both databases; reports what was found. */
    record Verify() implements Work {}

    /** Measures the evidence, waits until the gate is open, and advances. */
    record Enter(Phase phase) implements Work {}

    /** Keeps the relay following the old database, and compares every now and then, until the run is stopped. */
    record Follow() implements Work {}

    /** Drops everything that is in hand: somebody paused. */
    record Hold() implements Work {}

    /** Takes everything of Theseus's off both databases; reports rolled back. */
    record TakeBack(RowDisposition rows) implements Work {}

    /** Ends the run. */
    record Finish(RunId run, RunOutcome outcome, Optional<String> reason) implements Work {}
}
