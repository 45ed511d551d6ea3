package dev.theseus.domain.migration;

import dev.theseus.domain.changelog.ChangeLog.Backlog;
import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.health.DatabaseHealth;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.plan.GateSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How far back one can go at this moment without a loss, and what speaks against it.
 *
 * @param checkpoints that can be restored, the last one first; empty where there is nothing to go back to
 * @param obstacles that would hold a rollback up, as sentences; none of them can lose a write
 */
public record WayBack(List<String> checkpoints, List<String> obstacles) {

    public WayBack {
        checkpoints = List.copyOf(checkpoints);
        obstacles = List.copyOf(obstacles);
    }

    /** What was measured of the way back. */
    public record Measured(Backlog backlog, Optional<DatabaseHealth> old) {}

    public boolean isClear() {
        return !checkpoints.isEmpty() && obstacles.isEmpty();
    }

    /** @param measured the backlog of the log that leads to the side without authority, and old's health */
    public static WayBack of(MigrationState state, Measured measured, Instant at) {
        return switch (state) {
            case Underway u -> of(u, measured, at);
            case MigrationState.Paused p -> of(p.held(), measured, at);
            case MigrationState.Completed d -> closed("the migration is completed; nothing leads back any more");
            case MigrationState.RollingBack r -> closed("everything is being taken back already");
            case MigrationState.RolledBack r -> closed("everything is taken back already");
            case MigrationState.Unplanned u -> closed("there is no migration yet");
        };
    }

    private static WayBack closed(String why) {
        return new WayBack(List.of(), List.of(why));
    }

    private static WayBack of(Underway u, Measured measured, Instant at) {
        List<String> obstacles = new ArrayList<>();
        if (u.transfer().orElse(null) instanceof Transfer.Completion) {
            return closed("the migration is being completed; what leads back is being taken away");
        }
        measured.old().ifPresent(health -> obstacles.addAll(Fitness.obstacles(health, u)));
        if (u.authority().holder() == Side.NEW) {
            reverse(u, measured.backlog(), obstacles);
        } else {
            obstacles.addAll(CutoverGates.rehearsal(u, at));
        }
        return new WayBack(names(u), obstacles);
    }

    private static void reverse(Underway u, Backlog backlog, List<String> obstacles) {
        GateSettings limits = u.plan().settings().gates();
        Duration lag = backlog.age();
        if (lag.compareTo(limits.maximumLag()) > 0) {
            obstacles.add("old follows new with a lag of %d ms, at most %d ms are allowed"
                    .formatted(lag.toMillis(), limits.maximumLag().toMillis()));
        }
        if (backlog.setAside() > 0) {
            obstacles.add(backlog.setAside() + " changes of new can't be applied to old");
        }
        boolean compared = u.facts()
                .verification()
                .filter(v ->
                        u.authority().moved().filter(m -> !v.at().isBefore(m)).isPresent())
                .filter(v ->
                        Gates.shortcomings(v, limits, u.plan().tables().size()).isEmpty())
                .isPresent();
        if (!compared) {
            obstacles.add("no comparison has found both databases equal since authority moved");
        }
    }

    private static List<String> names(Underway u) {
        return RestoreDecisions.candidates(u).reversed().stream()
                .map(Checkpoint::name)
                .toList();
    }
}
