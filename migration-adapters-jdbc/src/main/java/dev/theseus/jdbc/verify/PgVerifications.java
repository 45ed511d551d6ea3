package dev.theseus.jdbc.verify;

import dev.theseus.domain.authority.Authority;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Verification;
import dev.theseus.jdbc.postgres.PgDatabase;
import java.util.Map;
import java.util.function.Supplier;

/** Makes comparisons of two PostgreSQL databases. */
public final class PgVerifications {

    private PgVerifications() {}

    /**
     * A comparison that may be used again and again, by one thread at a time. It takes up to the settings' parallelism
     * and two more sessions on each side. Table plans that carry no rows in its direction are left out: another plan's
     * join carries them, and they are compared there.
     *
     * @param direction in which rows travel: the side with authority says what the other one's rows have to be
     * @param repairs of that direction
     * @param rest after each range that was read
     */
    public static Verification verification(
            PgDatabase old,
            PgDatabase target,
            Direction direction,
            Repairs repairs,
            VerificationSettings settings,
            Rest rest) {
        return new PgVerification(
                new TablePair.Ground(old, target, direction), repairs, settings, PgVerification.Conduct.resting(rest));
    }

    /**
     * A comparison in the direction that is in force. One during which authority moves is begun again.
     *
     * @param authority as both databases say at the moment
     * @param ways for each direction
     */
    public static Verification inForce(Supplier<Authority> authority, Map<Direction, Verification> ways) {
        return new SteadyVerification(authority, ways);
    }

    /** The comparison of the way from old to new. */
    public static Verification verification(
            PgDatabase old, PgDatabase target, Repairs repairs, VerificationSettings settings, Rest rest) {
        return verification(old, target, Direction.FORWARD, repairs, settings, rest);
    }

    /**
     * Looks at single rows. It takes one session at a time, and fails at once while a server is away.
     *
     * @param direction in which rows travel
     * @param log of the side with authority
     */
    public static RowCheck rowCheck(PgDatabase old, PgDatabase target, Direction direction, ChangeLog log) {
        return new PgRowCheck(new TablePair.Ground(old, target, direction), log);
    }
}
