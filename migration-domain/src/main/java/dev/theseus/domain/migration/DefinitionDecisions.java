package dev.theseus.domain.migration;

import dev.theseus.domain.definition.DefinitionChange;
import dev.theseus.domain.definition.DefinitionRules;
import dev.theseus.domain.migration.MigrationState.Paused;
import dev.theseus.domain.migration.MigrationState.Underway;
import dev.theseus.domain.phase.Phase;
import dev.theseus.domain.phase.PhaseTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What changes of the tables' definitions lead to. What may lose or refuse rows holds the migration until a person has
 * decided; what is about to move authority is not interrupted, and held when it has ended.
 */
final class DefinitionDecisions {

    private DefinitionDecisions() {}

    static List<MigrationEvent> reported(MigrationState state, MigrationCommand.ReportDefinitions c) {
        return switch (state) {
            case Underway u -> PhaseTable.hasReached(u.phase(), Phase.PREPARED) ? found(u, c) : List.of();
            case Paused p -> news(p.held(), c);
            case MigrationState.RollingBack r -> List.of();
            case MigrationState.RolledBack r -> List.of();
            case MigrationState.Completed d -> List.of();
            case MigrationState.Unplanned u -> throw Decisions.unknown(c);
        };
    }

    private static List<MigrationEvent> found(Underway u, MigrationCommand.ReportDefinitions c) {
        List<MigrationEvent> events = new ArrayList<>(news(u, c));
        List<DefinitionChange> open =
                u.facts().definitions().with(DefinitionRules.stopping(c.changes())).changes();
        if (!open.isEmpty() && u.transfer().isEmpty()) {
            events.add(new MigrationEvent.MigrationPaused(c.migration(), c.at()));
        }
        return events;
    }

    private static List<MigrationEvent> news(Underway u, MigrationCommand.ReportDefinitions c) {
        List<DefinitionChange> news = u.facts().definitions().news(c.changes());
        return news.isEmpty()
                ? List.of()
                : List.of(new MigrationEvent.DefinitionsChanged(c.migration(), c.at(), news));
    }

    static List<MigrationEvent> accept(MigrationState state, MigrationCommand.AcceptDefinitions c) {
        return switch (state) {
            case Underway u -> accepted(u, c);
            case Paused p -> {
                List<MigrationEvent> events = new ArrayList<>(accepted(p.held(), c));
                OpenDefinitions open = p.held().facts().definitions();
                if (!events.isEmpty()
                        && open.hold() == OpenDefinitions.Hold.THESE
                        && open.without(c.changes()).changes().isEmpty()) {
                    events.add(new MigrationEvent.MigrationResumed(c.migration(), c.at()));
                }
                yield events;
            }
            case MigrationState.RollingBack r -> List.of();
            case MigrationState.RolledBack r -> List.of();
            case MigrationState.Completed d -> List.of();
            case MigrationState.Unplanned u -> throw Decisions.unknown(c);
        };
    }

    private static List<MigrationEvent> accepted(Underway u, MigrationCommand.AcceptDefinitions c) {
        List<DefinitionChange> open = u.facts().definitions().among(c.changes());
        return open.isEmpty()
                ? List.of()
                : List.of(new MigrationEvent.DefinitionsAccepted(c.migration(), c.at(), open));
    }

    /** Going on as if nothing were would lose what the changes are about. */
    static void requireNoneOpen(Paused paused, MigrationCommand c) {
        List<DefinitionChange> open = paused.held().facts().definitions().changes();
        if (!open.isEmpty()) {
            throw Decisions.illegal(
                    c,
                    "is held by changes of definitions: " + texts(open) + "; see `theseus definitions`, then take them as"
                            + " they are with `theseus accept`, or go back with `theseus rollback` or `theseus clean`");
        }
    }

    /** What a gate lacks while changes are open. */
    static List<String> obstacles(Underway u) {
        return u.facts().definitions().changes().stream()
                .map(c -> "nobody has answered the change of " + c.text())
                .toList();
    }

    private static String texts(List<DefinitionChange> changes) {
        return changes.stream().map(DefinitionChange::text).collect(Collectors.joining("; "));
    }
}
