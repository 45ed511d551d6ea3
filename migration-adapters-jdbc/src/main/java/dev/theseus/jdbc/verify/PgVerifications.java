package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Verification;
import dev.theseus.jdbc.postgres.PgDatabase;

/** Makes comparisons of two PostgreSQL databases. */
public final class PgVerifications {

    private PgVerifications() {}

    /**
     * A comparison that may be used again and again, by one thread at a time. It takes up to the settings' parallelism
     * and two more sessions on each side.
     *
     * @param rest after each range that was read
     */
    public static Verification verification(
            PgDatabase old, PgDatabase target, Repairs repairs, VerificationSettings settings, Rest rest) {
        return new PgVerification(old, target, repairs, settings, PgVerification.Conduct.resting(rest));
    }

    /**
     * Looks at single rows. It takes one session at a time, and fails at once while a server is away.
     *
     * @param log of the old database
     */
    public static RowCheck rowCheck(PgDatabase old, PgDatabase target, ChangeLog log) {
        return new PgRowCheck(old, target, log);
    }
}
