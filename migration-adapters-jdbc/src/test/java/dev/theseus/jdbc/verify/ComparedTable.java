package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.BroughtOver;
import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.postgres.PgDatabase;
import dev.theseus.jdbc.testing.TestDatabases;
import dev.theseus.jdbc.verify.PgVerification.Conduct;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A table of both databases that a test compares; small buckets, so that few rows need several. */
record ComparedTable(TestDatabases databases, TablePlan plan) {

    static final VerificationSettings SETTINGS = new VerificationSettings(2, 2, 5);

    /** Ranges of one page, so that small tables have several. */
    private static final Conduct CONDUCT = conduct(Conduct.resting(Rest.NONE).digests());

    static Conduct conduct(Function<ServerPair, Digests> digests) {
        return new Conduct(digests, Duration.ofSeconds(20), 8 << 10, Rest.NONE);
    }

    static Conduct resting(Rest rest) {
        return new Conduct(CONDUCT.digests(), CONDUCT.relayPatience(), CONDUCT.rangeBytes(), rest);
    }

    static ComparedTable of(TestDatabases databases, String table, List<String> key, String... columns)
            throws SQLException {
        return of(databases, databases.plan(1, table, key, List.of(columns)));
    }

    static ComparedTable of(TestDatabases databases, TablePlan plan) throws SQLException {
        databases.old(PgCapture.ddl(Side.OLD));
        return new ComparedTable(databases, plan);
    }

    /** Compares with an empty log while no relay works, so that whatever differs stays. */
    TableComparison compareAtRest() throws Exception {
        return compareAtRest(CONDUCT);
    }

    TableComparison compareAtRest(Conduct conduct) throws Exception {
        databases.old("TRUNCATE theseus.change_log, theseus.set_aside");
        return compare(atRest(), databases.on(Side.NEW), conduct).tables().getFirst();
    }

    /** As {@link #compareAtRest()}, seen by another role on new. */
    TableComparison compareWith(PgDatabase target) throws InterruptedException {
        return compare(atRest(), target, CONDUCT).tables().getFirst();
    }

    VerificationReport compare(Repairs repairs) throws InterruptedException {
        return compare(repairs, databases.on(Side.NEW), CONDUCT);
    }

    VerificationReport compare(Repairs repairs, BroughtOver brought) throws InterruptedException {
        return verification(repairs, databases.on(Side.NEW), CONDUCT).verify(List.of(plan), brought, one -> {});
    }

    private VerificationReport compare(Repairs repairs, PgDatabase target, Conduct conduct)
            throws InterruptedException {
        return verification(repairs, target, conduct).verify(List.of(plan), one -> {});
    }

    private PgVerification verification(Repairs repairs, PgDatabase target, Conduct conduct) {
        return new PgVerification(
                new TablePair.Ground(databases.on(Side.OLD), target, Direction.FORWARD), repairs, SETTINGS, conduct);
    }

    private Repairs atRest() {
        StandingRelay standing = new StandingRelay();
        return new Repairs(PgCapture.log(databases.on(Side.OLD)), standing, standing);
    }
}
