package dev.theseus.app.run;

import dev.theseus.domain.gate.Evidence;
import dev.theseus.domain.gate.GateResult;
import dev.theseus.domain.migration.Gates;
import dev.theseus.domain.migration.MigrationCommand;
import dev.theseus.domain.migration.MigrationState;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.RolledBack;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import java.time.Instant;
import java.util.List;

/** Waits before a gate, and goes through it. */
final class EnteringWork {

    private final Ground ground;
    private final DefinitionLook definitions;

    EnteringWork(Ground ground) {
        this.ground = ground;
        this.definitions = DefinitionLook.on(ground);
    }

    /**
     * Asks for the phase once its gate is open; the first refusal is asked for too, so that the trail shows why it took
     * so long.
     */
    void enter(Phase phase) throws InterruptedException {
        List<String> missing = List.of();
        while (true) {
            Evidence evidence = ground.evidence();
            GateResult gate = gate(phase, evidence);
            if (gate instanceof GateResult.Closed closed) {
                if (missing.isEmpty()) {
                    advance(phase, evidence);
                }
                missing = closed.missing();
                ground.listener().waits(phase + " lacks: " + String.join("; ", missing));
                Thread.sleep(Ground.LOOK);
            } else if (isHeld()) {
                // whoever holds it takes this work away
                Thread.sleep(Ground.LOOK);
            } else {
                advance(phase, evidence);
                return;
            }
        }
    }

    /** What the gate does not know of may have happened to the tables in this moment. */
    private boolean isHeld() {
        definitions.look();
        return ground.reports().state() instanceof Paused;
    }

    private void advance(Phase phase, Evidence evidence) {
        ground.report(id -> new MigrationCommand.Advance(id, ground.now(), phase, evidence));
        ground.publication().publish();
    }

    private GateResult gate(Phase phase, Evidence evidence) {
        MigrationState state = ground.reports().state();
        Instant now = ground.now();
        return switch (state) {
            case Underway u -> Gates.check(phase, u, evidence, now);
            case Paused p -> Gates.check(phase, p.held(), evidence, now);
            case RolledBack r -> new GateResult.Open();
            case MigrationState.RollingBack r -> new GateResult.Open();
            case MigrationState.Completed d -> new GateResult.Open();
            case MigrationState.Unplanned u -> new GateResult.Open();
        };
    }
}
