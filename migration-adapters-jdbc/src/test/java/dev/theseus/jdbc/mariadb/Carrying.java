package dev.theseus.jdbc.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.theseus.domain.backfill.Backfill;
import dev.theseus.domain.changelog.ChangeLog;
import dev.theseus.domain.plan.BackfillSettings;
import dev.theseus.domain.plan.BackfillSettings.ChunkSize;
import dev.theseus.domain.plan.DatabaseAddress;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.RelaySettings;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.relay.Applier;
import dev.theseus.domain.relay.Relay;
import dev.theseus.domain.relay.Relay.Drain;
import dev.theseus.domain.throttle.Throttle;
import dev.theseus.domain.throttle.Verdict;
import dev.theseus.domain.verification.VerificationReport;
import dev.theseus.jdbc.apply.ApplyLimits;
import dev.theseus.jdbc.verify.Repairs;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A migration of some tables from MariaDB, as the phases order it: capture, copy, relay, comparison. */
final class Carrying implements AutoCloseable {

    private static final int ATTEMPTS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final DatabaseAddress SOMEWHERE = new DatabaseAddress("jdbc:", "test", Optional.empty());

    final ChangeLog log;
    private final MariaDatabases databases;
    private final List<TablePlan> tables;
    private final Applier applier;
    private final Relay relay;

    Carrying(MariaDatabases databases, List<TablePlan> tables) {
        this.databases = databases;
        this.tables = tables;
        this.log = databases.adapters.log();
        this.applier = databases.adapters.applier(ApplyLimits.DEFAULT);
        this.relay = databases.adapters.relay(
                tables, new RelaySettings(2, 200, ATTEMPTS, Duration.ofMillis(5)), log, applier);
    }

    void copyAndFollow() throws InterruptedException {
        tables.forEach(databases.adapters.capture()::install);
        relay.start();
        copy();
        drain();
    }

    void copy() throws InterruptedException {
        BackfillSettings plain = BackfillSettings.DEFAULT;
        BackfillSettings backfill = new BackfillSettings(
                2, new ChunkSize(64 << 10, 250), plain.order(), plain.indexes(), plain.rate(), plain.window());
        Plan.Settings settings = new Plan.Settings(
                backfill,
                Plan.Settings.DEFAULT.throttle(),
                Plan.Settings.DEFAULT.relay(),
                Plan.Settings.DEFAULT.verification(),
                Plan.Settings.DEFAULT.gates());
        Backfill copying = databases.adapters.backfill(tables, new Open(), table -> {});
        copying.copy(
                new Plan(new MigrationId("from-mariadb"), SOMEWHERE, SOMEWHERE, tables, settings),
                tables,
                copied -> {});
    }

    void drain() throws InterruptedException {
        assertThat(relay.awaitDrained(tables, PATIENCE)).isEqualTo(Drain.DRAINED);
    }

    VerificationReport verify() throws InterruptedException {
        return databases.adapters.verification(new Repairs(log, applier, relay)).verify(tables, compared -> {});
    }

    @Override
    public void close() {
        relay.close();
    }

    /** Lets everything pass. */
    private static final class Open implements Throttle {
        @Override
        public Verdict beforeChunk() {
            return new Verdict.Go();
        }

        @Override
        public void passed(long rows, long bytes) {}

        @Override
        public void afterChunk(Duration worked) {}
    }
}
