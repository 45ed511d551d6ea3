package dev.theseus.domain.checkpoint;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.database.TableName;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.Plan.Settings;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.verification.VerificationSummary;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where a migration stood at a moment.
 *
 * @param name unique within the migration
 * @param at when it was taken
 * @param phase in force then
 * @param settings in force then
 * @param policy in force then: who read from new
 * @param backlog of the change log, its position included
 * @param verification the last one, if there was any
 * @param tables how far each table was
 */
public record Checkpoint(
        String name,
        Instant at,
        Phase phase,
        Settings settings,
        RolloutPolicy policy,
        Backlog backlog,
        Optional<VerificationSummary> verification,
        List<TablePosition> tables) {

    /**
     * @param table in the old database
     * @param rowsCopied by the backfill; 0 if its copy is not complete
     * @param chunksCopied likewise
     * @param logPosition the highest change log id given out when the checkpoint was taken
     */
    public record TablePosition(TableName table, long rowsCopied, long chunksCopied, long logPosition) {}

    public Checkpoint {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A checkpoint needs a name");
        }
        tables = List.copyOf(tables);
    }
}
