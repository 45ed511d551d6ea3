package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.plan.VerificationSettings;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;

/** A table of both databases that a test compares; small buckets, so that few rows need several. */
record ComparedTable(TestDatabases databases, TablePlan plan) {

    static final VerificationSettings SETTINGS = new VerificationSettings(2, 2, 5);

    static ComparedTable of(TestDatabases databases, String table, List<String> key, String... columns)
            throws SQLException {
        databases.old(PgCapture.ddl(Side.OLD));
        return new ComparedTable(databases, databases.plan(1, table, key, List.of(columns)));
    }

    /** Compares with an empty log while no relay works, so that whatever differs stays. */
    TableComparison compareAtRest() throws Exception {
        return compareAtRest(PgVerification.Conduct.DEFAULT);
    }

    TableComparison compareAtRest(PgVerification.Conduct conduct) throws Exception {
        databases.old("TRUNCATE theseus.change_log, theseus.set_aside");
        StandingRelay standing = new StandingRelay();
        Repairs repairs = new Repairs(PgCapture.log(databases.on(Side.OLD)), standing, standing);
        return compare(repairs, conduct).tables().getFirst();
    }

    VerificationReport compare(Repairs repairs, PgVerification.Conduct conduct) throws InterruptedException {
        return new PgVerification(databases.on(Side.OLD), databases.on(Side.NEW), repairs, SETTINGS, conduct)
                .verify(List.of(plan), one -> {});
    }
}
