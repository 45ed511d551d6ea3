package dev.theseus.domain.migration;

import dev.theseus.domain.checkpoint.Checkpoint;
import dev.theseus.domain.database.Side;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.Transfer.Completion;
import dev.theseus.domain.migration.Transfer.Cutover;
import dev.theseus.domain.migration.Transfer.Restore;
import dev.theseus.domain.migration.Transfer.RestoreStage;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.Plan.Settings;
import dev.theseus.domain.routing.RolloutPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What commands about the way back to a checkpoint lead to. */
final class RestoreDecisions {

    private RestoreDecisions() {}

    /** A rollback can be asked for at any time until completion; while paused it ends the pause. */
    static List<MigrationEvent> begin(MigrationState state, MigrationCommand.RestoreCheckpoint c) {
        return switch (state) {
            case Underway u -> begin(u, c);
            case MigrationState.Paused p -> {
                List<MigrationEvent> events = new ArrayList<>(begin(p.held(), c));
                if (c.mode() == RestoreMode.REAL) {
                    events.addFirst(new MigrationEvent.MigrationResumed(c.migration(), c.at()));
                }
                yield events;
            }
            case MigrationState.RollingBack r -> throw Decisions.illegal(c, "is being taken back altogether");
            case MigrationState.RolledBack r ->
                throw Decisions.illegal(c, "is taken back; there is nothing to restore");
            case MigrationState.Completed d -> throw Decisions.illegal(c, "is completed; nothing leads back any more");
            case MigrationState.Unplanned u -> throw Decisions.unknown(c);
        };
    }

    private static List<MigrationEvent> begin(Underway u, MigrationCommand.RestoreCheckpoint c) {
        Optional<Transfer> inProgress = u.transfer();
        if (inProgress.isPresent()) {
            switch (inProgress.get()) {
                case Restore r -> {
                    return again(r, c);
                }
                case Completion d ->
                    throw Decisions.illegal(c, "is being completed: what leads back is being taken away");
                case Cutover t -> {
                    // goes on from wherever the cutover stands
                }
            }
        }
        Checkpoint checkpoint = target(u, c);
        if (c.mode() == RestoreMode.DRY) {
            return List.of(new MigrationEvent.RestoreForeseen(c.migration(), c.at(), checkpoint.name(), c.cause()));
        }
        RestoredReads reads = c.name().isPresent() ? RestoredReads.AS_THEN : RestoredReads.NOBODY;
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.RestoreBegan(c.migration(), c.at(), checkpoint.name(), c.cause(), reads));
        RolloutPolicy policy = u.traffic().policy();
        events.addAll(RolloutDecisions.changed(c, policy, policy.withoutNew(), RolloutCause.RESTORING));
        return events;
    }

    private static List<MigrationEvent> again(Restore running, MigrationCommand.RestoreCheckpoint c) {
        if (c.mode() == RestoreMode.DRY
                || c.name().filter(n -> !n.equals(running.checkpoint())).isEmpty()) {
            return List.of();
        }
        throw Decisions.illegal(
                c,
                "is going back to checkpoint \"" + running.checkpoint() + "\" at this moment; let that finish first");
    }

    private static Checkpoint target(Underway u, MigrationCommand.RestoreCheckpoint c) {
        if (!PhaseTable.hasReached(u.phase(), Phase.VERIFIED)) {
            throw Decisions.illegal(
                    c,
                    "is in phase " + u.phase() + ", in which the service is on old altogether; `theseus clean` takes"
                            + " everything of Theseus's off both databases");
        }
        return candidates(u).stream()
                .filter(k -> c.name().map(k.name()::equals).orElse(k.phase() != u.phase()))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> Decisions.illegal(c, "has no such checkpoint to go back to; it has " + names(u)));
    }

    /** The checkpoints that can be restored now, oldest first. */
    static List<Checkpoint> candidates(Underway u) {
        return u.checkpoints().stream()
                .filter(k -> PhaseTable.isRestorable(k.phase()) && PhaseTable.hasReached(u.phase(), k.phase()))
                .toList();
    }

    private static String names(Underway u) {
        return String.join(", ", candidates(u).stream().map(Checkpoint::name).toList());
    }

    static List<MigrationEvent> health(Underway u, MigrationCommand.ReportOldHealth c) {
        return u.transfer()
                .filter(t -> t instanceof Restore r && r.stage() == RestoreStage.CHECKING_OLD)
                .<List<MigrationEvent>>map(t -> List.of(new MigrationEvent.OldHealthChecked(
                        c.migration(), c.at(), c.health(), Fitness.obstacles(c.health(), u))))
                .orElse(List.of());
    }

    static List<MigrationEvent> cachesCleared(Underway u, MigrationCommand.ReportCachesCleared c) {
        return u.transfer()
                .filter(t -> t instanceof Restore r
                        && r.stage() == RestoreStage.CLEARING_CACHES
                        && u.authority().holder() == Side.OLD)
                .map(t -> restored(u, (Restore) t, c))
                .orElse(List.of());
    }

    private static List<MigrationEvent> restored(Underway u, Restore restore, MigrationCommand.ReportCachesCleared c) {
        Checkpoint checkpoint = candidates(u).stream()
                .filter(k -> k.name().equals(restore.checkpoint()))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> Decisions.illegal(c, "lost checkpoint \"" + restore.checkpoint() + "\""));
        Phase phase = restorable(u, checkpoint.phase());
        Settings settings = u.plan().settings();
        List<MigrationEvent> events = new ArrayList<>();
        events.add(new MigrationEvent.CachesCleared(c.migration(), c.at()));
        if (phase != u.phase()) {
            events.add(new MigrationEvent.PhaseEntered(c.migration(), c.at(), u.phase(), phase));
        }
        if (!settings.equals(checkpoint.settings())) {
            events.add(new MigrationEvent.SettingsChanged(c.migration(), c.at(), settings, checkpoint.settings()));
        }
        events.addAll(RolloutDecisions.changed(
                c, u.traffic().policy(), policy(checkpoint, restore, phase), RolloutCause.RESTORED));
        events.add(new MigrationEvent.CheckpointRestored(
                c.migration(),
                c.at(),
                restore.checkpoint(),
                restore.cause(),
                Duration.between(restore.began(), c.at())));
        return events;
    }

    /**
     * VERIFIED and what follows it say that both databases agree; where the last comparison does not, they are lies.
     */
    private static Phase restorable(Underway u, Phase then) {
        boolean agree = u.facts()
                .verification()
                .filter(v -> Gates.shortcomings(
                                v,
                                u.plan().settings().gates(),
                                u.plan().tables().size())
                        .isEmpty())
                .isPresent();
        Phase wanted = agree ? then : Phase.DUAL_WRITING;
        return PhaseTable.hasReached(u.phase(), wanted) ? wanted : u.phase();
    }

    private static RolloutPolicy policy(Checkpoint checkpoint, Restore restore, Phase phase) {
        return restore.reads() == RestoredReads.AS_THEN && phase == Phase.RAMPING
                ? checkpoint.policy()
                : checkpoint.policy().withPercentage(0);
    }
}
