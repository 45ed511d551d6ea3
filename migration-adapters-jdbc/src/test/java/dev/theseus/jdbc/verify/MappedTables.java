package dev.theseus.jdbc.verify;

import dev.theseus.domain.database.Direction;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.Divergence;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.comparison.RowByRowComparison;
import dev.theseus.jdbc.comparison.RowByRowResult;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.util.List;

/** Tables that look different on both sides, compared in both directions while no relay works. */
record MappedTables(TestDatabases databases) {

    static MappedTables of(TestDatabases databases) throws SQLException {
        databases.old(PgCapture.ddl(Side.OLD));
        databases.target(PgCapture.ddl(Side.NEW));
        return new MappedTables(databases);
    }

    TableComparison compare(TablePlan plan, Direction direction) throws InterruptedException {
        StandingRelay standing = new StandingRelay();
        Repairs repairs = new Repairs(PgCapture.log(databases.on(direction.source())), standing, standing);
        return new PgVerification(
                        new TablePair.Ground(databases.on(Side.OLD), databases.on(Side.NEW), direction),
                        repairs,
                        ComparedTable.SETTINGS,
                        ComparedTable.resting(Rest.NONE))
                .verify(List.of(plan), one -> {})
                .tables()
                .getFirst();
    }

    /** What differs, without digests; the log is emptied first, since what was found once stands in it. */
    List<Divergence> differences(TablePlan plan, Direction direction) throws Exception {
        forget();
        return compare(plan, direction).examples().stream()
                .map(Divergence::withoutDigests)
                .toList();
    }

    RowByRowResult independently(TablePlan plan, Direction direction) {
        return new RowByRowComparison(databases.on(Side.OLD), databases.on(Side.NEW)).compare(plan, direction);
    }

    void forget() throws SQLException {
        databases.both("TRUNCATE theseus.change_log, theseus.set_aside");
    }
}
