package dev.theseus.jdbc.verify;

import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.throttle.Rest;
import dev.theseus.domain.verification.TableComparison;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.apply.PgAppliers;
import dev.theseus.jdbc.capture.PgCapture;
import dev.theseus.jdbc.comparison.RowByRowComparison;
import dev.theseus.jdbc.comparison.RowByRowResult;
import dev.theseus.jdbc.copy.PgCopy;
import dev.theseus.jdbc.postgres.LockPatience;
import dev.theseus.jdbc.postgres.PgFence;
import dev.theseus.jdbc.relay.PgRelays;
import dev.theseus.jdbc.testing.TestDatabases;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** A table of a thousand rows that has been copied and is captured, with a relay that the test starts. */
final class LiveScene implements AutoCloseable {

    static final int ROWS = 1000;

    final TestDatabases databases;
    final ComparedTable table;
    final ChangeLog log;
    final Applier applier;
    final Relay relay;

    private LiveScene(TestDatabases databases) throws SQLException {
        this.databases = databases;
        databases.old(PgFence.ddl(Side.OLD));
        databases.target(PgFence.ddl(Side.NEW) + PgCopy.ddl(Side.NEW));
        databases.both("CREATE TABLE t (id int PRIMARY KEY, v text, n bigint NOT NULL DEFAULT 0);"
                + " INSERT INTO t SELECT i, 'v' || i FROM generate_series(1, " + ROWS + ") i");
        table = ComparedTable.of(databases, "t", List.of("id"), "id", "v", "n");
        PgCapture.capture(databases.on(Side.OLD), LockPatience.DEFAULT).install(table.plan());
        databases.target("INSERT INTO theseus.table_copy (table_no, completed_at) VALUES (1, now())");
        log = PgCapture.log(databases.on(Side.OLD));
        applier = PgAppliers.applier(databases.on(Side.OLD), databases.on(Side.NEW), ApplyLimits.DEFAULT);
        relay = PgRelays.relay(
                databases.on(Side.OLD),
                databases.on(Side.NEW),
                List.of(table.plan()),
                new RelaySettings(1, 100, 2, Duration.ofMillis(5)),
                log,
                applier,
                Rest.NONE);
    }

    static LiveScene open() throws SQLException {
        return new LiveScene(TestDatabases.create());
    }

    TableComparison compare() throws InterruptedException {
        return compare(new Repairs(log, applier, relay));
    }

    TableComparison compare(Repairs repairs) throws InterruptedException {
        return table.compare(repairs).tables().getFirst();
    }

    /** Row by row, by other code; only when nobody writes and the log is empty. */
    RowByRowResult compareIndependently() {
        return new RowByRowComparison(databases.on(Side.OLD), databases.on(Side.NEW)).compare(table.plan());
    }

    @Override
    public void close() {
        relay.close();
        databases.close();
    }
}
