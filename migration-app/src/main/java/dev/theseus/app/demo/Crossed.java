package dev.theseus.app.demo;

import dev.theseus.jdbc.shop.Losses;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How authority moved.
 *
 * @param moves in order
 * @param completed the end of it, if it came to that
 */
record Crossed(List<Move> moves, Optional<Completed> completed) {

    static final Crossed NOTHING = new Crossed(List.of(), Optional.empty());

    Crossed {
        moves = List.copyOf(moves);
    }

    /**
     * Authority moved once.
     *
     * @param what for people: cutover, rollback
     * @param pause for which writers were held
     * @param took from the command to its end
     * @param requests of the clients meanwhile, and for a while after
     * @param committed writes among them
     * @param failed among them
     * @param rowsCompared on both sides, after it, while the clients were at work
     * @param differences that were found
     */
    record Move(
            String what,
            Duration pause,
            Duration took,
            long requests,
            long committed,
            long failed,
            long rowsCompared,
            long differences) {}

    /**
     * Everything that led back was taken away, while other clients were at work.
     *
     * @param losses against the receipts of all clients, those before included
     */
    record Completed(Duration took, long requests, long failed, Losses losses) {}

    Crossed with(Completed end) {
        return new Crossed(moves, Optional.of(end));
    }

    /** What should not be, or was not shown. */
    List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (Move move : moves) {
            add(faults, move.differences(), "rows differ after the " + move.what());
            if (move.rowsCompared() == 0) {
                faults.add("nothing was compared after the " + move.what());
            }
            if (move.committed() == 0) {
                faults.add("nothing was written around the " + move.what());
            }
        }
        completed.ifPresent(end -> {
            add(faults, end.failed(), "requests failed around the completion");
            add(faults, end.losses().lost(), "committed writes are lost at the end");
            if (end.requests() == 0) {
                faults.add("nobody used the shop around the completion");
            }
        });
        return faults;
    }

    private static void add(List<String> faults, long number, String what) {
        if (number > 0) {
            faults.add(number + " " + what);
        }
    }
}
