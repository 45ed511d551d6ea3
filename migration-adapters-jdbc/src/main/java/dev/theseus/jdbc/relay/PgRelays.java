package dev.theseus.jdbc.relay;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.time.InstantSource;
import java.util.List;

/** Makes relays between two PostgreSQL databases. */
public final class PgRelays {

    private PgRelays() {}

    /**
     * A relay that is not started; the direction follows from the sides. It takes two sessions on the source, one on
     * the target and what the applier takes, as often as there are workers.
     *
     * @param tables of the plan, referenced ones first
     * @param rest after a round that found more than it could take, or that somebody waits for
     */
    public static Relay relay(
            PgDatabase source,
            PgDatabase target,
            List<TablePlan> tables,
            RelaySettings settings,
            ChangeLog log,
            Applier applier,
            Rest rest) {
        return make(source, target, tables, settings, log, applier, rest);
    }

    static PgRelay make(
            PgDatabase source,
            PgDatabase target,
            List<TablePlan> tables,
            RelaySettings settings,
            ChangeLog log,
            Applier applier,
            Rest rest) {
        RoundWork work = new RoundWork(log, applier, settings);
        Lanes lanes = new Lanes(source, target, settings.workers());
        return new PgRelay(
                relayed(source, target, tables),
                new Leadership(source),
                new Rounds(work, lanes, settings, rest),
                InstantSource.system());
    }

    /** What was written on new was written after all copies; the ledger of the copies is in new. */
    private static RelayedTables relayed(PgDatabase source, PgDatabase target, List<TablePlan> tables) {
        // rows that another table plan's join carries have no entries of their own
        Direction direction = Direction.from(source.side());
        List<TablePlan> carried =
                tables.stream().filter(t -> t.image(direction).isPresent()).toList();
        return switch (direction) {
            case FORWARD -> new CompletedTables(target, carried);
            case REVERSE -> () -> carried;
        };
    }
}
