package dev.theseus.jdbc.board;

import dev.theseus.domain.database.DatabaseUnavailable;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.Rollout;
import dev.theseus.domain.routing.RoutingBoard;
import dev.theseus.domain.routing.RoutingSnapshot;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The boards of both databases. The one that nodes look at has to take what is published; the other one takes it when
 * it is there, and holds up nobody.
 */
final class BothBoards implements RoutingBoard {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final RoutingBoard old;
    private final RoutingBoard target;
    private final InTime oldInTime = new InTime(Side.OLD, LIMIT);
    private final InTime targetInTime = new InTime(Side.NEW, LIMIT);

    BothBoards(RoutingBoard old, RoutingBoard target) {
        this.old = old;
        this.target = target;
    }

    @Override
    public Published publish(Rollout rollout, Collection<TablePlan> tables) {
        Side first = rollout.epoch().direction().source();
        on(first).publish(rollout, tables);
        Side second = first.other();
        InTime inTime = second == Side.OLD ? oldInTime : targetInTime;
        try {
            return inTime.ask("publish a rollout", () -> on(second).publish(rollout, tables));
        } catch (DatabaseUnavailable away) {
            return Published.IN_PART;
        }
    }

    private RoutingBoard on(Side side) {
        return side == Side.OLD ? old : target;
    }

    @Override
    public RoutingSnapshot look() {
        RoutingSnapshot ofOld = old.look();
        if (ofOld.rollout().epoch().direction().source() == Side.OLD) {
            return ofOld;
        }
        RoutingSnapshot ofTarget = target.look();
        return ofTarget.rollout().epoch().direction().source() == Side.NEW ? ofTarget : ofOld;
    }

    @Override
    public List<TablePlan> tables() {
        List<TablePlan> ofOld = old.tables();
        return ofOld.isEmpty() ? target.tables() : ofOld;
    }
}
