package dev.theseus.domain.process;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.migration.RowDisposition;
import dev.theseus.domain.migration.RunId;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import java.time.Instant;
import java.util.Optional;

/**
 * A piece of work that the process orders. Each may be ordered again after a crash, and then continues or finds that it
 * is done; each ends in a report to the aggregate. What fails in a way that trying again may mend is reported as a
 * failed step; what must end the run, as a failure.
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

    /** Installs fence and reverse capture, repeatedly if need be; reports fenced. */
    record InstallFence() implements Work {}

    /** Tries the way there and back on a table of our own; reports what it showed. */
    record Rehearse() implements Work {}

    /** Measures what the gate of the cutover asks for, and requests the handover. */
    record CheckCutover() implements Work {}

    /**
     * Moves authority away from the side that has it in an epoch; reports the outcome. Before it moves back to old, it
     * waits until every live node has seen that nobody reads from new.
     */
    record HandOver(Epoch from) implements Work {}

    /**
     * Stops a handover that may be in hand, looks at both databases, finishes what was cut off between them, and
     * reports what they say. Takes the place of whatever is in hand.
     */
    record Settle(Epoch from) implements Work {}

    /** Compares both databases after authority moved; reports what was found. */
    record VerifyMoved() implements Work {}

    /** Looks whether the old database could carry the service; reports it. */
    record CheckOldHealth() implements Work {}

    /** Publishes the rollout, and tells the service's caches to forget; reports it. */
    record ClearCaches() implements Work {}

    /**
     * Takes capture, fence and reverse relay off, and everything else that leads back; reports taken off. The epoch and
     * the board stay in new, so that nodes which go by them stay there.
     */
    record TakeOff() implements Work {}

    /**
     * Asks the {@link dev.theseus.domain.rollout.TrafficWindow} what nodes counted since a step of a rollout began, and
     * reports it; at once, whatever there is.
     */
    record MeasureTraffic(int step, Instant since) implements Work {}

    /** Waits until no live node says that its reads of new fail; reports that they work again. */
    record AwaitReads() implements Work {}

    /**
     * Drains the log, compares at least the tables that have changed since reads failed on new, and reports what was
     * found.
     */
    record VerifyTouched() implements Work {}
}
