package dev.theseus.domain.process;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.FenceHolder;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.database.Side;
import java.time.Duration;
import java.util.List;

/** What two databases say about authority, and how a handover changes it: the real ones behave like this. */
final class TwoDatabases {

    private Authority authority = Authority.FIRST;
    int heldFor;

    Authority authority() {
        return authority;
    }

    /** Authority never is on both sides: that would throw here. */
    void takeAway() {
        if (authority.state() == Authority.State.SETTLED) {
            Epoch next = authority.newest().next();
            authority = authority.holder().orElseThrow() == Side.OLD
                    ? new Authority(next, authority.target())
                    : new Authority(authority.old(), next);
        }
    }

    private void give() {
        authority = new Authority(authority.newest(), authority.newest());
    }

    HandoverOutcome hand(Epoch from) {
        if (authority.state() == Authority.State.MOVING) {
            give();
            return moved();
        }
        if (authority.newest().number() > from.number()) {
            return moved();
        }
        if (heldFor > 0) {
            heldFor--;
            FenceHolder report = new FenceHolder(Side.OLD, 4711, "monthly report", "app", Duration.ofSeconds(90));
            return new HandoverOutcome.Held(List.of(report), 3, Duration.ofMillis(100));
        }
        takeAway();
        give();
        return moved();
    }

    private HandoverOutcome moved() {
        return new HandoverOutcome.Moved(authority.newest(), Duration.ofMillis(7));
    }

    /** Finishes what was cut off. */
    Authority settle() {
        if (authority.state() == Authority.State.MOVING) {
            give();
        }
        return authority;
    }
}
