package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.domain.routing.RequestContext;
import dev.theseus.domain.routing.Route;
import dev.theseus.domain.routing.Route.Reason;
import dev.theseus.jdbc.gateway.GatewayMeters.Fallback;
import dev.theseus.jdbc.gateway.GatewayMeters.Outcome;
import dev.theseus.jdbc.guard.Breaker;
import dev.theseus.jdbc.guard.LimitedCall;
import dev.theseus.jdbc.guard.Share;
import dev.theseus.jdbc.guard.Watchdog;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads, on the caller's thread: from old, or from new with a way back to old within the call. Safe for several
 * threads.
 */
final class Reads {

    private final Lookout lookout;
    private final Router router;
    private final Guard guard;
    private final Shadows shadows;
    private final Told told;

    /**
     * What stands between a read and new.
     *
     * @param breaker that counts how it goes
     * @param share how many may be under way
     * @param watchdog that limits their time
     */
    record Guard(Breaker breaker, Share share, Watchdog watchdog) {}

    /** Who is told how it went. */
    record Told(Counts counts, GatewayMeters meters) {}

    Reads(Lookout lookout, Router router, Guard guard, Shadows shadows, Told told) {
        this.lookout = lookout;
        this.router = router;
        this.guard = guard;
        this.shadows = shadows;
        this.told = told;
    }

    <T extends @Nullable Object, E extends Exception> T read(
            RequestContext context, Touched touched, Work<T, E> old, Work<T, E> target) throws E {
        RequestContext seeing = RequestContexts.seeing(context);
        Outlook outlook = outlook(seeing.token());
        Route route = router.route(outlook, seeing, touched);
        told.meters.routed(route);
        if (route.side() == Side.NEW && route.reason() != Reason.BUCKET_INSIDE) {
            // new says what is so: there is nothing to fall back to
            return withAuthority(target);
        }
        if (route.side() == Side.NEW) {
            return fromNew(old, target);
        }
        long begun = System.nanoTime();
        T answer = timed(Side.OLD, old);
        told.counts.readOld(System.nanoTime() - begun);
        if (route.reason() != Reason.IN_TRANSACTION) {
            shadows.consider(outlook, touched, answer, old, target);
        }
        return answer;
    }

    /** Who carries a token of a later epoch knows before this node does that authority has moved. */
    private Outlook outlook(ConsistencyToken token) {
        Outlook known = lookout.outlook();
        return token.epoch().number() <= known.epoch().number() ? known : lookout.seeing(token.epoch());
    }

    private <T extends @Nullable Object, E extends Exception> T withAuthority(Work<T, E> target) throws E {
        long begun = System.nanoTime();
        try {
            T answer = timed(Side.NEW, target);
            told.counts.readNew(System.nanoTime() - begun);
            return answer;
        } catch (Exception e) {
            told.counts.readFailed(e);
            throw e;
        }
    }

    private <T extends @Nullable Object, E extends Exception> T fromNew(Work<T, E> old, Work<T, E> target) throws E {
        if (guard.breaker.admission() == Breaker.Admission.REFUSED) {
            return fallback(Fallback.BREAKER_OPEN, old);
        }
        if (guard.share.take() == Share.Part.NONE_LEFT) {
            guard.breaker.notCounted();
            return fallback(Fallback.BULKHEAD_FULL, old);
        }
        Attempt<T> attempt;
        try {
            attempt = attempt(target);
        } finally {
            guard.share.giveBack();
        }
        if (attempt.error == null) {
            guard.breaker.succeeded(attempt.nanos);
            told.counts.readNew(attempt.nanos);
            told.meters.read(Side.NEW, Outcome.DONE, attempt.nanos);
            return attempt.answer();
        }
        told.meters.read(Side.NEW, Outcome.FAILED, attempt.nanos);
        return afterFailure(attempt, attempt.error, old);
    }

    /** What became of a read from new. */
    private record Attempt<T extends @Nullable Object>(
            @Nullable T result, @Nullable Exception error, LimitedCall.State ended, long nanos) {

        @SuppressWarnings("NullAway") // there is no error, so the result is what the work returned
        T answer() {
            return result;
        }
    }

    private <T extends @Nullable Object, E extends Exception> Attempt<T> attempt(Work<T, E> target) {
        long begun = System.nanoTime();
        LimitedCall call = guard.watchdog.open();
        LimitedCall.State ended = LimitedCall.State.EXPIRED;
        Attempt<T> attempt = null;
        try {
            attempt = new Attempt<>(target.run(), null, ended, 0);
        } catch (Exception e) {
            attempt = new Attempt<>(null, e, ended, 0);
        } finally {
            ended = call.end();
            if (attempt == null) {
                // an Error, which goes on its way
                guard.breaker.notCounted();
            }
        }
        return new Attempt<>(attempt.result, attempt.error, ended, System.nanoTime() - begun);
    }

    /**
     * An error of the data access is new's. Any other may be the service's own, as "there is no such row" is: if old
     * ends the same way, then it says nothing about new.
     */
    private <T extends @Nullable Object, E extends Exception> T afterFailure(
            Attempt<T> attempt, Exception error, Work<T, E> old) throws E {
        Fallback reason = attempt.ended == LimitedCall.State.EXPIRED ? Fallback.TIME_LIMIT : Fallback.FAILED;
        if (reason == Fallback.TIME_LIMIT || isOfDatabase(error)) {
            guard.breaker.failed(attempt.nanos, error);
            return fallback(reason, old);
        }
        try {
            T answer = fallback(reason, old);
            guard.breaker.failed(attempt.nanos, error);
            return answer;
        } catch (Exception fromOld) {
            if (fromOld.getClass() == error.getClass()) {
                guard.breaker.notCounted();
            } else {
                guard.breaker.failed(attempt.nanos, error);
            }
            throw fromOld;
        }
    }

    private static boolean isOfDatabase(Throwable error) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            if (e instanceof SQLException) {
                return true;
            }
        }
        return false;
    }

    private <T extends @Nullable Object, E extends Exception> T fallback(Fallback reason, Work<T, E> old) throws E {
        told.counts.fallbacks.increment();
        told.meters.fallback(reason);
        return timed(Side.OLD, old);
    }

    private <T extends @Nullable Object, E extends Exception> T timed(Side side, Work<T, E> work) throws E {
        long begun = System.nanoTime();
        Outcome outcome = Outcome.FAILED;
        try {
            T answer = work.run();
            outcome = Outcome.DONE;
            return answer;
        } finally {
            told.meters.read(side, outcome, System.nanoTime() - begun);
        }
    }
}
