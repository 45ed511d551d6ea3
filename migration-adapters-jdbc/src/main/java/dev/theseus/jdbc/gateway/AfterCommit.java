package dev.theseus.jdbc.gateway;

import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.routing.ConsistencyToken;
import dev.theseus.jdbc.gateway.GatewayMeters.DualWrite;
import java.util.List;
import java.util.Set;

/** What follows a commit on old, and can't fail it any more. Safe for several threads. */
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
     * @param outcome of the rows
     */
    record Brought(ConsistencyToken token, DualWrite outcome) {}

    /**
     * @param epoch in which the transaction was made
     * @param transaction 0 if nothing was written
     */
    Brought bring(Epoch epoch, long transaction, List<Touched> touched) {
        counts.writes.increment();
        if (transaction == 0) {
            return new Brought(ConsistencyToken.NONE, DualWrite.APPLIED);
        }
        Outlook outlook = lookout.outlook();
        long begun = System.nanoTime();
        DualWrites.Result result = dualWrites.bring(outlook, touched);
        meters.dualWrite(result.outcome(), System.nanoTime() - begun);
        if (result.outcome().isLeft()) {
            counts.writesLeft.increment();
        }
        checks.afterWrite(outlook, touched);
        ConsistencyToken token = new ConsistencyToken(epoch, transaction, Set.copyOf(result.fresh()));
        RequestContexts.after(token);
        return new Brought(token, result.outcome());
    }
}
