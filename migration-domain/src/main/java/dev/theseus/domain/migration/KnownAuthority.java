package dev.theseus.domain.migration;

import dev.theseus.domain.authority.Fencing;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.health.DatabaseHealth;
import java.time.Instant;
import java.util.Optional;

/**
 * What the control plane knows about authority. The databases themselves say who has it; this is what they were last
 * found to say.
 *
 * @param epoch that was in force when last looked; it only grows
 * @param moved when authority last moved; empty if it never did
 * @param fence whether the fence stood when last looked
 * @param rehearsed when the way there and back was last tried with success
 * @param old how the old database was when last looked
 * @param transfer what is in progress
 */
public record KnownAuthority(
        Epoch epoch,
        Optional<Instant> moved,
        Fencing.State fence,
        Optional<Instant> rehearsed,
        Optional<DatabaseHealth> old,
        Optional<Transfer> transfer) {

    public static final KnownAuthority FIRST = new KnownAuthority(
            Epoch.FIRST, Optional.empty(), Fencing.State.ABSENT, Optional.empty(), Optional.empty(), Optional.empty());

    /** The side that has authority, or that had it before it began to move. */
    public Side holder() {
        return epoch.direction().source();
    }

    KnownAuthority in(Epoch newEpoch, Instant at) {
        return new KnownAuthority(newEpoch, Optional.of(at), fence, rehearsed, old, transfer);
    }

    KnownAuthority fenced() {
        return new KnownAuthority(epoch, moved, Fencing.State.INSTALLED, rehearsed, old, transfer);
    }

    /** What was tried before fails now, so that it counts no more. */
    KnownAuthority notRehearsed() {
        return new KnownAuthority(epoch, moved, fence, Optional.empty(), old, transfer);
    }

    KnownAuthority rehearsed(Instant at) {
        return new KnownAuthority(epoch, moved, fence, Optional.of(at), old, transfer);
    }

    KnownAuthority with(DatabaseHealth health) {
        return new KnownAuthority(epoch, moved, fence, rehearsed, Optional.of(health), transfer);
    }

    KnownAuthority with(Optional<Transfer> newTransfer) {
        return new KnownAuthority(epoch, moved, fence, rehearsed, old, newTransfer);
    }
}
