package dev.theseus.jdbc.fence;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.authority.Handover;
import dev.theseus.domain.authority.HandoverOutcome;
import dev.theseus.domain.authority.Rehearsal;
import dev.theseus.domain.database.Epoch;
import dev.theseus.domain.plan.PauseBudget;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.jdbc.relay.RelaysBothWays;
import java.util.List;

/** Moves authority between two databases whose relays run in this process. */
final class PgHandover implements Handover {

    private final HandoverGround ground;
    private final RelaysBothWays relays;
    private final PgRehearsal rehearsal;

    PgHandover(HandoverGround ground, RelaysBothWays relays, PgRehearsal rehearsal) {
        this.ground = ground;
        this.relays = relays;
        this.rehearsal = rehearsal;
    }

    @Override
    public Authority look() {
        return new Authorities(ground).look();
    }

    @Override
    public HandoverOutcome hand(Epoch from, List<TablePlan> tables, PauseBudget budget) {
        Draining draining = new RelayedDraining(relays, from.direction(), List.copyOf(tables));
        return new Handing(ground, from, budget, draining, tables).run();
    }

    @Override
    public Rehearsal rehearse() {
        return rehearsal.run();
    }
}
