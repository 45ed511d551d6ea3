package dev.theseus.app.run;

import dev.theseus.domain.authority.FenceHolder;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.capture.CaptureRefused;
import dev.theseus.domain.database.DatabaseRefused;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.migration.IllegalTransition;
import dev.theseus.domain.migration.Incident;
import dev.theseus.domain.preparation.AlreadyInUse;
import dev.theseus.domain.process.Work;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.control.ControlDatabaseUnavailable;
import dev.theseus.messaging.ControlDatabaseFailed;
import java.time.Duration;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** Says work and failures in words for people and for the audit trail. */
public final class Wording {

    private Wording() {}

    static String of(Work work) {
        return switch (work) {
            case Work.Prepare w -> "prepare the databases";
            case Work.InstallCapture w -> "install capture";
            case Work.CopyTables w -> "copy the tables";
            case Work.CatchUp w -> "catch up with the changes made during the copy";
            case Work.Verify w -> "compare both databases";
            case Work.Enter w -> "enter phase " + w.phase();
            case Work.Follow w -> "follow the old database";
            case Work.Hold w -> "hold all work";
            case Work.TakeBack w -> "take everything of Theseus's off both databases";
            case Work.Finish w -> "finish the run";
            case Work.InstallFence w -> "put the fence on both databases";
            case Work.Rehearse w -> "rehearse the way there and back";
            case Work.CheckCutover w -> "see whether the cutover may go on";
            case Work.HandOver w ->
                "move authority from the " + w.from().direction().source() + " database to the "
                        + w.from().direction().target();
            case Work.Settle w -> "see which database has authority";
            case Work.VerifyMoved w -> "compare both databases after authority moved";
            case Work.CheckOldHealth w -> "see whether the old database can carry the service";
            case Work.ClearCaches w -> "have the service's caches emptied";
            case Work.TakeOff w -> "take away what leads back";
            case Work.MeasureTraffic w -> "measure step " + w.step() + " of the rollout";
            case Work.AwaitReads w -> "wait until reads of new work again";
            case Work.VerifyTouched w -> "compare what has changed since reads of new failed";
        };
    }

    static String of(HandoverOutcome outcome) {
        return switch (outcome) {
            case HandoverOutcome.Moved moved ->
                "the " + moved.epoch().direction().source() + " database has authority (epoch "
                        + moved.epoch().number() + "); writers were held for " + millis(moved.pause());
            case HandoverOutcome.Held held ->
                "authority was not moved, after " + held.tries() + " tries: the fence is held by "
                        + held.holders().stream().map(FenceHolder::toString).collect(Collectors.joining("; "));
            case HandoverOutcome.NotDrained drain ->
                "authority was not moved: the change log was not drained within " + millis(drain.pause());
        };
    }

    /** To a tenth of a millisecond, since that is what a pause is about. */
    public static String millis(Duration duration) {
        return "%.1f ms".formatted(duration.toNanos() / 1e6);
    }

    static String of(Incident incident) {
        return switch (incident) {
            case Incident.ServerAway away -> "the " + away.side() + " database does not answer; work on it waits";
            case Incident.ServerBack back -> "the " + back.side() + " database answers again";
        };
    }

    static String of(NodeWord word) {
        return switch (word.kind()) {
            case READS_FAILED ->
                "reads from new fail on node " + word.node() + " (" + word.detail() + "); all nodes read from old";
            case READS_RECOVERED -> "reads from new work again on node " + word.node();
            case MISMATCH -> "node " + word.node() + " found rows that differ: " + word.detail();
        };
    }

    /** Errors of our own are written for people and free of row contents; of others only the kind is safe to tell. */
    static String reason(RuntimeException error) {
        return switch (error) {
            case DatabaseRefused own -> message(own);
            case DatabaseUnavailable own -> message(own);
            case CaptureRefused own -> message(own);
            case AlreadyInUse own -> message(own);
            case IllegalTransition own -> message(own);
            case ControlDatabaseUnavailable own -> message(own);
            case ControlDatabaseFailed own -> message(own);
            default -> "unexpected " + error.getClass().getSimpleName() + "; see the log for details";
        };
    }

    private static String message(RuntimeException own) {
        return String.valueOf(own.getMessage());
    }

    static String of(TableComparison table) {
        StringJoiner found = new StringJoiner(", ");
        add(found, table.divergences(), "DIFFER");
        add(found, table.repaired(), "repaired");
        add(found, table.lagging(), "were on their way");
        add(found, table.settled(), "compared under their lock");
        return found.length() == 0 ? "equal" : (table.divergences() == 0 ? "equal (" + found + ")" : found.toString());
    }

    private static void add(StringJoiner found, long count, String what) {
        if (count > 0) {
            found.add("%,d %s".formatted(count, what));
        }
    }

    static String progress(CopyProgress progress) {
        return switch (progress.state()) {
            case NOT_OPEN -> "waiting";
            case COPYING ->
                "%,d rows, %s, %.0f %%".formatted(progress.rows(), bytes(progress.bytes()), 100 * progress.fraction());
            case COMPLETE -> "%,d rows, %s, done".formatted(progress.rows(), bytes(progress.bytes()));
        };
    }

    public static String duration(Duration duration) {
        if (duration.toSeconds() < 1) {
            return duration.toMillis() + " ms";
        }
        if (duration.toMinutes() < 1) {
            return "%.1f s".formatted(duration.toMillis() / 1000.0);
        }
        return duration.toHours() < 1
                ? "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart())
                : "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
    }

    public static String bytes(long bytes) {
        return bytes < 10L << 20 ? "%,d KiB".formatted(bytes >> 10) : "%,d MiB".formatted(bytes >> 20);
    }
}
