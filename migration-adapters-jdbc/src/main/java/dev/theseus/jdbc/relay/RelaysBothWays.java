package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.storedvalue.StoredValues;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The relays from old to new and back. Both may run all the time: one whose direction is not in force finds that its
 * target refuses, and rests. Safe for several threads.
 */
public final class RelaysBothWays implements AutoCloseable {

    /**
     * What belongs to one direction.
     *
     * @param log of its source
     * @param applier to its target
     * @param relay between them
     */
    private record Way(ChangeLog log, Applier applier, PgRelay relay) {}

    private final Map<Direction, Way> ways = new EnumMap<>(Direction.class);

    private RelaysBothWays() {}

    /**
     * Relays that are not started. Each takes the sessions that {@link PgRelays#relay} says.
     *
     * @param tables of the plan, referenced ones first
     * @param rest after a round that found more than it could take, or that somebody waits for
     */
    public static RelaysBothWays between(
            PgDatabase old, PgDatabase target, List<TablePlan> tables, RelaySettings settings, Rest rest) {
        return between(old, target, tables, settings, rest, StoredValues::leaving);
    }

    /**
     * The same where values of rows go into a store.
     *
     * @param storing what of an applier from old to new makes one that stores them
     */
    public static RelaysBothWays between(
            PgDatabase old,
            PgDatabase target,
            List<TablePlan> tables,
            RelaySettings settings,
            Rest rest,
            UnaryOperator<Applier> storing) {
        RelaysBothWays relays = new RelaysBothWays();
        for (Direction direction : Direction.values()) {
            PgDatabase from = direction.source() == Side.OLD ? old : target;
            PgDatabase into = direction.source() == Side.OLD ? target : old;
            ChangeLog log = PgCapture.log(from);
            Applier rows = PgAppliers.applier(from, into, ApplyLimits.DEFAULT);
            Applier applier = switch (direction) {
                case FORWARD -> storing.apply(rows);
                case REVERSE -> rows;
            };
            PgRelay relay = PgRelays.make(from, into, tables, settings, log, applier, rest);
            relays.ways.put(direction, new Way(log, applier, relay));
        }
        return relays;
    }

    private Way way(Direction direction) {
        Way way = ways.get(direction);
        if (way == null) {
            throw new IllegalStateException("There is no relay " + direction);
        }
        return way;
    }

    /** The log of a direction's source; the same that its relay reads. */
    public ChangeLog log(Direction direction) {
        return way(direction).log();
    }

    /** What applies to a direction's target. */
    public Applier applier(Direction direction) {
        return way(direction).applier();
    }

    /** The relay of a direction. */
    public Relay relay(Direction direction) {
        return way(direction).relay();
    }

    /** Lets the relay of a direction take no rest until the result is closed. */
    public Hurry hurry(Direction direction) {
        return way(direction).relay().hurry();
    }

    /** Stops both. */
    @Override
    public void close() {
        ways.values().forEach(way -> way.relay().close());
    }
}
