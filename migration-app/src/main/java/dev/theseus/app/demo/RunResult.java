package dev.theseus.app.demo;

import java.time.Duration;
import java.util.Optional;

/**
 * What one run did and measured.
 *
 * @param stopped why it ended before VERIFIED; empty if that was reached
 * @param copied by this run
 * @param relayed by this run
 * @param verified by the last verification of this run
 */
public record RunResult(Optional<String> stopped, Copied copied, Relayed relayed, Verified verified) {

    /**
     * @param rows copied
     * @param bytes as they went over the wire
     * @param duration from the first chunk to the last
     */
    public record Copied(long rows, long bytes, Duration duration) {
        public static final Copied NOTHING = new Copied(0, 0, Duration.ZERO);
    }

    /**
     * @param captured entries that capture wrote into the change log and that were retired, set aside or are pending
     * @param applied keys brought over; fewer than entries, since entries of one key are coalesced
     * @param lagP50 median time that an entry of a copied table stood in the log
     * @param lagP99 99th percentile of it
     */
    public record Relayed(long captured, long applied, Duration lagP50, Duration lagP99) {
        public static final Relayed NOTHING = new Relayed(0, 0, Duration.ZERO, Duration.ZERO);

        Relayed plus(Relayed later) {
            return new Relayed(captured + later.captured, applied + later.applied, lagP50, lagP99);
        }
    }

    /**
     * @param rowsCompared on the old side
     * @param repaired rows that differed, were brought over again and agreed after that
     * @param divergences rows that still differ
     */
    public record Verified(long rowsCompared, long repaired, long divergences) {
        public static final Verified NOTHING = new Verified(0, 0, 0);

        Verified plus(Verified later) {
            return new Verified(later.rowsCompared, repaired + later.repaired, later.divergences);
        }
    }

    static final RunResult NOTHING = new RunResult(Optional.empty(), Copied.NOTHING, Relayed.NOTHING, Verified.NOTHING);

    /** A run that did not get anywhere. */
    public static RunResult stopped(String reason) {
        return new RunResult(Optional.of(reason), Copied.NOTHING, Relayed.NOTHING, Verified.NOTHING);
    }

    /** Both runs as one: figures of the copy and the lag are those of the first, made under traffic. */
    RunResult followedBy(RunResult later) {
        return new RunResult(later.stopped, copied, relayed.plus(later.relayed), verified.plus(later.verified));
    }
}
