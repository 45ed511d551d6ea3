package dev.theseus.domain.migration;

import dev.theseus.domain.database.Side;
import dev.theseus.domain.mapping.Image;
import dev.theseus.domain.mapping.MappedColumn;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import dev.theseus.domain.plan.Plan;
import dev.theseus.domain.plan.TablePlan;
import dev.theseus.domain.routing.RolloutPolicy;
import dev.theseus.domain.routing.RolloutPolicy.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a mapping that is replaced under way: nobody reads rows that went by the former version, and
 * nothing is VERIFIED, until all of them have gone again and were compared.
 */
final class MappingDecisions {

    private MappingDecisions() {}

    static List<MigrationEvent> replace(MigrationState state, MigrationCommand.ReplaceMappings c) {
        return switch (state) {
            case Underway u -> replace(u, c);
            case Paused p -> replace(p.held(), c);
            case MigrationState.RollingBack r ->
                throw Decisions.illegal(c, "is being rolled back; run the plan with its new mappings after that");
            case MigrationState.RolledBack r ->
                throw Decisions.illegal(c, "is rolled back; run the plan, it takes its mappings on as they are");
            case MigrationState.Completed d ->
                throw Decisions.illegal(c, "is completed; nothing is carried any more that a mapping could change");
            case MigrationState.Unplanned u -> throw Decisions.unknown(c);
        };
    }

    private static List<MigrationEvent> replace(Underway u, MigrationCommand.ReplaceMappings c) {
        List<MappingReplacement> replacements = replacements(u.plan(), c.plan());
        List<String> obstacles = obstacles(u.plan(), c.plan());
        if (!obstacles.isEmpty()) {
            throw Decisions.illegal(c, "can't take these mappings on: " + String.join("; ", obstacles));
        }
        if (replacements.isEmpty()) {
            return List.of();
        }
        TransferDecisions.requireNoTransfer(u, c);
        if (u.phase() == Phase.CUT_OVER || u.authority().holder() == Side.NEW) {
            throw Decisions.illegal(
                    c,
                    "has been cut over: what counts is what stands in new, and it would be changed under the service;"
                            + " go back with `theseus rollback` first");
        }
        List<MigrationEvent> events = new ArrayList<>(withdrawal(u, c));
        events.add(new MigrationEvent.MappingsReplaced(c.migration(), c.at(), replacements));
        return events;
    }

    /** Shadow reads would find nothing but rows that are on their way. */
    private static List<MigrationEvent> withdrawal(Underway u, MigrationCommand c) {
        if (!PhaseTable.hasReached(u.phase(), Phase.VERIFIED)) {
            return List.of();
        }
        List<MigrationEvent> events = new ArrayList<>(
                u.course().failback().isPresent()
                        ? FailbackDecisions.abandon(u, c)
                        : StepDecisions.end(u, c, RolloutEnd.OVERTAKEN));
        RolloutPolicy policy = u.traffic().policy();
        events.addAll(RolloutDecisions.changed(
                c, policy, policy.withPercentage(0).withShadowReads(Switch.OFF), RolloutCause.MAPPING_REPLACED));
        events.add(new MigrationEvent.PhaseEntered(c.migration(), c.at(), u.phase(), Phase.DUAL_WRITING));
        return events;
    }

    private static List<MappingReplacement> replacements(Plan before, Plan after) {
        List<MappingReplacement> replacements = new ArrayList<>();
        for (TablePlan table : before.tables()) {
            find(after, table.number())
                    .filter(t -> !t.mapping().equals(table.mapping()))
                    .ifPresent(t -> replacements.add(
                            new MappingReplacement(table.number(), table.old(), table.target(), t.mapping())));
        }
        return replacements;
    }

    private static Optional<TablePlan> find(Plan plan, int number) {
        return plan.tables().stream().filter(t -> t.number() == number).findFirst();
    }

    /** Why one plan can't take another's place, with everything that stands in the way. */
    private static List<String> obstacles(Plan before, Plan after) {
        List<String> obstacles = new ArrayList<>();
        if (!before.old().equals(after.old()) || !before.target().equals(after.target())) {
            obstacles.add("the plan names other databases");
        }
        if (!before.keyMaps().equals(after.keyMaps())) {
            obstacles.add("the key maps are others, so rows would get other keys; roll the migration back for that");
        }
        if (after.tables().size() != before.tables().size()) {
            obstacles.add("the plan has %d tables, the migration has %d"
                    .formatted(after.tables().size(), before.tables().size()));
        }
        for (TablePlan table : before.tables()) {
            find(after, table.number())
                    .ifPresentOrElse(
                            t -> obstacles.addAll(obstacles(table, t)),
                            () -> obstacles.add(
                                    "the plan has no table " + table.number() + ", which is " + table.old()));
        }
        return obstacles;
    }

    private static List<String> obstacles(TablePlan before, TablePlan after) {
        if (!before.equals(after.with(before.mapping()))) {
            return List.of("table " + before.old() + " differs in more than its mapping");
        }
        if (before.mapping().equals(after.mapping())) {
            return List.of();
        }
        List<String> obstacles = new ArrayList<>();
        int next = before.mapping().version() + 1;
        if (after.mapping().version() != next) {
            obstacles.add("the mapping of %s into %s differs, and is to be version %d, not %d"
                    .formatted(
                            before.old(), before.target(), next, after.mapping().version()));
        }
        boolean keepsKeys = keepsKey(before.mapping().forward(), after.mapping().forward())
                && keepsKey(before.mapping().reverse(), after.mapping().reverse());
        if (!keepsKeys) {
            // rows under their former keys would stay in new, and nothing would know of them
            obstacles.add("the mapping of %s into %s gives rows another key; roll the migration back for that"
                    .formatted(before.old(), before.target()));
        }
        return obstacles;
    }

    private static boolean keepsKey(Optional<Image> before, Optional<Image> after) {
        return before.isPresent() == after.isPresent()
                && before.map(b -> keepsKey(b, after.orElseThrow())).orElse(true);
    }

    private static boolean keepsKey(Image before, Image after) {
        return before.sourceKey().equals(after.sourceKey())
                && before.targetKey().equals(after.targetKey())
                && keys(before).equals(keys(after));
    }

    private static List<MappedColumn> keys(Image image) {
        return image.columns().stream()
                .filter(c -> image.targetKey().contains(c.name()))
                .toList();
    }

    static List<MigrationEvent> logged(Underway u, MigrationCommand.ReportLoggedAnew c) {
        boolean current = find(u.plan(), c.table())
                .filter(t -> t.mapping().version() == c.version())
                .isPresent();
        return current && u.facts().unapplied().contains(c.table())
                ? List.of(new MigrationEvent.RowsLoggedAnew(c.migration(), c.at(), c.table(), c.version()))
                : List.of();
    }

    /** Where new may hold no row yet, there is nothing to bring over anew. */
    static boolean mayHoldRows(Phase phase) {
        return PhaseTable.hasReached(phase, Phase.BACKFILLING);
    }

    /** What a gate lacks while rows stand in new that went by a former version. */
    static List<String> obstacles(Underway u) {
        return u.plan().tables().stream()
                .filter(t -> u.facts().unapplied().contains(t.number()))
                .map(t -> "the rows of %s have not all gone by version %d of their mapping"
                        .formatted(t.old(), t.mapping().version()))
                .toList();
    }
}
