package dev.theseus.jdbc.fence;

import dev.theseus.domain.database.Side;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.postgres.PgFence;
import java.util.function.Consumer;

/**
 * What all handovers between two databases have in common.
 *
 * @param old database
 * @param target the new one
 * @param fence whose authority moves
 * @param rests between tries
 * @param sequenceMargin how many numbers sequences of the side that takes over leave out
 * @param steps told where a handover has got to; tests take hold there
 */
record HandoverGround(
        PgDatabase old,
        PgDatabase target,
        PgFence fence,
        Rests rests,
        long sequenceMargin,
        Consumer<HandoverStep> steps) {

    PgDatabase on(Side side) {
        return side == Side.OLD ? old : target;
    }
}
