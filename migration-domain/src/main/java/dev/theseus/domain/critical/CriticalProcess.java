package dev.theseus.domain.critical;

import dev.theseus.domain.critical.CriticalAction.Bring;
import dev.theseus.domain.critical.CriticalAction.Confirm;
import dev.theseus.domain.critical.CriticalAction.Look;
import dev.theseus.domain.critical.CriticalAction.NoteOpen;
import dev.theseus.domain.critical.CriticalAction.NoteStanding;
import dev.theseus.domain.critical.CriticalAction.Stop;
import dev.theseus.domain.critical.CriticalAction.TakeBack;
import dev.theseus.domain.critical.CriticalState.Doubtful;
import dev.theseus.domain.critical.CriticalState.Ended;
import dev.theseus.domain.critical.CriticalState.InBoth;
import dev.theseus.domain.critical.CriticalState.Left;
import dev.theseus.domain.critical.CriticalState.Open;
import dev.theseus.domain.critical.CriticalState.Otherwise;
import dev.theseus.domain.critical.CriticalState.Promise;
import dev.theseus.domain.critical.CriticalState.Standing;
import dev.theseus.domain.critical.CriticalState.TakingBack;
import dev.theseus.domain.critical.CriticalState.Written;
import java.time.Duration;

/**
 * Leads a critical write to its end: into both databases or into neither. Pure; who carries the actions out tells what
 * came of them. The commit point is the note in the journal: before it nobody is told that the write succeeded, so it
 * may still be taken back; after it, it never is.
 *
 * @param persistence with what fails
 */
public record CriticalProcess(Persistence persistence) {

    /**
     * What to go on with.
     *
     * @param state from now on
     * @param action to carry out; its result is the next event
     */
    public record Next(CriticalState state, CriticalAction action) {}

    /** The write was committed on the side that has authority. */
    public Next begin() {
        return new Next(new Written(), new Bring());
    }

    /** The next try of a write that is open. */
    public Next again(OpenReason reason, String detail) {
        return switch (reason) {
            case TAKING_BACK_FAILS ->
                new Next(
                        new TakingBack(detail, persistence.tries() - 1, persistence.rest(), Promise.TOLD),
                        new TakeBack(Duration.ZERO));
            case CHANGED_BY_OTHERS, AUTHORITY_LEFT -> new Next(new Open(reason, detail), new Look());
        };
    }

    /**
     * What follows.
     *
     * @throws IllegalStateException if that can't have happened in this state
     */
    public Next react(CriticalState state, CriticalEvent event) {
        return switch (state) {
            case Written written -> written(written, event);
            case Doubtful doubtful -> doubtful(doubtful, event);
            case InBoth inBoth -> inBoth(inBoth, event);
            case TakingBack takingBack -> takingBack(takingBack, event);
            case Open open -> open(open, event);
            case Standing standing -> standing(standing, event);
            case Ended ended -> throw unexpected(ended, event);
            case Left left -> throw unexpected(left, event);
        };
    }

    private Next written(Written written, CriticalEvent event) {
        return switch (event) {
            case CriticalEvent.Applied e -> confirm();
            case CriticalEvent.NotApplied e -> takeBack(e.reason());
            case CriticalEvent.ApplyUnknown e -> look(e.reason(), Otherwise.TAKE_BACK);
            case CriticalEvent.TakenOver e -> look("the node that made it is gone", Otherwise.TAKE_BACK);
            case CriticalEvent.FoundThere e -> throw unexpected(written, e);
            case CriticalEvent.NotFoundThere e -> throw unexpected(written, e);
            case CriticalEvent.NotLooked e -> throw unexpected(written, e);
            case CriticalEvent.TakenBack e -> throw unexpected(written, e);
            case CriticalEvent.ChangedByOthers e -> throw unexpected(written, e);
            case CriticalEvent.NotTakenBack e -> throw unexpected(written, e);
            case CriticalEvent.AuthorityLeft e -> throw unexpected(written, e);
            case CriticalEvent.Noted e -> throw unexpected(written, e);
            case CriticalEvent.NotNoted e -> throw unexpected(written, e);
            case CriticalEvent.SettledByOthers e -> throw unexpected(written, e);
            case CriticalEvent.OpenedByOthers e -> throw unexpected(written, e);
        };
    }

    private Next doubtful(Doubtful doubtful, CriticalEvent event) {
        return switch (event) {
            case CriticalEvent.FoundThere e -> confirm();
            case CriticalEvent.NotFoundThere e -> otherwise(doubtful, doubtful.why());
            case CriticalEvent.NotLooked e -> otherwise(doubtful, doubtful.why() + "; then " + e.reason());
            case CriticalEvent.Applied e -> throw unexpected(doubtful, e);
            case CriticalEvent.NotApplied e -> throw unexpected(doubtful, e);
            case CriticalEvent.ApplyUnknown e -> throw unexpected(doubtful, e);
            case CriticalEvent.TakenOver e -> throw unexpected(doubtful, e);
            case CriticalEvent.TakenBack e -> throw unexpected(doubtful, e);
            case CriticalEvent.ChangedByOthers e -> throw unexpected(doubtful, e);
            case CriticalEvent.NotTakenBack e -> throw unexpected(doubtful, e);
            case CriticalEvent.AuthorityLeft e -> throw unexpected(doubtful, e);
            case CriticalEvent.Noted e -> throw unexpected(doubtful, e);
            case CriticalEvent.NotNoted e -> throw unexpected(doubtful, e);
            case CriticalEvent.SettledByOthers e -> throw unexpected(doubtful, e);
            case CriticalEvent.OpenedByOthers e -> throw unexpected(doubtful, e);
        };
    }

    private Next otherwise(Doubtful doubtful, String why) {
        return switch (doubtful.otherwise()) {
            case TAKE_BACK -> takeBack(why);
            case OPEN -> noteOpen(OpenReason.AUTHORITY_LEFT, why);
        };
    }

    private Next inBoth(InBoth inBoth, CriticalEvent event) {
        return switch (event) {
            case CriticalEvent.Noted e -> end(CriticalOutcome.CONFIRMED, "");
            case CriticalEvent.SettledByOthers e -> end(e.outcome(), "another node took it over");
            case CriticalEvent.OpenedByOthers e -> stop(new Open(e.reason(), e.detail()));
            case CriticalEvent.NotNoted e ->
                inBoth.failed() + 1 < persistence.tries()
                        ? new Next(
                                new InBoth(inBoth.failed() + 1, inBoth.rest().grown()),
                                new Confirm(inBoth.rest().next()))
                        : stop(new Left("it is in both, but that could not be noted: " + e.reason()));
            case CriticalEvent.Applied e -> throw unexpected(inBoth, e);
            case CriticalEvent.NotApplied e -> throw unexpected(inBoth, e);
            case CriticalEvent.ApplyUnknown e -> throw unexpected(inBoth, e);
            case CriticalEvent.TakenOver e -> throw unexpected(inBoth, e);
            case CriticalEvent.FoundThere e -> throw unexpected(inBoth, e);
            case CriticalEvent.NotFoundThere e -> throw unexpected(inBoth, e);
            case CriticalEvent.NotLooked e -> throw unexpected(inBoth, e);
            case CriticalEvent.TakenBack e -> throw unexpected(inBoth, e);
            case CriticalEvent.ChangedByOthers e -> throw unexpected(inBoth, e);
            case CriticalEvent.NotTakenBack e -> throw unexpected(inBoth, e);
            case CriticalEvent.AuthorityLeft e -> throw unexpected(inBoth, e);
        };
    }

    private Next takingBack(TakingBack state, CriticalEvent event) {
        return switch (event) {
            case CriticalEvent.TakenBack e -> end(CriticalOutcome.TAKEN_BACK, state.why());
            case CriticalEvent.ChangedByOthers e -> noteOpen(OpenReason.CHANGED_BY_OTHERS, e.what());
            case CriticalEvent.NotTakenBack e -> notTakenBack(state, e.reason());
            case CriticalEvent.AuthorityLeft e ->
                switch (state.promise()) {
                    // the log was drained before authority moved, so the other side should have it
                    case NONE -> look(state.why() + "; then authority moved", Otherwise.OPEN);
                    case TOLD -> noteOpen(OpenReason.AUTHORITY_LEFT, state.why());
                };
            case CriticalEvent.SettledByOthers e -> end(e.outcome(), state.why());
            case CriticalEvent.Applied e -> throw unexpected(state, e);
            case CriticalEvent.NotApplied e -> throw unexpected(state, e);
            case CriticalEvent.ApplyUnknown e -> throw unexpected(state, e);
            case CriticalEvent.TakenOver e -> throw unexpected(state, e);
            case CriticalEvent.FoundThere e -> throw unexpected(state, e);
            case CriticalEvent.NotFoundThere e -> throw unexpected(state, e);
            case CriticalEvent.NotLooked e -> throw unexpected(state, e);
            case CriticalEvent.Noted e -> throw unexpected(state, e);
            case CriticalEvent.NotNoted e -> throw unexpected(state, e);
            case CriticalEvent.OpenedByOthers e -> throw unexpected(state, e);
        };
    }

    private Next notTakenBack(TakingBack state, String reason) {
        int failed = state.failed() + 1;
        if (failed >= persistence.tries()) {
            return noteOpen(OpenReason.TAKING_BACK_FAILS, reason);
        }
        return new Next(
                new TakingBack(state.why(), failed, state.rest().grown(), state.promise()),
                new TakeBack(state.rest().next()));
    }

    private Next open(Open open, CriticalEvent event) {
        return switch (event) {
            case CriticalEvent.FoundThere e -> new Next(new Standing(open.detail()), new NoteStanding());
            case CriticalEvent.NotFoundThere e -> noteOpen(open.reason(), open.detail());
            case CriticalEvent.NotLooked e -> noteOpen(open.reason(), open.detail());
            case CriticalEvent.Noted e -> stop(open);
            case CriticalEvent.NotNoted e -> stop(new Left(open.detail() + "; then " + e.reason()));
            case CriticalEvent.SettledByOthers e -> end(e.outcome(), open.detail());
            case CriticalEvent.Applied e -> throw unexpected(open, e);
            case CriticalEvent.NotApplied e -> throw unexpected(open, e);
            case CriticalEvent.ApplyUnknown e -> throw unexpected(open, e);
            case CriticalEvent.TakenOver e -> throw unexpected(open, e);
            case CriticalEvent.TakenBack e -> throw unexpected(open, e);
            case CriticalEvent.ChangedByOthers e -> throw unexpected(open, e);
            case CriticalEvent.NotTakenBack e -> throw unexpected(open, e);
            case CriticalEvent.AuthorityLeft e -> throw unexpected(open, e);
            case CriticalEvent.OpenedByOthers e -> throw unexpected(open, e);
        };
    }

    private Next standing(Standing standing, CriticalEvent event) {
        return switch (event) {
            case CriticalEvent.Noted e -> end(CriticalOutcome.STANDS, standing.detail());
            case CriticalEvent.NotNoted e -> stop(new Left(standing.detail() + "; then " + e.reason()));
            case CriticalEvent.SettledByOthers e -> end(e.outcome(), standing.detail());
            case CriticalEvent.Applied e -> throw unexpected(standing, e);
            case CriticalEvent.NotApplied e -> throw unexpected(standing, e);
            case CriticalEvent.ApplyUnknown e -> throw unexpected(standing, e);
            case CriticalEvent.TakenOver e -> throw unexpected(standing, e);
            case CriticalEvent.FoundThere e -> throw unexpected(standing, e);
            case CriticalEvent.NotFoundThere e -> throw unexpected(standing, e);
            case CriticalEvent.NotLooked e -> throw unexpected(standing, e);
            case CriticalEvent.TakenBack e -> throw unexpected(standing, e);
            case CriticalEvent.ChangedByOthers e -> throw unexpected(standing, e);
            case CriticalEvent.NotTakenBack e -> throw unexpected(standing, e);
            case CriticalEvent.AuthorityLeft e -> throw unexpected(standing, e);
            case CriticalEvent.OpenedByOthers e -> throw unexpected(standing, e);
        };
    }

    private Next confirm() {
        return new Next(new InBoth(0, persistence.rest()), new Confirm(Duration.ZERO));
    }

    private Next look(String why, Otherwise otherwise) {
        return new Next(new Doubtful(why, otherwise), new Look());
    }

    private Next takeBack(String why) {
        return new Next(new TakingBack(why, 0, persistence.rest(), Promise.NONE), new TakeBack(Duration.ZERO));
    }

    private Next noteOpen(OpenReason reason, String detail) {
        return new Next(new Open(reason, detail), new NoteOpen(reason, detail, persistence.rarely()));
    }

    private static Next end(CriticalOutcome outcome, String why) {
        return new Next(new Ended(outcome, why), new Stop());
    }

    private static Next stop(CriticalState state) {
        return new Next(state, new Stop());
    }

    private static IllegalStateException unexpected(CriticalState state, CriticalEvent event) {
        return new IllegalStateException(
                "A critical write that is " + state.getClass().getSimpleName() + " can't meet "
                        + event.getClass().getSimpleName());
    }
}
