package dev.theseus.jdbc.fence;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.changelog.ChangeLog.Standing;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.jdbc.relay.Hurry;
import dev.theseus.jdbc.relay.RelaysBothWays;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Emptied by the relay that runs. Looks through the relay's own log, which knows from where it has to be read. */
record RelayedDraining(RelaysBothWays relays, Direction direction, List<TablePlan> tables) implements Draining {

    @Override
    public Hurry hurry() {
        return relays.hurry(direction);
    }

    @Override
    public Drain catchUp(Duration patience) throws InterruptedException {
        return relays.relay(direction).awaitDrained(tables, patience);
    }

    @Override
    public Left look() {
        ChangeLog log = relays.log(direction);
        Standing standing =
                log.upTo(tables.stream().map(TablePlan::number).collect(Collectors.toSet()), Long.MAX_VALUE);
        if (standing == Standing.SOME) {
            return Left.ENTRIES;
        }
        return log.setAside(1).isEmpty() ? Left.NOTHING : Left.SET_ASIDE;
    }
}
