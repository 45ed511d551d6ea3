package dev.theseus.app.run;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.migration.RunOutcome;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.MigrationId;
import dev.theseus.domain.relay.RelayStatus;
import dev.theseus.domain.verification.VerificationReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a run came to.
 *
 * @param outcome how it ended
 * @param reason why it failed or was stopped, free of row contents
 * @param phase that the migration is in now
 * @param began when
 * @param took how long
 * @param copying how long of that it copied tables
 * @param tables how far each copy is
 * @param relay what was relayed during this run
 * @param verification the last comparison of this run, if there was one
 */
public record RunResult(
        MigrationId migration,
        RunOutcome outcome,
        Optional<String> reason,
        Phase phase,
        Instant began,
        Duration took,
        Duration copying,
        Map<TableName, CopyProgress> tables,
        RelayStatus relay,
        Optional<VerificationReport> verification) {

    public RunResult {
        tables = Map.copyOf(tables);
    }
}
