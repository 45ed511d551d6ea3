package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.FenceHolder;
import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.postgres.Run;
import dev.theseus.jdbc.sequence.SequencePairs;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Finishes a handover that was cut off between taking away and giving. */
record CutOff(HandoverGround ground, List<TablePlan> tables) {

    /**
     * Takes both fences, so that nobody else is at it, looks again, and gives what was taken away. Nobody can write
     * meanwhile, so it may wait for the fences for as long as its caller does.
     *
     * @param moving as it was seen without the fences
     */
    void finish(Authority moving, Duration patience) {
        Epoch next = moving.newest();
        Side takes = next.direction().source();
        SequencePairs sequences = SequencePairs.between(ground.on(takes.other()), ground.on(takes), tables);
        try (FenceSession giver = FenceSession.open(ground.on(takes.other()), ground.fence(), patience);
                FenceSession taker = FenceSession.open(ground.on(takes), ground.fence(), patience)) {
            Epoch given = take(giver, patience);
            Epoch taken = take(taker, patience);
            if (!given.equals(next) || taken.equals(next)) {
                return;
            }
            // they were moved in the session that was cut off, and may have been lost with it
            SequencePairs.Positions positions = giver.run("read sequences", sequences::read);
            taker.run("bring sequences forward", c -> {
                sequences.bringForward(c, positions, ground.sequenceMargin());
                return Boolean.TRUE;
            });
            // it can be seen, but if the commit was cut off it need not be on disk; a crash now would bring it back
            giver.set(next);
            ground.steps().accept(HandoverStep.TAKING);
            giver.commit();
            ground.steps().accept(HandoverStep.TAKEN);
            taker.set(next);
            ground.steps().accept(HandoverStep.GIVING);
            taker.commit();
            ground.steps().accept(HandoverStep.GIVEN);
        }
    }

    private Epoch take(FenceSession session, Duration patience) {
        return session.take(patience).orElseThrow(() -> {
            session.close();
            String holders = new FenceHolders(ground.fence())
                    .of(ground.on(session.side()), Duration.ZERO).stream()
                            .map(FenceHolder::toString)
                            .collect(Collectors.joining("; "));
            return new DatabaseUnavailable(
                    session.side(),
                    "finish a handover that was cut off; its fence is held by " + holders,
                    new SQLException("lock time-out", "55P03"));
        });
    }

    /** Puts on disk what was seen, on both sides, before anybody hears of it. */
    void makeSure() {
        for (Side side : Side.values()) {
            ground.on(side).inTransaction("make sure of the epoch", connection -> {
                // the message is empty; it makes the commit write, and so flush, the server's log
                Run.sql(connection, "SELECT pg_catalog.pg_logical_emit_message(true, 'theseus', '')");
                return Boolean.TRUE;
            });
        }
    }
}
