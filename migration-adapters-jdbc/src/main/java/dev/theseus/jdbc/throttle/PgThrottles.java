package dev.theseus.jdbc.throttle;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.throttle.ThrottlePolicy;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.time.InstantSource;

/** Makes the throttle of a copy between two PostgreSQL servers. */
public final class PgThrottles {

    private PgThrottles() {}

    /** The bookkeeping; may be run again and again. */
    public static String ddl(Side side) {
        return PgLoadProbe.DDL;
    }

    /** A throttle that measures from its first use until it is closed. It holds one session of either database. */
    public static ClosableThrottle throttle(PgDatabase old, PgDatabase target, Plan.Settings settings, Relay relay) {
        InstantSource clock = InstantSource.system();
        PgLoadProbe probe =
                new PgLoadProbe(old, target, () -> relay.status().backlog().age(), clock);
        PacedThrottle.Limits limits = new PacedThrottle.Limits(
                new ThrottlePolicy(settings.throttle()),
                new Pace(
                        settings.backfill().rate().rowsPerSecond(),
                        settings.backfill().rate().bytesPerSecond()),
                settings.backfill().window());
        return new PacedThrottle(limits, probe, clock, Thread::sleep);
    }
}
