package dev.theseus.domain.migration;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.backfill.Backfill.TableCopied;
import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.gate.CutoverEvidence;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.rollout.TrafficEvidence;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be asked of a migration. Each carries the time at which it was asked; who asked and why travel beside it.
 * Repeating a command whose effect is there already changes nothing; what was found at a moment (caught up, compared,
 * failed, a server away, a run) is noted each time.
 */
public sealed interface MigrationCommand {

    MigrationId migration();

    Instant at();

    /** Takes a plan on, or, after a rollback or before anything was touched, another plan of the same name. */
    record PlanMigration(MigrationId migration, Instant at, Plan plan) implements MigrationCommand {}

    /** Changes settings while it is under way; the tables stay. */
    record ChangeSettings(MigrationId migration, Instant at, Plan.Settings settings) implements MigrationCommand {}

    /**
     * Begins a run of the tool, which continues whatever was begun.
     *
     * @param until the phase after which the run ends; it follows the old database until stopped when empty
     */
    record BeginRun(MigrationId migration, Instant at, RunId run, Optional<Phase> until) implements MigrationCommand {}

    /** Says that a run ended. */
    record EndRun(MigrationId migration, Instant at, RunId run, RunOutcome outcome) implements MigrationCommand {}

    /** Enters a phase, if its gate is open. */
    record Advance(MigrationId migration, Instant at, Phase to, Evidence evidence) implements MigrationCommand {}

    /** Says that the bookkeeping stands in both databases. */
    record ReportPrepared(MigrationId migration, Instant at) implements MigrationCommand {}

    /** Says that capture stands on a table. */
    record ReportCaptured(MigrationId migration, Instant at, TableName table) implements MigrationCommand {}

    /** Says that a table is copied. */
    record ReportCopied(MigrationId migration, Instant at, TableCopied copied) implements MigrationCommand {}

    /** Says that the indexes of a copied table stand. */
    record ReportIndexesBuilt(MigrationId migration, Instant at, TableName table) implements MigrationCommand {}

    /** Says that the changes that stood in the log when the copy ended are applied, and foreign keys hold. */
    record ReportCaughtUp(MigrationId migration, Instant at, Backlog backlog) implements MigrationCommand {}

    /**
     * Says what a comparison of both databases found.
     *
     * @param began when it began: of what came later it saw a part at most
     */
    record ReportVerification(MigrationId migration, Instant at, Instant began, VerificationSummary summary)
            implements MigrationCommand {}

    /**
     * Says that work failed in a way that repeating does not mend.
     *
     * @param work what was attempted
     * @param reason what went wrong and the remedy, without row contents
     */
    record ReportFailure(MigrationId migration, Instant at, String work, String reason) implements MigrationCommand {}

    /** Says that a server went away, or came back. */
    record ReportIncident(MigrationId migration, Instant at, Incident incident) implements MigrationCommand {}

    /** Changes who reads from new, and how reads and writes are watched. */
    record ChangeRollout(MigrationId migration, Instant at, RolloutPolicy policy) implements MigrationCommand {}

    /** Puts on record what a node has said; words may be told again. */
    record NoteNodeWord(MigrationId migration, Instant at, NodeWord word) implements MigrationCommand {}

    /** Holds all work; capture goes on. */
    record Pause(MigrationId migration, Instant at) implements MigrationCommand {}

    /** Goes on after a pause. */
    record Resume(MigrationId migration, Instant at) implements MigrationCommand {}

    /** Takes a checkpoint by hand. */
    record TakeCheckpoint(MigrationId migration, Instant at, String name, Evidence evidence)
            implements MigrationCommand {}

    /** Begins to take back what was made. */
    record RollBack(MigrationId migration, Instant at, RowDisposition rows) implements MigrationCommand {}

    /** Says that nothing of Theseus's is left in the databases. */
    record ReportRolledBack(MigrationId migration, Instant at) implements MigrationCommand {}

    /**
     * Begins to move authority to new: takes a checkpoint and lets the steps of the cutover follow.
     *
     * @param evidence for the checkpoint
     */
    record BeginCutover(MigrationId migration, Instant at, Evidence evidence) implements MigrationCommand {}

    /** Says that fence and reverse capture stand. */
    record ReportFenced(MigrationId migration, Instant at) implements MigrationCommand {}

    /** Says what trying the way there and back showed. */
    record ReportRehearsal(MigrationId migration, Instant at, Rehearsal rehearsal) implements MigrationCommand {}

    /**
     * Lets something wait for a person.
     *
     * @param what as {@link Approve} names it, for example {@code rollout-step 3}
     */
    record AskApproval(MigrationId migration, Instant at, String what) implements MigrationCommand {}

    /** Agrees to what waits for it; who and why travel beside the command. */
    record Approve(MigrationId migration, Instant at, String what) implements MigrationCommand {}

    /** Asks to move authority now, if the gate is open. */
    record RequestHandover(MigrationId migration, Instant at, CutoverEvidence evidence) implements MigrationCommand {}

    /** Says what became of a handover, in whichever direction. */
    record ReportHandover(MigrationId migration, Instant at, HandoverOutcome outcome) implements MigrationCommand {}

    /** Says what both databases say about authority. */
    record ReportAuthority(MigrationId migration, Instant at, Authority authority) implements MigrationCommand {}

    /** Gives a cutover up; authority stays where it is. */
    record Abort(MigrationId migration, Instant at, String reason) implements MigrationCommand {}

    /**
     * Goes back to a checkpoint: nobody reads from new from now on, authority returns to old if new has it, and the
     * checkpoint's phase, settings and rollout are put in force.
     *
     * @param name of the checkpoint; without one, the last of an earlier phase, and nobody reads from new afterwards
     */
    record RestoreCheckpoint(
            MigrationId migration, Instant at, Optional<String> name, RestoreCause cause, RestoreMode mode)
            implements MigrationCommand {}

    /** Says how the old database is. */
    record ReportOldHealth(MigrationId migration, Instant at, DatabaseHealth health) implements MigrationCommand {}

    /** Says that the service's caches were told to forget. */
    record ReportCachesCleared(MigrationId migration, Instant at) implements MigrationCommand {}

    /** Begins to take away what leads back. */
    record BeginCompletion(MigrationId migration, Instant at, Evidence evidence) implements MigrationCommand {}

    /** Says that capture, fence and reverse relay are gone. */
    record ReportTakenOff(MigrationId migration, Instant at) implements MigrationCommand {}

    /**
     * Says that a step of a process failed, in a way that trying again may mend.
     *
     * @param process its name
     * @param work what was attempted
     * @param reason what went wrong, without row contents
     */
    record ReportStepFailed(MigrationId migration, Instant at, String process, String work, String reason)
            implements MigrationCommand {}

    /** Says that a deadline of a process has come; it may come late. */
    record NoteDeadline(MigrationId migration, Instant at, String process, String deadline)
            implements MigrationCommand {}

    /** Begins to bring reads over to new by the steps that the settings say. */
    record BeginRollout(MigrationId migration, Instant at) implements MigrationCommand {}

    /** Ends a rollout by steps; the percentage stays as it is. */
    record StopRollout(MigrationId migration, Instant at) implements MigrationCommand {}

    /**
     * Lets a step begin, if the one before it went well. Sent by the process.
     *
     * @param step from 1
     */
    record RaiseRollout(MigrationId migration, Instant at, int step) implements MigrationCommand {}

    /** Says what was measured at a step. */
    record ReportTraffic(MigrationId migration, Instant at, int step, TrafficEvidence evidence)
            implements MigrationCommand {}

    /** Says that reads of new work again on every node. */
    record ReportReadsRecovered(MigrationId migration, Instant at) implements MigrationCommand {}

    /** Says what a comparison found that was made after reads worked again. */
    record ReportFailbackCompared(MigrationId migration, Instant at, VerificationSummary summary)
            implements MigrationCommand {}

    /**
     * Says that something is wrong with new for which the migration may go back by itself. Whoever measures may say it
     * as often as it is so.
     *
     * @param cause any but {@link RestoreCause#ASKED}
     * @param detail for people; no row content
     */
    record ReportTrouble(MigrationId migration, Instant at, RestoreCause cause, String detail)
            implements MigrationCommand {}

    /** Replaces mappings of the plan by their next versions; nothing else of it may differ, its settings aside. */
    record ReplaceMappings(MigrationId migration, Instant at, Plan plan) implements MigrationCommand {}

    /**
     * Says that all rows of a table are noted as if they had changed, after its mapping was replaced.
     *
     * @param table its number in the plan
     * @param version of the mapping that is in force
     */
    record ReportLoggedAnew(MigrationId migration, Instant at, int table, int version) implements MigrationCommand {}

    /** Says how tables differ from what they looked like when capture was installed. */
    record ReportDefinitions(MigrationId migration, Instant at, List<DefinitionChange> changes)
            implements MigrationCommand {
        public ReportDefinitions {
            changes = List.copyOf(changes);
        }
    }

    /** Takes changes of definitions as they are: they don't matter, or are seen to. Work goes on if they held it. */
    record AcceptDefinitions(MigrationId migration, Instant at, List<DefinitionChange> changes)
            implements MigrationCommand {
        public AcceptDefinitions {
            changes = List.copyOf(changes);
        }
    }
}
