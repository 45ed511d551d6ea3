package dev.theseus.domain.migration;

import dev.theseus.domain.backfill.CopyProgress;
import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.checkpoint.Checkpoint.TablePosition;
import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.plan.TablePlan;
import java.time.Instant;

/** Takes checkpoints of a migration that is under way. */
final class Checkpoints {

    private Checkpoints() {}

    /** The name of the one that is taken before a phase is entered. */
    static String before(Phase phase, Underway migration) {
        return "before-" + phase + "-" + (migration.checkpoints().size() + 1);
    }

    static Checkpoint of(Underway migration, String name, Instant at, Evidence evidence) {
        return new Checkpoint(
                name,
                at,
                migration.phase(),
                migration.plan().settings(),
                migration.traffic().policy(),
                evidence.backlog(),
                migration.facts().verification(),
                migration.plan().tables().stream()
                        .map(t -> position(migration, t, evidence.backlog().position()))
                        .toList());
    }

    private static TablePosition position(Underway migration, TablePlan table, long logPosition) {
        CopyProgress copied = migration.facts().copied().getOrDefault(table.old(), CopyProgress.NOT_OPEN);
        return new TablePosition(table.old(), copied.rows(), copied.chunks(), logPosition);
    }
}
