package dev.theseus.domain.migration;

import dev.theseus.domain.migration.MigrationState.Completed;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.RolledBack;
import dev.theseus.domain.migration.MigrationState.RollingBack;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.migration.MigrationState.Unplanned;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.routing.NodeWord;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.util.ArrayList;
import java.util.List;

/** What commands about the service's reads lead to. Fewer reads from new can be asked for at any time. */
final class RolloutDecisions {

    private RolloutDecisions() {}

    static List<MigrationEvent> change(MigrationState state, MigrationCommand.ChangeRollout c) {
        return switch (state) {
            case Underway u -> change(u, c, u.phase() == Phase.RAMPING && !isRestoring(u));
            case Paused p -> change(p.held(), c, false);
            case RollingBack r -> withoutAnyReads(c, "is being rolled back");
            case RolledBack r -> withoutAnyReads(c, "is rolled back");
            case Completed d -> throw Decisions.illegal(c, "is completed; all reads are on new");
            case Unplanned u -> throw Decisions.unknown(c);
        };
    }

    private static List<MigrationEvent> change(
            Underway migration, MigrationCommand.ChangeRollout c, boolean mayLetMoreIn) {
        RolloutPolicy before = migration.traffic().policy();
        boolean more = c.policy().letsInMoreThan(before);
        if (more && !mayLetMoreIn) {
            throw Decisions.illegal(c, lock(migration));
        }
        if (more) {
            requireNothingByItself(migration.course(), c);
        }
        List<MigrationEvent> events = new ArrayList<>(changed(c, before, c.policy(), RolloutCause.ASKED));
        if (c.policy().percentage() < before.percentage()) {
            events.addAll(StepDecisions.end(migration, c, RolloutEnd.STOPPED));
        } else if (c.policy().equals(before)) {
            // to ask for what a failback has brought about means that it is to stay so
            events.addAll(FailbackDecisions.abandon(migration, c));
        }
        return events;
    }

    private static void requireNothingByItself(Course course, MigrationCommand c) {
        if (course.failback().isPresent()) {
            throw Decisions.illegal(
                    c,
                    "has its reads on old because they failed on new; they come back by themselves once both databases"
                            + " were compared, or stay there if you ask for 0 %");
        }
        if (course.rollout().isPresent()) {
            throw Decisions.illegal(
                    c, "brings its reads over by steps at this moment; stop that first to let more read from new");
        }
    }

    private static boolean isRestoring(Underway migration) {
        return migration.transfer().filter(Transfer.Restore.class::isInstance).isPresent();
    }

    private static String lock(Underway migration) {
        if (isRestoring(migration)) {
            return TransferDecisions.inProgress(migration.transfer().orElseThrow());
        }
        if (migration.phase() == Phase.CUT_OVER) {
            return "is in phase " + Phase.CUT_OVER + "; new has authority, so all reads are there";
        }
        return migration.phase() == Phase.RAMPING
                ? "is paused; resume it to let more reads go to new"
                : "is in phase " + migration.phase()
                        + "; reads go to new from RAMPING on, which `theseus advance` enters when its gate is open";
    }

    private static List<MigrationEvent> withoutAnyReads(MigrationCommand.ChangeRollout c, String why) {
        if (c.policy().percentage() > 0) {
            throw Decisions.illegal(c, why + "; all reads are on old");
        }
        return List.of();
    }

    static List<MigrationEvent> changed(
            MigrationCommand c, RolloutPolicy before, RolloutPolicy after, RolloutCause cause) {
        return before.equals(after)
                ? List.of()
                : List.of(new MigrationEvent.RolloutChanged(c.migration(), c.at(), before, after, cause));
    }

    /** Without shadow reads the next gate would never open. */
    static List<MigrationEvent> afterEntering(Phase phase, Underway migration, MigrationCommand c) {
        RolloutPolicy policy = migration.traffic().policy();
        return phase == Phase.SHADOWING
                ? changed(c, policy, policy.withShadowReads(Switch.ON), RolloutCause.SHADOWING_BEGAN)
                : List.of();
    }

    /** Rows that differ must not be read by more people until somebody has looked. */
    static List<MigrationEvent> withRowsThatDiffer(MigrationState state, MigrationCommand c) {
        return switch (state) {
            case Underway u -> withRowsThatDiffer(u, c);
            case Paused p -> withRowsThatDiffer(p.held(), c);
            case RollingBack r -> List.of();
            case RolledBack r -> List.of();
            case Completed d -> List.of();
            case Unplanned u -> List.of();
        };
    }

    private static List<MigrationEvent> withRowsThatDiffer(Underway migration, MigrationCommand c) {
        RolloutPolicy policy = migration.traffic().policy();
        return migration.phase() == Phase.RAMPING
                ? changed(c, policy, policy.withPercentage(0), RolloutCause.ROWS_DIFFER)
                : List.of();
    }

    static List<MigrationEvent> hear(MigrationState state, MigrationCommand.NoteNodeWord c) {
        return switch (state) {
            case Underway u -> hear(u, c);
            case Paused p -> hear(p.held(), c);
            case RollingBack r -> List.of();
            case RolledBack r -> List.of();
            case Completed d -> List.of();
            case Unplanned u -> throw Decisions.unknown(c);
        };
    }

    private static List<MigrationEvent> hear(Underway migration, MigrationCommand.NoteNodeWord c) {
        if (!migration.traffic().isNews(c.word())) {
            return List.of();
        }
        List<MigrationEvent> events = new ArrayList<>();
        events.add(event(c, c.word()));
        if (c.word().kind() == NodeWord.Kind.READS_FAILED) {
            events.addAll(FailbackDecisions.begin(migration, c));
        }
        return events;
    }

    /** At the time at which it happened, not at which it was heard: that may be much later. */
    private static MigrationEvent event(MigrationCommand c, NodeWord word) {
        return switch (word.kind()) {
            case READS_FAILED ->
                new MigrationEvent.ReadsFailedBack(c.migration(), word.at(), word.node(), word.id(), word.detail());
            case READS_RECOVERED -> new MigrationEvent.ReadsResumed(c.migration(), word.at(), word.node(), word.id());
            case MISMATCH ->
                new MigrationEvent.MismatchFound(c.migration(), word.at(), word.node(), word.id(), word.detail());
        };
    }
}
