package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.jdbc.gateway.GatewayMeters.DualWrite;
import java.util.List;
import java.util.Set;

/**
 * What follows a commit, and can't fail it any more; and what is noted of one that failed. Safe for several threads.
 */
final class AfterCommit {

    private final Lookout lookout;
    private final DualWrites dualWrites;
    private final Checks checks;
    private final Counts counts;
    private final GatewayMeters meters;

    AfterCommit(Lookout lookout, DualWrites dualWrites, Checks checks, Counts counts, GatewayMeters meters) {
        this.lookout = lookout;
        this.dualWrites = dualWrites;
        this.checks = checks;
        this.counts = counts;
        this.meters = meters;
    }

    /**
     * What came of it.
     *
     * @param token that readers of the write carry
     * @param target whether the rows are in new
     */
    record Brought(ConsistencyToken token, Written.OnTarget target) {}

    GatewayMeters meters() {
        return meters;
    }

    /** A write that has not committed; those on old were the service's before it had us. */
    void failed(Side side, Throwable error) {
        if (side == Side.NEW && !Refusal.isIn(error)) {
            counts.writeFailed(error);
        }
    }

    /**
     * A write on old is brought over to new; one on new is followed by the reverse relay alone.
     *
     * @param side where it has committed
     */
    Brought bring(Side side, Drawn drawn, List<Touched> touched) {
        counts.writes.increment();
        if (drawn.transaction() == 0) {
            return new Brought(ConsistencyToken.NONE, Written.OnTarget.APPLIED);
        }
        DualWrites.Result result = side == Side.OLD ? bring(drawn, touched) : DualWrites.Result.left(DualWrite.APPLIED);
        ConsistencyToken token = new ConsistencyToken(drawn.epoch(), drawn.transaction(), Set.copyOf(result.fresh()));
        RequestContexts.after(token);
        return new Brought(
                token,
                result.outcome() == DualWrite.APPLIED ? Written.OnTarget.APPLIED : Written.OnTarget.LEFT_TO_RELAY);
    }

    private DualWrites.Result bring(Drawn drawn, List<Touched> touched) {
        Outlook outlook = lookout.outlook();
        long begun = System.nanoTime();
        DualWrites.Result result = dualWrites.bring(outlook, drawn, touched);
        meters.dualWrite(result.outcome(), System.nanoTime() - begun);
        if (result.outcome().isLeft()) {
            counts.writesLeft.increment();
        }
        checks.afterWrite(outlook, touched);
        return result;
    }
}
