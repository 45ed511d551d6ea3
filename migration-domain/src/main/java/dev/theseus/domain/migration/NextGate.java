package dev.theseus.domain.migration;

import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The gate that a migration stands before.
 *
 * @param to the phase behind it
 * @param missing each missing piece of evidence as a sentence for people; empty if it is open
 */
public record NextGate(Phase to, List<String> missing) {

    public NextGate {
        missing = List.copyOf(missing);
    }

    /** Empty where no phase comes next: before there is a plan, on the way back, and at the end. */
    public static Optional<NextGate> of(MigrationState state, Evidence evidence, Instant at) {
        return switch (state) {
            case Underway u -> of(u, evidence, at);
            case MigrationState.Paused p -> of(p.held(), evidence, at);
            case MigrationState.RollingBack r -> Optional.empty();
            case MigrationState.RolledBack r -> Optional.empty();
            case MigrationState.Completed c -> Optional.empty();
            case MigrationState.Unplanned u -> Optional.empty();
        };
    }

    private static Optional<NextGate> of(Underway u, Evidence evidence, Instant at) {
        List<Phase> path = PhaseTable.path();
        return path.stream()
                .skip(path.indexOf(u.phase()) + 1L)
                .findFirst()
                .map(to -> new NextGate(to, missing(gate(to, u, evidence, at))));
    }

    private static GateResult gate(Phase to, Underway u, Evidence evidence, Instant at) {
        return switch (to) {
            case CUT_OVER -> Gates.beforeCutover(u, evidence, at);
            case COMPLETED -> Gates.completion(u, evidence, at);
            case PLANNED,
                    PREPARED,
                    CAPTURING,
                    BACKFILLING,
                    CATCHING_UP,
                    DUAL_WRITING,
                    VERIFIED,
                    SHADOWING,
                    RAMPING,
                    ROLLING_BACK,
                    ROLLED_BACK -> Gates.check(to, u, evidence, at);
        };
    }

    private static List<String> missing(GateResult result) {
        return switch (result) {
            case GateResult.Open open -> List.of();
            case GateResult.Closed closed -> closed.missing();
        };
    }
}
